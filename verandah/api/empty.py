"""Lists of what there is none of yet. An app asks for them when it starts, and some fail at a 404."""

from django.http import HttpResponse

from verandah.base.errors import NotFound

from .door import ApiRequest, Endpoint, MemberRequest, endpoint, open_endpoint, told
from .people import person, visible_to


def nothing(*scopes: str) -> Endpoint:
    """An empty list for members."""

    def none_yet(request: MemberRequest) -> HttpResponse:
        return told([])

    return endpoint("GET", *scopes)(none_yet)


@open_endpoint("GET")
def nothing_for_anyone(request: ApiRequest) -> HttpResponse:
    """An empty list for everyone."""
    return told([])


@open_endpoint("GET", "read:accounts")
def nothing_of_theirs(request: ApiRequest, number: int) -> HttpResponse:
    """An empty list that belongs to someone, if they are there."""
    visible_to(request.viewer, person(request, number))
    return told([])


@endpoint("GET", "read:lists")
def lists_with(request: MemberRequest, number: int) -> HttpResponse:
    """The viewer's lists that someone is on."""
    person(request, number)
    return told([])


@endpoint("GET", "read:lists")
def no_such_list(request: MemberRequest, number: int) -> HttpResponse:
    """There are no lists, so none has this id."""
    raise NotFound


@endpoint("GET", "push")
def no_subscription(request: MemberRequest) -> HttpResponse:
    """This token has no subscription to push messages."""
    raise NotFound
