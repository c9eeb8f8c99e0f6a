"""Annual reports: this site makes none of anyone, and says so in the words that apps know."""

from django.http import HttpResponse

from verandah.base.errors import NotFound

from .door import MemberRequest, endpoint, told


@endpoint("GET", "read:accounts")
def index(request: MemberRequest) -> HttpResponse:
    """None."""
    return told({"annual_reports": [], "accounts": [], "statuses": []})


@endpoint("GET", "read:accounts")
def show(request: MemberRequest, number: int) -> HttpResponse:
    """There is none of any year."""
    raise NotFound


@endpoint("GET", "read:accounts")
def state(request: MemberRequest, number: int) -> HttpResponse:
    """Whether there could be one: no."""
    return told({"state": "ineligible"})


@endpoint("POST", "write:accounts")
def note_read(request: MemberRequest, number: int) -> HttpResponse:
    """What is not there cannot have been read."""
    raise NotFound


@endpoint("POST", "write:accounts")
def make(request: MemberRequest, number: int) -> HttpResponse:
    """An app may ask; nothing comes of it, as `state` has told."""
    return told({})
