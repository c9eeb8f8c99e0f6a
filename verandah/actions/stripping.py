"""Taking a part of someone's profile away, and putting it back unless they have set another since."""

from typing import Any

from django.db.models import F

from verandah.domain.accounts.models import Account
from verandah.domain.instance.models import ProfileAnswer, ProfileField
from verandah.domain.moderation.models import Restriction

from . import finding
from .silencing import show_picture

PICTURES = ("avatar", "header")
# The parts, as `Subject.part` names them: which column each is, and how it begins.
WORDS: dict[str, tuple[str, Any]] = {"name": ("display_name", None), "bio": ("bio", ""), "fields": ("fields", [])}
PARTS = (*PICTURES, *WORDS)


def strip(row: Restriction) -> None:
    """The part that this restriction is about goes back to how it begins; what it was is kept with the restriction.

    To be called once, in the transaction of the decision.
    """
    account = Account.objects.select_for_update(no_key=True).filter(pk=row.subject.ref).first()
    if account is None:
        return
    part = row.subject.part
    if part in PICTURES:
        # The file stays where it is, and is told of and served no more.
        row.params = {"media": getattr(account, f"{part}_id")}
        row.save(update_fields=["params"])
        show_picture(account.pk, part)
        return
    column, _beginning = WORDS[part]
    row.params = {"old": getattr(account, column)} | (taken_answers(account) if part == "fields" else {})
    row.save(update_fields=["params"])
    change(account, column, beginning_of(account, part))


def give_back(row: Restriction) -> None:
    """What was taken away is there again, unless they have set another since. Twice: the same."""
    account = Account.objects.select_for_update(no_key=True).filter(pk=row.subject.ref).first()
    if account is None:
        return
    part = row.subject.part
    if part in PICTURES:
        show_picture(account.pk, part)
        return
    column, _beginning = WORDS[part]
    if "old" in row.params and getattr(account, column) == beginning_of(account, part):
        change(account, column, row.params["old"])
    if row.params.get("answers"):
        return_answers(account, row.params["answers"])


def taken_answers(account: Account) -> dict[str, Any]:
    """Take away what they have answered to the owner's fields, which are a part of the details; what that was."""
    answers = ProfileAnswer.objects.filter(account=account)
    kept = [[one.field_id, one.value, bytes(one.folded).hex(), one.audience] for one in answers]
    answers.delete()
    return {"answers": kept} if kept else {}


def return_answers(account: Account, kept: list[list[Any]]) -> None:
    """Those answers again that they have not given anew, to fields that there still are."""
    there = set(ProfileField.objects.filter(pk__in=[one[0] for one in kept]).values_list("pk", flat=True))
    rows = [
        ProfileAnswer(account=account, field_id=number, value=value, folded=bytes.fromhex(folded), audience=audience)
        for number, value, folded, audience in kept
        if number in there
    ]
    ProfileAnswer.objects.bulk_create(rows, ignore_conflicts=True)
    Account.objects.filter(pk=account.pk).update(rev=F("rev") + 1)


def beginning_of(account: Account, part: str) -> Any:
    """How a part of a profile begins: with the name in the address, or with nothing."""
    return account.username if part == "name" else WORDS[part][1]


def change(account: Account, column: str, value: Any) -> None:
    """Store it and count it, so that whatever shows the person is made anew."""
    Account.objects.filter(pk=account.pk).update(**{column: value}, rev=F("rev") + 1)
    account.refresh_from_db(fields=["rev", column])
    if column == "display_name":
        finding.keep_words([account])
