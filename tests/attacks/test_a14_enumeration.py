"""A14: nothing tells whether somebody has an account here who does not say so themselves.

Signing in, signing up, the letters again and a forgotten password, with the number of times that a password is hashed:
`tests/web/test_signing_in.py` and `tests/web/test_joining.py`. Here is what came with the second factor and the staff.
"""

import re
import time
from statistics import median

import pytest
from django.test import Client

from tests.factories import PASSWORD
from tests.factors import give_factor
from tests.web.entrance import sign_in, text_of
from verandah.actions import moderating
from verandah.base import limits

pytestmark = pytest.mark.django_db
WRONG = "not the right password"


def told(login: str) -> tuple[int, str]:
    """What a stranger is answered, without the name that they typed."""
    limits.forget()
    answer = sign_in(Client(), login, WRONG)
    return answer.status_code, text_of(answer).replace(f'value="{login}"', "")


def test_a_wrong_password_tells_nothing_of_the_second_factor(alice, bob, eve, mo):
    give_factor(alice.user)
    moderating.suspend(eve, mo)
    answers = {told(login) for login in ("alice", "bob", "eve", "mo", "nobody", "alice@example.org", "no@example.org")}
    assert len(answers) == 1


def test_it_takes_as_long_for_someone_who_is_not_there(alice, site, settings):
    # With the hashing of a real site, which is what takes the time.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    alice.user.set_password(WRONG + "!")
    alice.user.save()
    taken: dict[str, list[float]] = {"alice": [], "nobody": []}
    for _round in range(15):
        for login, seconds in taken.items():
            begun = time.thread_time()
            told(login)
            seconds.append(time.thread_time() - begun)
    known, unknown = (median(sorted(seconds)[:9]) for seconds in taken.values())
    # Five in a hundred is asked for; a busy machine is given some room.
    assert abs(known - unknown) < 0.15 * known, (known, unknown)


def test_staff_pages_tell_nobody_who_is_of_the_staff(alice, mo, client_of):
    client = client_of(alice)
    there, not_there = client.get("/admin/people/@mo/"), client.get("/admin/people/@nobody/")
    assert there.status_code == not_there.status_code == 404
    assert text_of(there).replace("@mo", "") == text_of(not_there).replace("@nobody", "")


def test_suspended_and_unknown_are_the_same_to_apps(alice, eve, mo, client):
    moderating.suspend(eve, mo)
    found = [client.get("/api/v1/accounts/lookup", {"acct": name}) for name in ("eve", "nobody")]
    assert [answer.status_code for answer in found] == [404, 404]
    assert found[0].json() == found[1].json()


def test_second_step_names_nobody(alice, client):
    give_factor(alice.user)
    sign_in(client, "alice", PASSWORD)
    page = client.get("/sign-in/second-step/").content.decode()
    assert not re.search("alice|example.org", page, re.IGNORECASE)
