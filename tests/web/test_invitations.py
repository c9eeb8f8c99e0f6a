"""Invitations on pages: making them, the page they lead to, coming by one, who came by whom, and a file of people."""

from datetime import timedelta
from io import BytesIO

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from tests.factories import make_account, suspend
from tests.web.entrance import ASKED, link_in, signed_in
from verandah.actions import inviting, inviting_many
from verandah.actions.inviting import Offer
from verandah.base import limits
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.models import Invite, InviteBatch, Joining, SignUp, Site
from verandah.domain.moderation.models import EmailDomainBlock

pytestmark = pytest.mark.django_db
GRACE = ASKED | {"username": "grace", "email": "grace@example.org", "display_name": "Grace"}


@pytest.fixture(autouse=True)
def _members_invite(site):
    Site.objects.update(members_invite=True, joining=Joining.INVITE)


@pytest.fixture
def ada(site) -> Account:
    return make_account("ada", role=Role.ADMIN)


def path_of(invite: Invite) -> str:
    return f"/invite/{invite.code}/"


def test_a_member_makes_a_link_and_ends_it(alice, client_of):
    browser = client_of(alice)
    answer = browser.post("/settings/invites/", {"most_uses": "2", "days": "7", "message": "Come over!"})
    made = Invite.objects.get()
    assert answer["Location"] == f"/settings/invites/#invite-{made.pk}"
    page = browser.get("/settings/invites/").content.decode()
    assert made.code in page
    assert "0 of 2 have come" in page
    assert "You can invite 3 more people" in page
    browser.post(f"/settings/invites/{made.pk}/end/")
    assert made.code not in browser.get("/settings/invites/").content.decode()
    assert browser.post("/settings/invites/", {"most_uses": "6", "days": "7"}).status_code == 422
    assert browser.post("/settings/invites/", {"most_uses": "x", "days": "-1"}).status_code == 422


def test_where_members_do_not_invite_there_is_no_link_to_it(alice, mo, client_of):
    Site.objects.update(members_invite=False)
    assert "/settings/invites/" not in client_of(alice).get("/settings/").content.decode()
    assert "Only the people who run" in client_of(alice).get("/settings/invites/").content.decode()
    assert client_of(alice).post("/settings/invites/", {"most_uses": "1", "days": "7"}).status_code == 403
    assert "/settings/invites/" in client_of(mo).get("/settings/").content.decode()


def test_a_guest_comes_by_an_invitation(alice, client, mailoutbox):
    assert "<form" not in client.get("/sign-up/").content.decode().split("<main")[1]
    made = inviting.make(alice, Offer(message="Tea at five?"))
    page = client.get(path_of(made)).content.decode()
    assert "Alice" in page
    assert "Tea at five?" in page
    # Looking changes nothing: mail programs look at links too.
    assert "<form" not in client.get("/sign-up/").content.decode().split("<main")[1]
    assert client.post(path_of(made))["Location"] == "/sign-up/"
    assert "You come by an invitation of" in client.get("/sign-up/").content.decode()
    assert client.post("/sign-up/", GRACE)["Location"] == "/confirm-email/"
    client.post(link_in(mailoutbox[0]))
    assert signed_in(client)
    assert SignUp.objects.get(account__username="grace").invited_by == alice
    assert "used by as many" in Client().get(path_of(made)).content.decode()


@pytest.mark.parametrize("how", ["used", "expired", "ended", "suspended", "closed", "unknown"])
def test_an_invitation_that_is_no_good_says_so(alice, client, how):
    made = inviting.make(alice, Offer())
    changes = {"used": {"uses": 1}, "expired": {"expires_at": timezone.now()}, "ended": {"ended_at": timezone.now()}}
    Invite.objects.update(**changes.get(how, {}))
    if how == "suspended":
        suspend(alice)
    if how == "closed":
        Site.objects.update(joining=Joining.CLOSED)
    path = "/invite/no-such-code/" if how == "unknown" else path_of(made)
    answer = client.get(path)
    assert answer.status_code == (404 if how == "unknown" else 410)
    assert "doesn’t work" in answer.content.decode()
    assert "Alice" not in answer.content.decode()
    assert client.post(path).status_code in (404, 410)
    assert "invite" not in client.session
    client.post("/sign-up/", GRACE)
    assert not Account.objects.filter(username="grace").exists()


def test_an_invitation_that_ends_between_page_and_form_leads_to_the_closed_door(alice, client):
    made = inviting.make(alice, Offer())
    client.post(path_of(made))
    inviting.end(alice, made.pk)
    client.post("/sign-up/", GRACE)
    assert not Account.objects.filter(username="grace").exists()


def test_codes_cannot_be_tried_for_long(client, alice):
    for number in range(20):
        assert client.get(f"/invite/guess{number}/").status_code == 404
    assert client.get("/invite/one-more/").status_code == 429
    # Whoever has a real one is not kept out by whoever guesses from the same house.
    assert client.get(path_of(inviting.make(alice, Offer()))).status_code == 200


def test_a_member_who_opens_an_invitation_is_told_they_are_one(alice, bob, client_of):
    browser = client_of(bob)
    path = path_of(inviting.make(alice, Offer()))
    assert "You are a member already" in browser.get(path).content.decode()
    browser.post(path)
    assert "invite" not in browser.session


def test_guests_reach_it_where_they_reach_nothing_else(alice, client):
    Site.objects.update(allows_guests=False)
    assert client.get(path_of(inviting.make(alice, Offer()))).status_code == 200


def test_the_staff_sees_all_and_who_came_by_whom(alice, mo, client_of):
    made = inviting.make(alice, Offer())
    SignUp.objects.create(account=make_account("grace"), invited_by=alice, created_at=timezone.now())
    staff = client_of(mo)
    page = staff.get("/admin/invites/?show=open").content.decode()
    assert "Alice" in page
    # A link that is somebody else's to give away is not shown.
    assert made.code not in page
    page = staff.get("/admin/invites/tree/").content.decode()
    assert "1 person came by them" in page
    assert "@grace" in page
    assert "@grace" in staff.get("/admin/invites/tree/?person=@alice").content.decode()
    assert "Nobody here is called that" in staff.get("/admin/invites/tree/?person=nobody").content.decode()
    staff.post("/admin/invites/tree/@alice/end/")
    assert Invite.objects.get().ended_at is not None
    assert client_of(alice).get("/admin/invites/").status_code == 404


def test_a_suspended_persons_branch_can_be_ended_still(alice, mo, client_of):
    inviting.make(alice, Offer())
    suspend(alice)
    assert client_of(mo).get("/admin/invites/tree/?person=alice").status_code == 200
    assert client_of(mo).post("/admin/invites/tree/@alice/end/").status_code == 303
    assert Invite.objects.get().ended_at is not None


FILE = "email;name;language\ngrace@example.org;Grace;ar\nalice@example.org;Alice;\nGRACE@example.org;;\nnonsense;;\n"


def uploaded(browser: Client, data: bytes | str, name: str = "people.csv"):
    file = BytesIO(data.encode() if isinstance(data, str) else data)
    file.name = name
    return browser.post("/admin/invites/import/", {"file": file, "skips_approval": "on"})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_file_is_looked_at_before_anything_is_sent(ada, alice, client_of, mailoutbox, encoding, separator):
    page = uploaded(client_of(ada), FILE.replace(";", separator).encode(encoding)).content.decode()
    assert "1 person would be invited" in page
    assert "3 lines are left out" in page
    for why in ("Is here already.", "The same address as in line 2.", "This is no e-mail address."):
        assert why in page
    assert mailoutbox == []
    # What was only looked at is good for nobody.
    assert Invite.objects.get().ended_at is not None
    assert InviteBatch.objects.get().total == 0


def sent(browser: Client, data: str = FILE) -> InviteBatch:
    uploaded(browser, data)
    batch = InviteBatch.objects.order_by("-pk")[0]
    answer = browser.post(f"/admin/invites/import/{batch.pk}/act/", {"send": "1"})
    assert answer["Location"] == f"/admin/invites/import/{batch.pk}/"
    batch.refresh_from_db()
    return batch


def test_each_has_a_letter_in_their_language_once(ada, client_of, mailoutbox):
    batch = sent(client_of(ada))
    assert [letter.to for letter in mailoutbox] == [["grace@example.org"], ["alice@example.org"]]
    assert 'lang="ar"' in mailoutbox[0].alternatives[0].content
    assert (batch.total, batch.sent, batch.failed) == (2, 2, 0)
    assert batch.ended_at is not None
    inviting_many.send(ada, batch.pk)
    inviting_many.write_all.call(batch.pk)
    inviting_many.write_one.call(Invite.objects.order_by("pk")[0].pk)
    assert len(mailoutbox) == 2
    assert InviteBatch.objects.get().sent == 2


def test_who_comes_by_a_letter_needs_no_second_one(ada, client_of, client, mailoutbox):
    Site.objects.update(joining=Joining.APPROVAL)
    sent(client_of(ada))
    client.post(link_in(mailoutbox[0]))
    page = client.get("/sign-up/").content.decode()
    assert 'value="grace@example.org"' in page
    assert 'value="Grace"' in page
    mailoutbox.clear()
    other = client.post("/sign-up/", GRACE | {"email": "other@example.org"})
    assert "another e-mail address" in other.content.decode()
    answer = client.post("/sign-up/", GRACE)
    assert (answer.status_code, answer["Location"]) == (303, "/first-day/")
    assert signed_in(client)
    assert client.get("/").status_code == 200
    assert mailoutbox == []
    assert EmailAddress.objects.get(email="grace@example.org").verified
    assert Account.objects.get(username="grace").joined_at is not None


def test_nobody_keeps_the_invited_out_by_beginning_with_their_address(ada, client_of, client, mailoutbox):
    sent(client_of(ada))
    path = link_in(mailoutbox[0])
    Site.objects.update(joining=Joining.OPEN)
    Client().post("/sign-up/", GRACE | {"username": "mallory"})
    client.post(path)
    client.post("/sign-up/", GRACE)
    assert signed_in(client)
    assert not Account.objects.filter(username="mallory").exists()


def test_the_code_of_a_letter_is_shown_to_nobody(ada, client_of):
    batch = sent(client_of(ada))
    code = Invite.objects.order_by("pk")[0].code
    for path in (
        "/admin/invites/",
        f"/admin/invites/import/{batch.pk}/",
        "/settings/invites/",
        "/admin/invites/import/",
    ):
        assert code not in client_of(ada).get(path).content.decode()


def test_the_page_tells_how_far_it_is_also_as_a_fragment(ada, client_of):
    browser = client_of(ada)
    batch = sent(browser)
    place = f"/admin/invites/import/{batch.pk}/"
    assert "All letters have gone out." in browser.get(place).content.decode()
    InviteBatch.objects.update(ended_at=None, sent=1)
    part = browser.get(f"{place}?part=1", headers={"HX-Request": "true"}).content.decode()
    assert "1 of 2 letters so far" in part
    assert "hx-trigger" in part
    assert "<html" not in part


def test_who_has_not_come_is_written_to_again_after_days(ada, client_of, mailoutbox):
    batch = sent(client_of(ada))
    mailoutbox.clear()
    place = f"/admin/invites/import/{batch.pk}/act/"
    client_of(ada).post(place, {"again": "1"})
    assert mailoutbox == []
    Invite.objects.update(mailed_at=timezone.now() - timedelta(days=4))
    Invite.objects.filter(email="alice@example.org").update(uses=1)
    client_of(ada).post(place, {"again": "1"})
    assert [letter.to for letter in mailoutbox] == [["grace@example.org"]]
    client_of(ada).post(place, {"end": "1"})
    assert not Invite.objects.filter(uses=0, ended_at=None).exists()


def test_a_draft_is_thrown_away_or_forgotten(ada, client_of):
    browser = client_of(ada)
    uploaded(browser, FILE)
    browser.post(f"/admin/invites/import/{InviteBatch.objects.get().pk}/act/", {"end": "1"})
    assert not Invite.objects.exists()
    uploaded(browser, FILE)
    sent(browser, "email\nzoe@example.org\n")
    InviteBatch.objects.update(created_at=timezone.now() - timedelta(days=2))
    assert inviting_many.clear_file_drafts() == 1
    assert InviteBatch.objects.get().total == 1


def test_a_month_after_its_end_nothing_of_the_invited_is_kept(ada, client_of):
    sent(client_of(ada))
    Invite.objects.update(expires_at=timezone.now() - timedelta(days=31))
    assert inviting_many.forget_guests() == 2
    assert set(Invite.objects.values_list("email", "name")) == {("", "")}
    assert inviting_many.forget_guests() == 0


def test_what_is_barred_or_invited_already_is_left_out(ada, client_of):
    EmailDomainBlock.objects.create(domain="mailbox.example", created_at=timezone.now())
    sent(client_of(ada), "email\nzoe@example.org\n")
    page = uploaded(client_of(ada), "email\nzoe@example.org\nx@mailbox.example\n").content.decode()
    assert "Has an open invitation already." in page
    assert "is kept out." in page
    assert "There is no line" in page


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"name\nGrace\n", "one of them must be"),
        (b"\xff\xfe\x00", "can’t be read"),
        (b"email\n\xff\xfe\xfd", "can’t be read"),
        (b"email\nPK\0\0", "no CSV"),
        (b"email\n" + b"a@example.org\n" * 5001, "at most 5000 lines"),
        (b"email\n" + b"x" * 1_000_001, "larger than 1000 kB"),
        (b'email\n"' + b"x" * 200_000, "can’t be read"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(ada, client_of, data, sentence):
    answer = uploaded(client_of(ada), data)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not InviteBatch.objects.exists()


def test_nobody_but_admins_writes_to_strangers(mo, alice, client_of):
    assert uploaded(client_of(mo), FILE).status_code == 403
    assert uploaded(client_of(alice), FILE).status_code == 404
    assert client_of(mo).post("/admin/invites/import/1/act/", {"send": "1"}).status_code == 403


def test_what_is_not_there_is_not_there(ada, client_of):
    limits.forget()
    assert client_of(ada).get("/admin/invites/import/9/").status_code == 404
    assert client_of(ada).post("/admin/invites/import/9/act/", {"send": "1"}).status_code == 404
    assert client_of(ada).post("/settings/invites/9/end/").status_code == 404
