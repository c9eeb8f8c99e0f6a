"""All people of the site, as the staff finds them: filters, order, looks that are recorded, and the file."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.utils import timezone

from tests.factories import limit_account, make_account, suspend
from verandah.actions import enrolling
from verandah.base import sheets
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.trust import Trust
from verandah.domain.feeds.models import Visit
from verandah.domain.instance.models import SignUp
from verandah.domain.moderation.models import AuditEntry

PATH = "/admin/members/"


@pytest.fixture
def owner(site) -> Account:
    return make_account("olga", role=Role.OWNER)


@pytest.fixture
def crowd(owner: Account, alice, bob, carol, dan, eve, mo) -> dict[str, Account]:
    """Each stands in another way."""
    limit_account(bob)
    suspend(carol)
    Account.objects.filter(pk=dan.pk).update(suspended_at=timezone.now(), left_at=timezone.now())
    waiting, unconfirmed = make_account("wanda"), make_account("una")
    for account, state in ((waiting, SignUp.State.WAITING), (unconfirmed, SignUp.State.FREE)):
        Account.objects.filter(pk=account.pk).update(joined_at=None)
        SignUp.objects.create(account=account, state=state, invited_by=alice, created_at=timezone.now())
    EmailAddress.objects.filter(user=unconfirmed.user).update(verified=False)
    enrolling.hold_name("heldname", "a veranda in the night")
    User.objects.filter(account=eve).update(language="ar")
    Account.objects.filter(pk=eve.pk).update(trust=Trust.REGULAR, joined_at=timezone.now() - timedelta(days=400))
    Visit.objects.create(account=alice, began_at=timezone.now(), seen_at=timezone.now())
    old = timezone.now() - timedelta(days=60)
    Visit.objects.create(account=eve, began_at=old, seen_at=old)
    Authenticator.objects.filter(user=mo.user).delete()
    return {"alice": alice, "bob": bob, "eve": eve, "mo": mo}


EVERYONE = {"olga", "alice", "bob", "carol", "dan", "eve", "mo", "wanda", "una"}
BEFORE_TODAY = (timezone.now() - timedelta(days=100)).date().isoformat()


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", EVERYONE),
        ("state=waiting", {"wanda"}),
        ("state=unconfirmed", {"una"}),
        ("state=limited", {"bob"}),
        ("state=suspended", {"carol"}),
        ("state=left", {"dan"}),
        ("role=0", {"olga", "mo"}),
        (f"role={Role.MODERATOR.value}", {"mo"}),
        (f"trust={Trust.REGULAR.value}", {"eve"}),
        (f"until={BEFORE_TODAY}", {"eve"}),
        (f"since={BEFORE_TODAY}", EVERYONE - {"eve", "wanda", "una"}),
        # The owner, who looks, is here as well.
        ("seen=7", {"alice", "olga"}),
        ("seen=90", {"alice", "eve", "olga"}),
        ("seen=quiet", EVERYONE - {"alice", "eve", "olga"}),
        ("bare=1", {"mo"}),
        ("language=ar", {"eve"}),
        ("language=-", EVERYONE - {"eve"}),
        ("q=ali", {"alice"}),
        ("q=@bob", {"bob"}),
        ("q=carol%40example.org", {"carol"}),
        ("q=CAROL%40exam", {"carol"}),
        ("q=%25%40", set[str]()),
        ("q=nobody", set[str]()),
        ("q=%21%21", set[str]()),
        ("sort=active", {"alice", "eve", "olga"}),
        ("sort=name", EVERYONE),
        ("state=x&role=99&trust=9&since=x&until=9999-12-31&seen=x&language=xx&sort=x&before=x", EVERYONE),
    ],
)
def test_the_list_is_narrowed(client_of, owner: Account, crowd, query: str, names: set[str]) -> None:
    page = client_of(owner).get(f"{PATH}?{query}")
    assert page.status_code == 200
    assert {row[0].account.username for row in page.context["people"]} == names


def test_each_filter_says_how_many_it_finds(client_of, owner: Account, crowd) -> None:
    client = client_of(owner)
    context = client.get(PATH).context
    told = [*context["states"]]
    for one in told:
        assert one.count == len(client.get(one.path).context["people"]), one.label
    for name, chosen in (("role", context["roles"]), ("trust", context["trusts"]), ("language", context["languages"])):
        for one in chosen:
            if one.count is not None:
                assert one.count == len(client.get(f"{PATH}?{name}={one.word}").context["people"]), one.label
    (bare,) = context["bare"]
    assert bare.count == 1


@pytest.mark.parametrize("sort", ["", "name", "active"])
def test_pages_go_on_in_every_order(client_of, owner: Account, sort: str) -> None:
    now = timezone.now()
    for number in range(5):
        account = make_account(f"person{number}")
        Account.objects.filter(pk=account.pk).update(display_name="Same" if number % 2 else f"Name {number}")
        Visit.objects.create(account=account, began_at=now, seen_at=now - timedelta(days=number // 2))
    Visit.objects.create(account=owner, began_at=now, seen_at=now)
    client = client_of(owner)
    whole = [row[0].account.id for row in client.get(f"{PATH}?sort={sort}").context["people"]]
    assert len(whole) == 6
    seen, last = [], ""
    for _page in range(6):
        page = client.get(f"{PATH}?sort={sort}{last}").context["people"][:2]
        seen += [row[0].account.id for row in page]
        if not page:
            break
        last = f"&before={seen[-1]}"
    assert seen == whole


def test_the_list_costs_the_same_for_few_and_many(
    client_of, owner: Account, django_assert_num_queries, django_assert_max_num_queries
) -> None:
    client = client_of(owner)
    make_account()
    client.get(PATH)
    with django_assert_max_num_queries(20) as few:
        client.get(PATH)
    for _number in range(12):
        make_account()
    with django_assert_num_queries(len(few)):
        client.get(PATH)


def test_a_look_at_addresses_is_recorded(client_of, owner: Account, alice: Account) -> None:
    client = client_of(owner)
    looks = AuditEntry.objects.filter(deed="look", facts__what="email")
    for path in (PATH, f"{PATH}@alice/", f"{PATH}?q=alice"):
        assert "alice@example.org" not in client.get(path).content.decode(), path
    assert not looks.exists()
    assert "alice@example.org" in client.post(f"{PATH}@alice/").content.decode()
    assert [one.account_id for one in looks.all()] == [alice.pk]
    assert "alice@example.org" in client.get(f"{PATH}?emails=1&q=alice").content.decode()
    assert [one.account_id for one in looks.all()] == [alice.pk, alice.pk]
    client.get(f"{PATH}?q=alice%40example.org")
    assert AuditEntry.objects.filter(deed="look", facts__what="email_search").count() == 1


def test_one_of_them(client_of, owner: Account, crowd) -> None:
    client = client_of(owner)
    page = client.get(f"{PATH}@wanda/").content.decode()
    assert "@alice" in page
    assert "/admin/joining/" in page
    page = client.get(f"{PATH}@carol/").content.decode()
    assert "Suspended" in page
    assert "/moderation/" in page
    assert "/admin/trust/@alice/" in client.get(f"{PATH}@alice/").content.decode()
    assert client.get(f"{PATH}@nobody/").status_code == 404


@pytest.mark.parametrize(
    ("role", "looks", "takes"),
    [(Role.AUDITOR, 403, 403), (Role.TRIAGE, 403, 403), (Role.MODERATOR, 200, 403), (Role.ADMIN, 200, 200)],
)
def test_who_may(client_of, site, role: Role, looks: int, takes: int) -> None:
    client = client_of(make_account("worker", role=role))
    assert client.get(PATH).status_code == looks
    assert client.get(f"{PATH}@worker/").status_code == looks
    assert client.post(f"{PATH}export/", {"column": "username"}).status_code == takes


def taken(answer: object) -> str:
    """All of a file that comes in pieces."""
    return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def test_the_file_holds_what_was_chosen_and_is_recorded(client_of, owner: Account, crowd, monkeypatch) -> None:
    monkeypatch.setattr("verandah.web.staff.member_files.BATCH", 2)
    Account.objects.filter(username="alice").update(display_name="=1+1")
    client = client_of(owner)
    assert 'value="email">' in client.get(f"{PATH}export/").content.decode()
    answer = client.post(f"{PATH}export/", {"column": ["username", "name", "email"]})
    assert "attachment" in answer["Content-Disposition"]
    text = taken(answer)
    assert text.startswith("\ufeffUser name,Name,E-mail\r\n")
    assert "alice,'=1+1,alice@example.org" in text
    assert {line.split(",")[0] for line in text.splitlines()[1:]} == EVERYONE
    entry = AuditEntry.objects.filter(deed="export_people").get()
    assert entry.facts == {"columns": "username name email", "state": "", "is_narrowed": False}
    few = taken(client.post(f"{PATH}export/", {"column": ["username"], "state": "limited"}))
    assert few.splitlines()[1:] == ["bob"]
    assert client.post(f"{PATH}export/", {"column": "password"}).status_code == 422


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("=1+1", "'=1+1"),
        ("+49", "'+49"),
        ("-1", "'-1"),
        ("@sum", "'@sum"),
        ("\t=1", "'\t=1"),
        ("  =1", "'  =1"),
        ("a=1", "a=1"),
        (-1, "-1"),
        (None, ""),
    ],
)
def test_nothing_that_people_wrote_is_a_formula(value: object, kept: str) -> None:
    assert sheets.safe(value) == kept


def test_a_table_is_quoted() -> None:
    assert sheets.table([["a", 'b"c,d'], ["e\nf", 1]], with_mark=True) == '\ufeffa,"b""c,d"\r\n"e\nf",1\r\n'
