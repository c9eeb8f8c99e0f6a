"""Quick answers: whatever happens in a town, they are those of the endpoints, and those of the plain database."""

import pytest
from django.http import HttpResponse

from tests.api.asking import Phone
from tests.api.hot_town import Town, headers_of, plainly, quick
from tests.factories import make_account
from verandah.domain.accounts.models import Account
from verandah.domain.notifications.models import Notification
from verandah.domain.posts.filters import has_filters

DEEDS, ASKED = 70, 4


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_happens_all_ways_to_answer_say_the_same(
    alice: Account, bob: Account, carol: Account, dan: Account, eve: Account, mo: Account, seed: int, settings
) -> None:
    settings.LIMITED = False
    settings.PREVIEWS = settings.SENDS_TO_LOOPBACK = True
    town = Town([alice, bob, carol, dan, eve, make_account("frida")], mo, seed)
    for _deed in range(DEEDS):
        town.something()
        for phone, path in town.chance.sample(list(town.questions()), ASKED):
            agree(phone, path, not left_alone(phone, path))
    for phone, path in town.questions():
        agree(phone, path, not left_alone(phone, path))


def agree(phone: Phone, path: str, must_be_quick: bool = True) -> HttpResponse:
    """The three ways to answer say the same, also the quick one before anything was rendered anew."""
    at_first = quick(phone, path)
    told = phone.client.get(path, headers=phone.headers)
    plain = plainly(phone, path, told)
    ready = quick(phone, path)
    assert (path, told.content) == (path, plain or told.content)
    for found in (at_first, ready):
        if found is not None:
            assert (path, told.status_code, told.content) == (path, 200, found.body)
            assert (path, headers_of(told)) == (path, headers_of(found))
    assert ready is not None or not must_be_quick or told.status_code != 200, path
    return told


def left_alone(phone: Phone, path: str) -> bool:
    """Readers with filters, people (some of whom are limited), empty lists and numbers of the site may be left; and
    what the staff has decided about someone."""
    told = Notification.objects.filter(recipient=phone.account).exclude(decision=None)
    if "/notifications" in path and told.exists():
        return True
    parts = ("/accounts/", "/list/", "/instance", "/search")
    return has_filters(phone.account) or any(part in path for part in parts)
