"""What people answer to the owner's fields, each answer for whom they choose."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from verandah.base import markup
from verandah.base.errors import Invalid
from verandah.domain.accounts.answers import (
    Given,
    Kind,
    ShownField,
    answers_given,
    fields_at_sign_up,
    fields_of_site,
    folded,
)
from verandah.domain.accounts.fields import For
from verandah.domain.accounts.models import Account
from verandah.domain.instance.models import ProfileAnswer
from verandah.domain.instance.switches import switches

from . import vetting
from .permitting import refuse_read_only

LONGEST_ANSWER = 200
LONGEST_LONG_ANSWER = 500
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
SCHEMES = ("http", "https")
PART = "fields"
# Kinds in which people use words of their own.
WORDED = (Kind.TEXT, Kind.LONG, Kind.LINK)


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer of someone, as a row without its owner."""

    field_id: int
    value: str
    folded: bytes
    audience: str


def answer(account: Account, asked: Mapping[int, Given]) -> None:
    """Answer to these fields, all of it or nothing; an empty answer takes the old one back. The rest stays.

    Twice: the same. Raises Invalid, for a rule as well, and Forbidden for who may only read.
    """
    fields = {field.id: field for field in fields_of_site(account) if field.id in asked}
    given = [checked(field, asked[number]) for number, field in fields.items()]
    before = answers_given(account)
    changed = [one for one in given if before.get(one.field_id, Given("", "")) != held(one)]
    if not changed:
        return
    gone = [one.field_id for one in changed if not one.value]
    told = [one for one in changed if one.value]
    vetted = vetting.FINE
    if told:
        refuse_read_only(account)
        new = [one for one in told if before.get(one.field_id, Given("", "")).value != one.value]
        vetted = vetting.vet_words(account, words_among(new, fields), PART)
        vetting.refuse(account, vetted, PART, holds=False)
    with transaction.atomic():
        if gone:
            ProfileAnswer.objects.filter(account=account, field_id__in=gone).delete()
        store(account, told)
        if vetted.hits:
            vetting.flag(account, vetted, PART)


def check_at_sign_up(asked: Mapping[int, Given]) -> list[Kept]:
    """What someone who joins answers, as it would be stored. Raises Invalid with `answer-<field>` as its field."""
    fields = {field.id: field for field in fields_at_sign_up()}
    found = [checked(field, asked.get(number, Given("", field.audience))) for number, field in fields.items()]
    told = [one for one in found if one.value]
    for one in told:
        words = words_among([one], fields)
        if words and not switches().allows_newcomer_links and any("://" in text for text in words):
            text = _(
                "Whoever is new here can’t post links yet. Leave it empty: once you have been here a while, you can."
            )
            raise Invalid(name_of(one.field_id), text)
        vetting.refuse(None, vetting.vet_words(None, words, PART), name_of(one.field_id), holds=False)
    return told


def keep_first(account: Account, checked_before: Iterable[Kept]) -> None:
    """Store what `check_at_sign_up` has let through for the account that was made. Twice: the same."""
    if told := list(checked_before):
        with transaction.atomic():
            store(account, told)


def store(account: Account, told: Iterable[Kept]) -> None:
    """These answers in place of those there were; and count it, so that whatever shows the person is made anew."""
    rows = [
        ProfileAnswer(account=account, field_id=one.field_id, value=one.value, folded=one.folded, audience=one.audience)
        for one in told
    ]
    ProfileAnswer.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["account", "field"],
        update_fields=["value", "folded", "audience"],
    )
    Account.objects.filter(pk=account.pk).update(rev=F("rev") + 1)
    account.refresh_from_db(fields=["rev"])


def checked(field: ShownField, given: Given) -> Kept:
    """An answer as it is stored. Raises Invalid."""
    try:
        value = CHECKS[field.kind](field, given.value)
    except Invalid as refusal:
        raise Invalid(name_of(field.id), refusal.text, refusal.why) from refusal
    if field.is_required and not value:
        raise Invalid(name_of(field.id), _("Please answer this: “%(label)s”.") % {"label": field.label}, "blank")
    if given.audience not in list(For):
        raise Invalid(name_of(field.id), _("Choose who can see each answer."))
    return Kept(field.id, value, folded(field.kind, value), str(given.audience))


def line(field: ShownField, text: str) -> str:
    """A few words."""
    return " ".join(markup.clean(text, LONGEST_ANSWER).split())


def lines(field: ShownField, text: str) -> str:
    """More words than a line holds."""
    return markup.clean(text, LONGEST_LONG_ANSWER)


def choice(field: ShownField, text: str) -> str:
    """The key of one of the choices."""
    if text and text not in [one.key for one in field.choices]:
        raise Invalid("choice", _("Choose one of the answers in the list."), "inclusion")
    return text


def day(field: ShownField, text: str) -> str:
    """A day, as browsers send it."""
    if not text.strip():
        return ""
    try:
        found = date.fromisoformat(text.strip())
    except ValueError as error:
        raise Invalid("date", _("Enter a date, such as 2024-05-31.")) from error
    if not EARLIEST <= found <= LATEST:
        raise Invalid("date", _("Enter a date between 1900 and 2199."))
    return found.isoformat()


def link(field: ShownField, text: str) -> str:
    """The address of a page; what is typed without its beginning is taken for one."""
    text = markup.clean(text, LONGEST_LONG_ANSWER).strip()
    if not text:
        return ""
    told = text if "://" in text else f"https://{text}"
    try:
        URLValidator(schemes=SCHEMES)(told)
    except ValidationError as error:
        raise Invalid("link", _("Enter the address of a page, such as https://example.org.")) from error
    if len(told) > LONGEST_LONG_ANSWER:
        raise Invalid("link", _("This address is too long."), "too_long")
    return told


CHECKS = {Kind.TEXT: line, Kind.LONG: lines, Kind.CHOICE: choice, Kind.DATE: day, Kind.LINK: link}


def words_among(given: Iterable[Kept], fields: Mapping[int, ShownField]) -> list[str]:
    """What of it people have put into words of their own."""
    return [one.value for one in given if fields[one.field_id].kind in WORDED]


def held(one: Kept) -> Given:
    """The answer as it would be read again; an empty one is none, whoever it is for."""
    return Given(one.value, one.audience) if one.value else Given("", "")


def name_of(field_id: int) -> str:
    """What the answer to a field is called in forms."""
    return f"answer-{field_id}"
