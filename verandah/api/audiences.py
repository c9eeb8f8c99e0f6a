"""Audiences: for whom a post can be here, and for whom one is."""

from typing import TYPE_CHECKING

from django.http import HttpResponse

from verandah.domain.accounts.show import show_account
from verandah.domain.graph.queries import account_by_id
from verandah.domain.posts.addressees import addressees
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.explaining import explain
from verandah.domain.posts.seers import own_post, reach

from .door import ApiRequest, MemberRequest, endpoint, open_endpoint, told
from .entities.audience import PostAudienceJson, audience_json, explanation, post_audience

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account


@open_endpoint("GET")
def index(request: ApiRequest) -> HttpResponse:
    """Every audience, with the word that Mastodon's apps know it by."""
    return told([audience_json(audience) for audience in Audience])


@open_endpoint("GET", "read:statuses")
def of_post(request: ApiRequest, number: int) -> HttpResponse:
    """For whom a post is; its author is also told which lists and people, and how many see it."""
    return told(audience_of(request.viewer, number))


@endpoint("GET", "read:statuses")
def of_person(request: MemberRequest, number: int, account: str) -> HttpResponse:
    """Whether someone sees a post of one's own, and why."""
    post, person = own_post(request.viewer, number), account_by_id(request.viewer, int(account))
    return told(explanation(explain(request.viewer, post.pk, [show_account(person)])[person.pk]))


def audience_of(viewer: "Account | None", number: int) -> PostAudienceJson:
    """For whom a post is, as `viewer` may know it."""
    found = addressees(viewer, number)
    return post_audience(found, reach(viewer, number).count if viewer and found.is_mine else None)
