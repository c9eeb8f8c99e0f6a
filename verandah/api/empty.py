"""Lists of what there is none of yet. An app asks for them when it starts, and some fail at a 404."""

from django.http import HttpResponse

from .door import ApiRequest, open_endpoint, told


@open_endpoint("GET")
def nothing_for_anyone(request: ApiRequest) -> HttpResponse:
    """An empty list for everyone."""
    return told([])
