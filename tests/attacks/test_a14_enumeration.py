"""A14: nothing tells whether somebody has an account here who does not say so themselves.

Signing in, signing up, the letters again and a forgotten password, with the number of times that a password is hashed:
`tests/web/test_signing_in.py` and `tests/web/test_joining.py`. Here is what came with the second factor and the staff.
"""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests.factories import PASSWORD
from tests.factors import give_factor
from tests.web.entrance import ASKED, sign_in, text_of
from tests.web.entrance import hashes as hashes
from verandah.actions import enrolling, inviting, moderating
from verandah.actions.inviting import Offer
from verandah.base import limits
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.sign_ups import waiting_count
from verandah.domain.instance.models import Invite, Joining, Site

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


def invited(email: str, name: str, code: str) -> tuple[int, str, str]:
    """What whoever signs up by an invitation is answered, without what they typed."""
    limits.forget()
    cache.clear()
    browser = Client()
    browser.post(f"/invite/{code}/")
    answer = browser.post("/sign-up/", ASKED | {"email": email, "username": name})
    after = text_of(browser.get("/confirm-email/")).replace(email, "E")
    return answer.status_code, answer["Location"], after


def test_an_invitation_tells_nobody_who_is_here(alice, bob, hashes):
    Site.objects.update(members_invite=True, joining=Joining.INVITE)
    said = []
    for email, name in (("bob@example.org", "mallory"), ("new@example.org", "frank")):
        made = inviting.make(alice, Offer(most_uses=2, follows_inviter=False))
        hashes.clear()
        answer = invited(email, name, made.code)
        made.refresh_from_db()
        # The place is taken either way, and comes back either way when nobody confirms.
        said.append((answer, made.uses, len(hashes)))
    assert said[0] == said[1]
    Account.objects.filter(username__in=("mallory", "frank")).update(created_at=timezone.now() - timedelta(days=4))
    assert enrolling.purge_unconfirmed() == 2
    assert set(Invite.objects.values_list("uses", flat=True)) == {0}


def test_asking_to_join_tells_nobody_who_is_here(alice, bob, hashes):
    Site.objects.update(joining=Joining.APPROVAL)
    said = []
    for email, name in (("bob@example.org", "mallory"), ("new@example.org", "frank")):
        limits.forget()
        cache.clear()
        browser = Client()
        hashes.clear()
        asked = ASKED | {"email": email, "username": name, "answer_0": "To see who is here."}
        answer = browser.post("/sign-up/", asked)
        again = sign_in(browser, name)
        after = text_of(browser.get("/confirm-email/")).replace(email, "E")
        said.append((answer.status_code, answer["Location"], again.status_code, again["Location"], after, len(hashes)))
    assert said[0] == said[1]
    # Nor does the staff's queue, which holds nobody who has not confirmed.
    assert waiting_count() == 0
