"""What the site itself has written, for apps: its privacy policy, its terms in each version, and what it is."""

from django.conf import settings
from django.http import HttpResponse

from verandah.base.errors import NotFound
from verandah.domain.instance.documents import ShownDocument, document_in_force, published_versions

from .door import ApiRequest, open_endpoint, told
from .entities import documents as entities
from .instance import request_language
from .rendered_site import shown_site


@open_endpoint("GET")
def privacy_policy(request: ApiRequest) -> HttpResponse:
    """What is kept about people, why, and for how long."""
    return told(entities.privacy_policy(in_force(request, "privacy")))


@open_endpoint("GET")
def terms_of_service(request: ApiRequest) -> HttpResponse:
    """The terms that hold now."""
    shown = in_force(request, "terms")
    return told(entities.terms_of_service(shown, successor(request, shown)))


@open_endpoint("GET")
def terms_of_service_since(request: ApiRequest, name: str) -> HttpResponse:
    """The terms that hold, held, or will hold from one day on, as in 2030-12-31."""
    versions = published_versions(request.viewer, "terms", request_language())
    found = next((one for one in versions if entities.day_of(one) == name and not one.is_retired), None)
    if found is None:
        raise NotFound
    return told(entities.terms_of_service(found, successor(request, found)))


@open_endpoint("GET")
def extended_description(request: ApiRequest) -> HttpResponse:
    """What the owner says of the site, at length: its page About, or the few lines of the settings."""
    about = document_in_force(request.viewer, "about", request_language())
    return told(entities.extended_description(about, shown_site()))


def in_force(request: ApiRequest, slug: str) -> ShownDocument:
    """A document in the reader's language. Raises NotFound while there is none."""
    found = document_in_force(request.viewer, slug, request_language() or settings.LANGUAGE_CODE)
    if found is None:
        raise NotFound
    return found


def successor(request: ApiRequest, shown: ShownDocument) -> ShownDocument | None:
    """The version that came, or comes, after this one."""
    versions = published_versions(request.viewer, shown.slug, request_language())
    return next((one for one in reversed(versions) if one.number > shown.number), None)
