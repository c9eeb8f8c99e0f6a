"""The site: what it is, what it tells its members, and what it has none of."""

from django.http import HttpResponse
from django.utils.translation import get_language

from verandah.actions import proclaiming
from verandah.base import limits
from verandah.base.errors import NotFound
from verandah.base.tongues import tongues
from verandah.domain.instance.show import reactions_to, show_announcements
from verandah.domain.posts.activity import weeks
from verandah.domain.posts.queries import open_count

from . import rendered_site
from .door import ApiRequest, MemberRequest, endpoint, open_endpoint, told, told_json
from .entities import instance as entities
from .entities.announcement import announcement
from .rendered_site import shown_site


@open_endpoint("GET")
def first_version(request: ApiRequest) -> HttpResponse:
    """The site as older apps ask for it."""
    return told_json(rendered_site.first_version(request.viewer))


@open_endpoint("GET")
def second_version(request: ApiRequest) -> HttpResponse:
    """The site, and what it can do."""
    return told_json(rendered_site.second_version(request.viewer))


@open_endpoint("GET")
def rules(request: ApiRequest) -> HttpResponse:
    """The rules that hold here, which reports name by their ids."""
    return told([entities.rule(one) for one in rendered_site.rules(request.viewer)])


@open_endpoint("GET")
def activity(request: ApiRequest) -> HttpResponse:
    """The last twelve weeks in numbers, which apps expect as texts."""
    return told([entities.week(week) for week in weeks()])


@open_endpoint("GET")
def post_languages(request: ApiRequest) -> HttpResponse:
    """Languages that a post can say it is in."""
    return told(entities.post_languages())


@open_endpoint("GET")
def domain_blocks(request: ApiRequest) -> HttpResponse:
    """Which other servers are kept away is for the people who run the site: as if there were no such list."""
    raise NotFound


@open_endpoint("GET")
def health(request: ApiRequest) -> HttpResponse:
    """It answers, so it lives."""
    return HttpResponse("OK", content_type="text/plain; charset=utf-8")


@open_endpoint("GET")
def translation_languages(request: ApiRequest) -> HttpResponse:
    """Nothing is translated here."""
    return told({})


@endpoint("GET")
def announcements(request: MemberRequest) -> HttpResponse:
    """What the site tells me now, as far as I have not put it away; with `with_dismissed` also what I have."""
    found = show_announcements(request.viewer.id, request_language(), request.parameters.flag("with_dismissed"))
    reactions = reactions_to(request.viewer.id, [shown.id for shown in found])
    return told([announcement(shown, reactions.get(shown.id, ())) for shown in found])


@endpoint("POST", "write:accounts")
def dismiss(request: MemberRequest, number: int) -> HttpResponse:
    """Put an announcement away."""
    proclaiming.dismiss(request.viewer, number)
    return told({})


@endpoint("PUT", "write:favourites")
def react(request: MemberRequest, number: int, name: str) -> HttpResponse:
    """Say with an emoji what I think of an announcement."""
    limits.take("write", str(request.viewer.id))
    proclaiming.react(request.viewer, number, name)
    return told({})


@endpoint("DELETE", "write:favourites")
def take_reaction_back(request: MemberRequest, number: int, name: str) -> HttpResponse:
    """Think so no longer."""
    limits.take("write", str(request.viewer.id))
    proclaiming.take_reaction_back(request.viewer, number, name)
    return told({})


@open_endpoint("GET")
def nodeinfo(request: ApiRequest) -> HttpResponse:
    """What other programs may count."""
    answer = told(entities.nodeinfo(shown_site(), open_count()))
    answer["Content-Type"] = 'application/json; profile="http://nodeinfo.diaspora.software/ns/schema/2.0#"'
    return answer


def request_language() -> str:
    """The language that the reader wants, of those the site has."""
    return get_language() or tongues().own
