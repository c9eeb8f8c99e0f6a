"""Banks: two people put something in, one takes it out, and verdicts on what they find count."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.banked import agreed, as_file, bank_of, pattern, print_of
from tests.factories import make_account
from tests.pictures import make_media, sent
from verandah.actions import banking
from verandah.actions.banking import BankDraft, Print
from verandah.base.errors import Forbidden, Invalid, NotFound
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.media.models import Media
from verandah.domain.moderation.models import Approval, AuditEntry, BankEntry, BankMatch, HashBank, Rule

Algorithm, State, Verdict = BankEntry.Algorithm, BankEntry.State, BankMatch.Verdict
ONE, OTHER = Print(Algorithm.SHA256, "a" * 64), Print(Algorithm.PDQ, "0123456789abcdef" * 4)
MOST = 64


@pytest.fixture
def ada(mo: Account) -> Account:
    """Someone else of the staff."""
    return make_account("ada", role=Role.MODERATOR)


def states(bank: HashBank) -> list[int]:
    return list(BankEntry.objects.filter(bank=bank).order_by("pk").values_list("state", flat=True))


def test_what_one_puts_forward_counts_once_another_agrees(mo: Account, ada: Account):
    bank = banking.make(mo, BankDraft("Local"))
    approval = banking.propose(mo, bank.pk, [ONE, OTHER], "Seen twice")
    assert states(bank) == [State.PROPOSED] * 2
    with pytest.raises(Forbidden):
        banking.agree(mo, approval.pk)
    assert states(bank) == [State.PROPOSED] * 2
    assert banking.agree(ada, approval.pk) == 2
    assert states(bank) == [State.ACTIVE] * 2
    entry = BankEntry.objects.filter(bank=bank)[0]
    assert (entry.added_by_id, entry.agreed_by_id) == (mo.pk, ada.pk)
    with pytest.raises(Forbidden):
        banking.agree(ada, approval.pk)


def test_one_alone_waits_for_a_day(mo: Account):
    bank = banking.make(mo, BankDraft("Local"))
    approval = banking.propose(mo, bank.pk, [ONE], "Nobody else is here")
    with pytest.raises(Forbidden):
        banking.agree(mo, approval.pk)
    Approval.objects.filter(pk=approval.pk).update(alone_from=timezone.now() - timedelta(minutes=1))
    assert banking.agree(mo, approval.pk) == 1
    assert BankEntry.objects.get(bank=bank).agreed_by_id is None


def test_what_is_refused_is_forgotten(mo: Account, ada: Account):
    bank = banking.make(mo, BankDraft("Local"))
    approval = banking.propose(mo, bank.pk, [ONE], "A mistake")
    assert banking.refuse(ada, approval.pk) == 1
    assert states(bank) == []


def test_members_put_nothing_forward(mo: Account, alice: Account):
    bank = banking.make(mo, BankDraft("Local"))
    with pytest.raises(Forbidden):
        banking.propose(alice, bank.pk, [ONE], "Please")
    assert states(bank) == []


def test_the_same_again_is_nothing_new(mo: Account, ada: Account):
    bank = bank_of(mo, ada, [ONE])
    with pytest.raises(Invalid):
        banking.propose(mo, bank.pk, [ONE], "Again")
    agreed(mo, ada, bank, [ONE, OTHER])
    assert states(bank) == [State.ACTIVE] * 2


@pytest.mark.parametrize("value", ["", "a" * 63, "A" * 64, "g" * 64, "a" * 65])
def test_what_is_no_fingerprint_is_refused(mo: Account, ada: Account, value: str):
    bank = banking.make(mo, BankDraft("Local"))
    with pytest.raises(Invalid):
        banking.propose(mo, bank.pk, [Print(Algorithm.SHA256, value)], "Why")


@pytest.mark.parametrize(
    "draft",
    [
        BankDraft(" "),
        BankDraft("x" * 101),
        BankDraft("Far", threshold=32),
        BankDraft("Far", threshold=-1),
        BankDraft("Odd", budget=101),
        BankDraft("Ruled", policy_id=1),
    ],
)
def test_a_bank_that_cannot_be_is_refused(mo: Account, draft: BankDraft):
    with pytest.raises(Invalid):
        banking.make(mo, draft)


def test_two_banks_have_two_names(mo: Account):
    banking.make(mo, BankDraft("Local"))
    other = banking.make(mo, BankDraft("Other"))
    with pytest.raises(Invalid):
        banking.change(mo, other.pk, BankDraft("Local"))
    assert banking.change(mo, other.pk, BankDraft("Third", effect=Rule.Effect.FLAG)).effect == Rule.Effect.FLAG
    with pytest.raises(NotFound):
        banking.change(mo, 0, BankDraft("Fourth"))


def test_what_is_withdrawn_does_not_count_and_is_purged(mo: Account, ada: Account, alice: Account):
    bank = bank_of(mo, ada, print_of(pattern(1)))
    assert make_media(alice, content=as_file(pattern(1))).is_withheld
    [value] = BankEntry.objects.filter(bank=bank).values_list("value", flat=True)
    assert banking.withdraw(mo, bank.pk, [value]) == 1
    assert banking.withdraw(mo, bank.pk, [value]) == 0
    assert not make_media(alice, content=as_file(pattern(1), quality=60)).is_withheld
    assert banking.purge_withdrawn() == 1
    assert states(bank) == []
    # What it has found is still known.
    assert BankMatch.objects.get(bank=bank).entry is None


def test_lists_are_read(mo: Account):
    text = f'algorithm,digits,note\n# of last week\nsha256,{"A" * 64},"One, two"\n\npdq,{"0" * 64}\n'
    assert banking.prints_in_text(text) == [
        Print(Algorithm.SHA256, "a" * 64, "One, two"),
        Print(Algorithm.PDQ, "0" * 64),
    ]


@pytest.mark.parametrize("text", ["", "md5," + "a" * 64, "pdq", "pdq,123", "a" * 64, "\n\n", "\0"])
def test_lists_that_are_none_are_refused_with_a_sentence(text: str):
    with pytest.raises(Invalid):
        banking.prints_in_text(text)


def test_a_file_that_is_here_can_be_put_forward(alice: Account):
    row = make_media(alice, content=as_file(pattern(3)))
    assert {one.value for one in banking.prints_of_media(row.pk)} == {row.sha256, row.pdq}
    with pytest.raises(NotFound):
        banking.prints_of_media(1)


def test_what_shows_too_little_is_found_as_that_file_alone(alice: Account):
    Media.objects.filter(pk=(row := make_media(alice)).pk).update(pdq_quality=10)
    assert [one.algorithm for one in banking.prints_of_media(row.pk)] == [Algorithm.SHA256]
    with pytest.raises(Invalid):
        banking.usable("", "", 0)


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\xff\xd8\xff\xe0 broken"])
def test_what_is_no_picture_has_no_fingerprint(site: object, content: bytes):
    with pytest.raises(Invalid):
        banking.prints_of_file(sent(content))


def test_a_file_about_which_a_bank_was_wrong_is_never_found_again(mo: Account, ada: Account, alice: Account):
    bank = bank_of(mo, ada, print_of(pattern(1)))
    content = as_file(pattern(1))
    make_media(alice, content=content)
    match = BankMatch.objects.get(bank=bank)
    banking.judge(mo, match.pk, is_right=False)
    banking.judge(mo, match.pk, is_right=False)
    assert not make_media(alice, content=content).is_withheld
    assert make_media(alice, content=as_file(pattern(1), quality=50)).is_withheld
    bank.refresh_from_db()
    assert (bank.hits_count, bank.wrong_count) == (1, 1)


@pytest.mark.parametrize(
    ("purpose", "effect"),
    [(HashBank.Purpose.LOCAL, Rule.Effect.FLAG), (HashBank.Purpose.CHILD_SAFETY, Rule.Effect.HOLD)],
)
def test_a_bank_that_is_wrong_too_often_only_flags(mo: Account, purpose: HashBank.Purpose, effect: Rule.Effect):
    bank = banking.make(mo, BankDraft("Local", purpose))
    now = timezone.now()
    for number in range(banking.FEWEST_VERDICTS):
        match = BankMatch.objects.create(bank=bank, sha256=str(number), distance=3, created_at=now)
        banking.judge(mo, match.pk, is_right=number > 1)
    bank.refresh_from_db()
    assert (bank.hits_count, bank.wrong_count, bank.effect) == (10, 2, effect)


def test_nobody_judges_what_is_about_themselves(mo: Account, ada: Account):
    bank = bank_of(ada, mo, print_of(pattern(1)))
    make_media(mo, content=as_file(pattern(1)))
    match = BankMatch.objects.get(bank=bank)
    with pytest.raises(NotFound):
        banking.judge(mo, match.pk, is_right=False)
    assert banking.judge(ada, match.pk, is_right=True).verdict == Verdict.RIGHT


def test_no_fingerprint_stands_in_the_record(mo: Account, ada: Account, alice: Account):
    bank = bank_of(mo, ada, [ONE, *print_of(pattern(1))])
    make_media(alice, content=as_file(pattern(1)))
    values = list(BankEntry.objects.filter(bank=bank).values_list("value", flat=True))
    banking.withdraw(mo, bank.pk, values)
    told = str(list(AuditEntry.objects.values_list("facts", flat=True))) + str(
        list(Approval.objects.values_list("what", "reason"))
    )
    assert AuditEntry.objects.filter(deed="bank_withdraw").exists()
    for value in values:
        assert value not in told
        assert value[:-4] not in told
