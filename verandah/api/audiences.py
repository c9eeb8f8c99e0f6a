"""Audiences: for whom a post can be here, and for whom one is."""

from django.http import HttpResponse

from verandah.domain.posts.addressees import addressees
from verandah.domain.posts.audience import Audience

from .door import ApiRequest, open_endpoint, told
from .entities.audience import audience_json, post_audience


@open_endpoint("GET")
def index(request: ApiRequest) -> HttpResponse:
    """Every audience, with the word that Mastodon's apps know it by."""
    return told([audience_json(audience) for audience in Audience])


@open_endpoint("GET", "read:statuses")
def of_post(request: ApiRequest, number: int) -> HttpResponse:
    """For whom a post is; its author is also told which lists and people."""
    return told(post_audience(addressees(request.viewer, number)))
