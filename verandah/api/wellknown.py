"""Where programs look first: which software this is, and whose name is whose."""

from django.conf import settings
from django.http import HttpResponse

from verandah.base.errors import NotFound
from verandah.domain.graph.queries import visible_account

from .accounts import local_name
from .door import ApiRequest, open_endpoint, told
from .entities.addresses import account_url, site_host

NODEINFO = "http://nodeinfo.diaspora.software/ns/schema/2.0"
HOST_META = """<?xml version="1.0" encoding="UTF-8"?>
<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">
  <Link rel="lrdd" template="{url}/.well-known/webfinger?resource={{uri}}"/>
</XRD>
"""


@open_endpoint("GET")
def nodeinfo(request: ApiRequest) -> HttpResponse:
    """Where the description of this server is."""
    return told({"links": [{"rel": NODEINFO, "href": f"{settings.URL}/nodeinfo/2.0"}]})


@open_endpoint("GET")
def host_meta(request: ApiRequest) -> HttpResponse:
    """Where names are looked up."""
    return HttpResponse(HOST_META.format(url=settings.URL), content_type="application/xrd+xml; charset=utf-8")


@open_endpoint("GET")
def webfinger(request: ApiRequest) -> HttpResponse:
    """Whose name this is. User names are public: the form for joining says which are taken."""
    resource = request.parameters.text("resource")
    if resource.startswith(f"{settings.URL}/@"):
        name = resource.removeprefix(f"{settings.URL}/@").rstrip("/")
    elif resource.startswith("acct:"):
        name = resource.removeprefix("acct:")
    else:
        raise NotFound
    found = visible_account(None, local_name(name))
    page = account_url(found.username)
    answer = told(
        {
            "subject": f"acct:{found.username}@{site_host()}",
            "aliases": [page],
            "links": [{"rel": "http://webfinger.net/rel/profile-page", "type": "text/html", "href": page}],
        }
    )
    answer["Content-Type"] = "application/jrd+json; charset=utf-8"
    return answer
