"""Telling the staff of something, and what becomes of what was told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base.errors import Invalid
from verandah.domain.accounts.models import Account
from verandah.domain.moderation.models import Report, ReportPost
from verandah.domain.moderation.queries import report_for
from verandah.domain.moderation.rules import CATEGORIES
from verandah.domain.posts.queries import visible_posts

from . import notifying
from .auditing import note
from .moderating import refuse_unless_staff
from .moderating import resolve as resolve_report

LONGEST_COMMENT = 1000
MOST_POSTS = 100
# The same said again so soon is one report: a double tap, a retry.
SAME_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Complaint:
    """What someone tells the staff. `category` is a word of `rules.CATEGORIES`."""

    category: str = "other"
    comment: str = ""
    post_ids: tuple[int, ...] = ()
    rules: tuple[int, ...] = ()
    forwarded: bool = False


def report(me: Account, her: Account, said: Complaint) -> Report:
    """Tell the staff of her, and of those of the posts that are hers and that I may see. She is not told by whom.

    The same again within ten minutes is the same report. Raises Invalid.
    """
    category, comment = checked_category(said.category), checked_comment(said.comment)
    refuse_unknown_rules(said.rules)
    if len(said.post_ids) > MOST_POSTS:
        raise Invalid("status_ids", _("Report at most 100 posts at once."))
    posts = sorted(post.id for post in visible_posts(me, said.post_ids) if post.author_id == her.id)
    with transaction.atomic():
        # One at a time for each reporter, so that two taps at once find each other.
        Account.objects.select_for_update(no_key=True).get(pk=me.pk)
        same = told_just_now(me, her, category, comment, posts)
        if same is not None:
            return same
        now = timezone.now()
        row = Report.objects.create(
            reporter=me,
            target=her,
            category=category,
            comment=comment,
            forwarded=said.forwarded,
            created_at=now,
            updated_at=now,
        )
        ReportPost.objects.bulk_create([ReportPost(report=row, post_id=number) for number in posts])
        notifying.about_report(row.pk, me, her)
    return row


def assign(report_id: int, by: Account) -> None:
    """`by` looks after it from now on. Twice: the same. Raises NotFound, Forbidden."""
    with transaction.atomic():
        row = taken(report_id, by)
        if row.assigned_id != by.id:
            Report.objects.filter(pk=row.pk).update(assigned=by, updated_at=timezone.now())
            note(by, "assign_report", report_id=row.pk)


def unassign(report_id: int, by: Account) -> None:
    """Nobody looks after it. Twice: the same. Raises NotFound, Forbidden."""
    with transaction.atomic():
        row = taken(report_id, by)
        if row.assigned_id is not None:
            Report.objects.filter(pk=row.pk).update(assigned=None, updated_at=timezone.now())
            note(by, "unassign_report", report_id=row.pk)


def resolve(report_id: int, by: Account) -> None:
    """It has been answered, and nothing else was done. Twice: the first moment counts. Raises NotFound, Forbidden."""
    with transaction.atomic():
        resolve_report(taken(report_id, by).pk, by)


def reopen(report_id: int, by: Account) -> None:
    """It waits for an answer again. Twice: the same. Raises NotFound, Forbidden."""
    with transaction.atomic():
        row = taken(report_id, by)
        if row.action_taken_at is not None:
            now = timezone.now()
            Report.objects.filter(pk=row.pk).update(action_taken_at=None, action_taken_by=None, updated_at=now)
            note(by, "reopen_report", report_id=row.pk)


def classify(report_id: int, by: Account, category: str, rules: Sequence[int] = ()) -> None:
    """What it is about, as `by` sees it. Twice: the same. Raises NotFound, Forbidden, Invalid."""
    refuse_unknown_rules(rules)
    kind = checked_category(category)
    with transaction.atomic():
        row = taken(report_id, by)
        if row.category != kind:
            Report.objects.filter(pk=row.pk).update(category=kind, updated_at=timezone.now())
            note(by, "classify_report", report_id=row.pk, category=category)


def taken(report_id: int, by: Account) -> Report:
    """The report, if `by` is of the staff now, and it is not about them. For the length of the transaction theirs."""
    refuse_unless_staff(by)
    report_for(by, report_id)
    return Report.objects.select_for_update(no_key=True).get(pk=report_id)


def told_just_now(
    me: Account, her: Account, category: Report.Category, comment: str, posts: Sequence[int]
) -> Report | None:
    """The open report that says the same."""
    since = timezone.now() - SAME_WITHIN
    rows = Report.objects.filter(reporter=me, target=her, category=category, comment=comment, action_taken_at=None)
    for row in rows.filter(created_at__gt=since).order_by("-id"):
        if sorted(ReportPost.objects.filter(report=row).values_list("post_id", flat=True)) == posts:
            return row
    return None


def checked_category(word: str) -> Report.Category:
    """The category of this word. Raises Invalid."""
    kind = next((kind for kind, name in CATEGORIES.items() if name == (word or "other")), None)
    if kind is None:
        raise Invalid("category", _("Say what it is: spam, legal, violation or other."))
    return kind


def checked_comment(text: str) -> str:
    """What is stored of it. Raises Invalid."""
    text = text.strip()
    if len(text) > LONGEST_COMMENT:
        raise Invalid("comment", _("Keep it to 1000 characters."), "too_long")
    return text


def refuse_unknown_rules(rules: Sequence[int]) -> None:
    """Raises Invalid for a rule that the site does not have: it has none until its owner can state some."""
    if rules:
        raise Invalid("rule_ids", _("This site has no such rule."))
