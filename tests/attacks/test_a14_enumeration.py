"""A14: nothing tells whether somebody has an account here who does not say so themselves.

Signing in, signing up, the letters again and a forgotten password, with the number of times that a password is hashed:
`tests/web/test_signing_in.py` and `tests/web/test_joining.py`. Here is what came with the second factor and the staff.
"""

import re

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
