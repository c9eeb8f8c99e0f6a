"""What whoever asks to join is asked: adding a question, changing its words, their order, asking it no more."""

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base import markup
from verandah.base.errors import Forbidden, Invalid, NotFound
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.models import JoinQuestion

from .auditing import note, role_of

LONGEST_QUESTION = 300
# Nobody fills in a longer form to get in.
MOST_QUESTIONS = 8


def add_question(by: Account, texts: Mapping[str, str], is_required: bool) -> JoinQuestion:
    """One question more, after all others. Twice: two. Raises Forbidden, Invalid."""
    told = checked(texts)
    with transaction.atomic():
        refuse_others(by)
        asked = JoinQuestion.objects.filter(retired_at=None)
        if asked.count() >= MOST_QUESTIONS:
            raise Invalid(
                "text",
                _("Keep it to %(most)d questions. Who asks for more is answered by fewer.") % {"most": MOST_QUESTIONS},
            )
        last = JoinQuestion.objects.order_by("-position").values_list("position", flat=True).first()
        row = JoinQuestion.objects.create(position=0 if last is None else last + 1, texts=told, is_required=is_required)
        note(by, "add_join_question", question=row.pk)
    return row


def change_question(by: Account, question_id: int, texts: Mapping[str, str], is_required: bool) -> None:
    """It is asked like this from now on; who has answered it keeps the words they read. Twice: the same."""
    told = checked(texts)
    with transaction.atomic():
        row = held(by, question_id)
        if (row.texts, row.is_required) != (told, is_required):
            row.texts, row.is_required = told, is_required
            row.save(update_fields=["texts", "is_required"])
            note(by, "change_join_question", question=row.pk)


def order_questions(by: Account, ids: Sequence[int]) -> None:
    """They are asked in this order; those left out come after. Twice: the same. Raises Forbidden."""
    with transaction.atomic():
        refuse_others(by)
        rows = list(JoinQuestion.objects.select_for_update().order_by("position", "pk"))
        wished = {number: place for place, number in enumerate(dict.fromkeys(ids))}
        ordered = sorted(rows, key=lambda row: wished.get(row.pk, len(wished)))
        if [row.position for row in ordered] != list(range(len(ordered))):
            for place, row in enumerate(ordered):
                row.position = place
            JoinQuestion.objects.bulk_update(ordered, ["position"])
            note(by, "order_join_questions", questions=len(ordered))


def retire_question(by: Account, question_id: int, retired: bool = True) -> None:
    """Ask it no more, or again. Twice: the same. Raises Forbidden, NotFound."""
    with transaction.atomic():
        row = held(by, question_id)
        if (row.retired_at is not None) != retired:
            JoinQuestion.objects.filter(pk=row.pk).update(retired_at=timezone.now() if retired else None)
            note(by, "retire_join_question" if retired else "restore_join_question", question=row.pk)


def refuse_others(by: Account) -> None:
    """Raises Forbidden unless `by` may write what the site says of itself."""
    if not may(Role(role_of(by)), Permission.WRITE_POLICIES):
        raise Forbidden


def held(by: Account, question_id: int) -> JoinQuestion:
    """The question, held for this transaction. Raises Forbidden, NotFound."""
    refuse_others(by)
    row = JoinQuestion.objects.select_for_update().filter(pk=question_id).first()
    if row is None:
        raise NotFound
    return row


def checked(texts: Mapping[str, str]) -> dict[str, str]:
    """The words as they are stored, by language. Raises Invalid when there are none."""
    known = dict(settings.LANGUAGES)
    told = {
        code: " ".join(markup.clean(text, LONGEST_QUESTION).split()) for code, text in texts.items() if code in known
    }
    kept = {code: text for code, text in told.items() if text}
    if not kept:
        raise Invalid("text", _("Write the question in at least one language."))
    return kept
