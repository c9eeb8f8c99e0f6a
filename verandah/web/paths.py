"""Where lists go on, and where a button leads back to."""

from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from verandah.base.paging import LENGTH, Page

LONGEST_PATH = 2000


def older_path(path: str, last_id: int, count: int, page: Page) -> str:
    """The address of the next page below `last_id`; empty when this page was not full."""
    if count < page.length:
        return ""
    joiner = "&" if "?" in path else "?"
    length = "" if page.length == LENGTH else f"&length={page.length}"
    return f"{path}{joiner}before={last_id}{length}"


def see_other(path: str) -> HttpResponseRedirect:
    """303: what was posted is not posted again by going back."""
    answer = HttpResponseRedirect(path)
    answer.status_code = 303
    return answer


def way_back(place: str, otherwise: str) -> str:
    """The page of this site on which a button was pressed, as its form says, or `otherwise`."""
    is_here = place.startswith("/") and len(place) < LONGEST_PATH and url_has_allowed_host_and_scheme(place, None)
    return place if is_here else otherwise
