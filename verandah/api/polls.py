"""Polls: what is asked under a post, and answering it."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from verandah.actions import voting
from verandah.base import limits
from verandah.base.errors import Invalid
from verandah.domain.posts.polls import visible_poll

from .door import ApiRequest, MemberRequest, endpoint, open_endpoint, told
from .entities.poll import poll


@open_endpoint("GET", "read:statuses")
def show(request: ApiRequest, number: int) -> HttpResponse:
    """A poll, for whoever may see its post."""
    return told(poll(visible_poll(request.viewer, number)))


@endpoint("POST", "write:statuses")
def vote(request: MemberRequest, number: int) -> HttpResponse:
    """Choose answers by their positions."""
    limits.take("write", str(request.viewer.id))
    asked = request.parameters
    choices = asked.numbers("choices")
    if len(choices) != len(asked.items("choices")):
        raise Invalid("choices", _("There is no such answer in this poll."))
    voting.vote(request.viewer, number, choices)
    return told(poll(visible_poll(request.viewer, number)))
