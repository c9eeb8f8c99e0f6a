"""The pages of banks: for the staff alone, without a single fingerprint, and nothing goes in by one person."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.api.asking import Phone
from tests.banked import as_file, bank_of, pattern, print_of
from tests.factories import make_account
from tests.pictures import make_media, sent
from verandah.actions import banking, deciding, posting
from verandah.actions.banking import BankDraft, Print
from verandah.actions.deciding import Verdict
from verandah.actions.posting import Draft
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.models import Site
from verandah.domain.media.models import Media
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import Approval, BankEntry, BankMatch, Case, HashBank, Rule
from verandah.domain.posts.audience import Withheld
from verandah.domain.posts.models import Post

ONE = Print(BankEntry.Algorithm.SHA256, "c0ffee" * 10 + "1234")
PAGE = "/moderation/banks/"


@pytest.fixture
def as_mo(client_of, mo: Account) -> Client:
    return client_of(mo)


@pytest.fixture
def as_alice(client_of, alice: Account) -> Client:
    return client_of(alice)


@pytest.fixture
def as_bob(client_of, bob: Account) -> Client:
    return client_of(bob)


@pytest.fixture
def ada(mo: Account) -> Account:
    """Someone else of the staff."""
    return make_account("ada", role=Role.MODERATOR)


@pytest.fixture
def bank(mo: Account, ada: Account) -> HashBank:
    """Holds one pattern and keeps back what looks like it."""
    return bank_of(mo, ada, print_of(pattern(1)))


def of(bank: HashBank, rest: str = "") -> str:
    return f"{PAGE}{bank.pk}/{rest}"


def test_who_is_not_of_the_staff_finds_no_such_page(as_alice: Client, client: Client, bank: HashBank):
    for path in (PAGE, of(bank)):
        assert as_alice.get(path).status_code == 404
        assert client.get(path).status_code in (302, 303, 404)
    for path in (PAGE, of(bank, "add/"), of(bank, "withdraw/"), of(bank, "change/"), f"{PAGE}release/"):
        assert as_alice.post(path, {"name": "Mine", "list": f"sha256,{ONE.value}"}).status_code == 404
    assert HashBank.objects.count() == 1


def test_an_auditor_looks_and_changes_nothing(client_of, bank: HashBank):
    auditor = client_of(make_account("otto", role=Role.AUDITOR))
    assert auditor.get(PAGE).status_code == 200
    assert auditor.get(of(bank)).status_code == 200
    assert auditor.post(PAGE, {"name": "Mine"}).status_code == 403
    assert HashBank.objects.count() == 1


def test_a_bank_is_made_and_changed(as_mo: Client):
    form = {"name": "Local", "purpose": "2", "effect": "3", "threshold": "12", "budget": "5", "enabled": "on"}
    answer = as_mo.post(PAGE, form)
    bank = HashBank.objects.get()
    assert answer["Location"] == of(bank)
    assert (bank.purpose, bank.effect, bank.threshold, bank.budget) == (2, 3, 12, 5)
    as_mo.post(of(bank, "change/"), form | {"effect": "1"})
    bank.refresh_from_db()
    assert bank.effect == Rule.Effect.FLAG
    assert as_mo.post(PAGE, form).status_code == 422
    assert as_mo.post(of(bank, "change/"), form | {"threshold": "32"}).status_code == 422
    assert as_mo.get(f"{PAGE}12345/").status_code == 404
    assert "Local" in as_mo.get(PAGE).text


def test_one_puts_forward_and_another_agrees(as_mo: Client, ada: Account, client_of):
    as_mo.post(PAGE, {"name": "Local", "enabled": "on"})
    bank = HashBank.objects.get()
    content = as_file(pattern(1))
    form = {"reason": "Seen twice", "picture": SimpleUploadedFile("a.jpg", content, "image/jpeg")}
    assert as_mo.post(of(bank, "add/"), form).status_code == 303
    approval = Approval.objects.get()
    path = of(bank, f"proposals/{approval.pk}/")
    as_mo.post(path, {"answer": "agree"})
    assert not BankEntry.objects.filter(state=BankEntry.State.ACTIVE).exists()
    as_ada = client_of(ada)
    assert "Seen twice" in as_ada.get(of(bank)).text
    as_ada.post(path, {"answer": "agree"})
    assert BankEntry.objects.filter(state=BankEntry.State.ACTIVE).count() == 2


def test_lists_are_sent_typed_and_refused(as_mo: Client, ada: Account):
    bank = banking.make(ada, BankDraft("Local"))
    sent_list = SimpleUploadedFile("list.csv", f"sha256,{ONE.value}\n".encode())
    assert as_mo.post(of(bank, "add/"), {"reason": "One", "file": sent_list}).status_code == 303
    assert as_mo.post(of(bank, "add/"), {"reason": "Two", "list": "pdq," + "0" * 64}).status_code == 303
    for wrong in ({}, {"list": "nonsense"}, {"file": SimpleUploadedFile("x.csv", b"\xff\xfe")}, {"list": "pdq,zz"}):
        answer = as_mo.post(of(bank, "add/"), {"reason": "Three"} | wrong)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
    assert as_mo.post(of(bank, "add/"), {"reason": "", "list": "pdq," + "1" * 64}).status_code == 422
    assert as_mo.post(of(bank, "add/"), {"reason": "Four", "media": "1"}).status_code == 404
    assert BankEntry.objects.count() == 2


def test_no_page_shows_a_fingerprint(as_mo: Client, mo: Account, ada: Account, alice: Account, bank: HashBank):
    make_media(alice, content=as_file(pattern(1)))
    banking.propose(ada, bank.pk, [ONE], "Another one")
    code = Case.objects.get().code
    paths = (PAGE, of(bank), f"/moderation/{code}/", "/moderation/approvals/", "/admin/audit/", "/moderation/")
    pages = [as_mo.get(path).text for path in paths]
    values = [*BankEntry.objects.values_list("value", flat=True)]
    assert len(values) == 2
    for page in pages:
        for value in values:
            assert value[:16] not in page
            assert value[8:-4] not in page
    assert f"…{ONE.value[-4:]}" in pages[1]


def test_the_case_tells_what_was_found_and_takes_a_verdict(as_mo: Client, alice: Account, bank: HashBank):
    make_media(alice, content=as_file(pattern(1)))
    case, match = Case.objects.get(), BankMatch.objects.get()
    page = as_mo.get(f"/moderation/{case.code}/").text
    assert bank.name in page
    answer = as_mo.post(f"{PAGE}finds/{match.pk}/", {"verdict": "wrong", "case": "1"})
    assert answer["Location"] == f"/moderation/{case.code}/"
    match.refresh_from_db()
    assert match.verdict == BankMatch.Verdict.WRONG
    assert as_mo.post(f"{PAGE}finds/{match.pk + 1}/", {"verdict": "wrong"}).status_code == 404


def test_withdrawing_takes_one_person(as_mo: Client, mo: Account, ada: Account):
    bank = bank_of(mo, ada, [ONE])
    as_mo.post(of(bank, "withdraw/"), {"list": f"sha256,{ONE.value}"})
    assert BankEntry.objects.get().state == BankEntry.State.WITHDRAWN


def test_the_author_sees_that_it_waits_and_nobody_else_sees_it(
    as_alice: Client, as_bob: Client, alice: Account, bank: HashBank
):
    row = make_media(alice, content=as_file(pattern(1)))
    post = posting.publish(alice, Draft("Look at this", key="key", media_ids=(row.pk,)))
    path = reverse("post", args=[post.pk])
    assert as_bob.get(path).status_code == 404
    assert as_alice.get(path).status_code == 200
    for page in (as_alice.get(path).text, as_bob.get("/").text):
        assert row.name not in page


@pytest.fixture
def approving_site(site: Site) -> Site:
    Site.objects.update(approves_media=True)
    return site


def test_an_app_can_post_what_waits(alice: Account, bob: Account, mo: Account, approving_site: Site):
    phone, other = Phone(alice), Phone(bob)
    row = make_media(alice)
    answer = phone.post("/api/v1/statuses", {"status": "Look", "media_ids": [str(row.pk)]})
    assert answer.status_code == 200
    number = answer.json()["id"]
    assert other.get(f"/api/v1/statuses/{number}").status_code == 404
    assert other.get("/api/v1/timelines/home").json() == []
    assert phone.get(f"/api/v1/statuses/{number}").status_code == 200
    deciding.decide(Case.objects.get(), mo, Verdict((Effect.DISMISS,)))
    assert len(other.get(f"/api/v1/statuses/{number}").json()["media_attachments"]) == 1


def test_an_app_is_told_of_a_file_that_waits(alice: Account, bank: HashBank):
    phone = Phone(alice)
    file = sent(as_file(pattern(1)), "a.jpg", "image/jpeg")
    answer = phone.client.post("/api/v2/media", {"file": file}, headers=phone.headers)
    assert answer.status_code == 200
    assert answer.json()["url"] is None
    assert answer.json()["preview_url"] is None
    assert Media.objects.get(pk=answer.json()["id"]).is_withheld


def test_all_that_waits_is_let_out_at_once(as_mo: Client, as_alice: Client, alice: Account, approving_site: Site):
    for number in range(2):
        posting.publish(alice, Draft("Look", key=str(number), media_ids=(make_media(alice).pk,)))
    Site.objects.update(approves_media=False)
    assert as_alice.post(f"{PAGE}release/").status_code == 404
    assert Post.objects.filter(withheld=Withheld.HIDDEN).count() == 2
    assert f"{PAGE}release/" in as_mo.get(PAGE).text
    as_mo.post(f"{PAGE}release/")
    assert not Post.objects.filter(withheld=Withheld.HIDDEN).exists()


def test_above_fifty_somebody_else_agrees_first(
    as_mo: Client, ada: Account, alice: Account, approving_site: Site, monkeypatch: pytest.MonkeyPatch
):
    for module in ("verandah.web.staff.banks", "verandah.actions.screening"):
        monkeypatch.setattr(f"{module}.MOST_ALONE", 1)
    for number in range(2):
        posting.publish(alice, Draft("Look", key=str(number), media_ids=(make_media(alice).pk,)))
    as_mo.post(f"{PAGE}release/")
    assert Post.objects.filter(withheld=Withheld.HIDDEN).count() == 2
    from_two = Approval.objects.get()
    banking.approving.agree(ada, from_two.pk)
    as_mo.post(f"{PAGE}release/")
    assert not Post.objects.filter(withheld=Withheld.HIDDEN).exists()
