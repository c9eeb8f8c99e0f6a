"""Telling the staff of something: what is stored, with what else it is folded, and whom it wakes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from verandah.base.errors import Invalid
from verandah.domain.accounts.models import Account
from verandah.domain.moderation.models import Case, Queue, Report, ReportItem, ReportPost, Snapshot, Subject
from verandah.domain.moderation.policies import ShownPolicy, current_policies
from verandah.domain.moderation.reportable import Item, reportable
from verandah.domain.moderation.reports import (
    LAWS,
    Law,
    Why,
    is_flood,
    said_fine,
    weight_of,
)
from verandah.domain.moderation.rules import CATEGORIES
from verandah.domain.posts.queries import visible_posts

from . import casing, notifying, snapshotting

LONGEST_COMMENT = 1000
# On a page there is room for more than in an app.
LONGEST_WORDS = 3000
MOST_POSTS = 100
MOST_ITEMS = 20
HARM, WORST = 2, 5
# The same said again so soon is one report: a double tap, a retry.
SAME_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Complaint:
    """What an app tells the staff. `category` is a word of `rules.CATEGORIES`."""

    category: str = "other"
    comment: str = ""
    post_ids: tuple[int, ...] = ()
    rules: tuple[int, ...] = ()
    forwarded: bool = False


@dataclass(frozen=True, slots=True)
class Concern:
    """What a page tells the staff: of which things, why, and against which law. `key`: of the form."""

    items: tuple[Item, ...]
    why: Why
    policy_id: int = 0
    comment: str = ""
    law: Law | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """The same, checked: what is stored. The first of `subjects` is what the case is about."""

    subjects: tuple[Subject, ...]
    target: Account | None
    channel: Report.Channel
    queue: Queue
    harm: int
    category: Report.Category
    comment: str
    policies: tuple[ShownPolicy, ...] = ()
    law: Law | None = None
    forwarded: bool = False
    key: str = ""
    post_ids: tuple[int, ...] = ()
    # Of strangers.
    contact: str = ""
    receipt_digest: str = ""
    places: tuple[str, ...] = field(default=())


def report(me: Account, her: Account, said: Complaint) -> Report:
    """Tell the staff of her, and of those of the posts that are hers and that I may see. She is not told by whom.

    The same again within ten minutes is the same report. Raises Invalid.
    """
    category, comment = checked_category(said.category), checked_comment(said.comment, LONGEST_COMMENT)
    policies = known_policies(said.rules)
    if len(said.post_ids) > MOST_POSTS:
        raise Invalid("status_ids", _("Report at most 100 posts at once."))
    posts = sorted(post.id for post in visible_posts(me, said.post_ids) if post.author_id == her.id)
    kind, numbers = (Subject.Kind.POST, posts) if posts else (Subject.Kind.ACCOUNT, [her.id])
    queue = queue_of(policies) if policies else Queue.ILLEGAL if category == Report.Category.LEGAL else Queue.RULES
    return tell(
        me,
        Telling(
            subjects=tuple(snapshotting.subject_of(kind, number) for number in numbers),
            target=her,
            channel=Report.Channel.APP,
            queue=queue,
            harm=harm_of(policies),
            category=category,
            comment=comment,
            policies=tuple(policies),
            forwarded=said.forwarded,
            post_ids=tuple(posts),
        ),
    )


def concern(me: Account, said: Concern) -> Report:
    """Tell the staff of things of one person that I see, for a reason. Whose they are is not told by whom.

    The same form again is the same report. Raises NotFound, Invalid.
    """
    comment, law = checked_comment(said.comment, LONGEST_WORDS), checked_law(said.law, said.why)
    policies = known_policies([said.policy_id] if said.why is Why.RULE else [])
    found = [reportable(me, item) for item in said.items[:MOST_ITEMS]]
    mine = [one for one in found if one.owner.pk == found[0].owner.pk]
    items = list(dict.fromkeys(one.item for one in mine))
    return tell(
        me,
        Telling(
            subjects=tuple(snapshotting.subject_of(item.kind, item.ref, item.part) for item in items),
            target=found[0].owner,
            channel=Report.Channel.WEB,
            queue=queue_for(said.why, policies, law),
            harm=WORST if said.why is Why.DANGER else harm_of(policies),
            category=category_for(said.why),
            comment=comment,
            policies=tuple(policies),
            law=law,
            key=said.key,
            post_ids=tuple(item.ref for item in items if item.kind == Subject.Kind.POST),
        ),
    )


def tell(me: Account | None, told: Telling) -> Report:
    """Store what is told in the case of what it is about. The same told again is the same report."""
    try:
        with transaction.atomic():
            if me is not None:
                # One at a time for each reporter, so that two taps at once find each other.
                Account.objects.select_for_update(no_key=True).get(pk=me.pk)
            return told_before(me, told) or stored(me, told)
    except IntegrityError:
        # A stranger's form was sent twice at the same moment.
        found = told_before(me, told)
        if found is None:
            raise
        return found


def stored(me: Account | None, told: Telling) -> Report:
    """A new report with what it is about, as that looks now, in its case."""
    looks = {subject.pk: snapshotting.capture(subject) for subject in told.subjects}
    fine = {one.pk: said_fine(one, told.queue, looks[one.pk].digest) for one in told.subjects}
    main = next((one for one in told.subjects if fine[one.pk] is None), told.subjects[0])
    case = fine[main.pk] or casing.case_about(main, told.queue, told.harm)
    is_folded = fine[main.pk] is not None or is_flood(me, case, told.target)
    row = made(me, told, case, is_folded)
    attach(row, told, looks)
    if not case.closed_at:
        casing.weigh(case)
    if me is not None and told.target is not None and not is_folded:
        notifying.about_report(row.pk, me, told.target)
    return row


def made(me: Account | None, told: Telling, case: Case, is_folded: bool) -> Report:
    """The row. What is folded counts for nothing, and has its outcome at once."""
    now = timezone.now()
    outcome = Report.Outcome.FOLDED if is_folded else Report.Outcome.NONE
    return Report.objects.create(
        case=case,
        channel=told.channel,
        reporter=me,
        contact=told.contact,
        target=told.target,
        category=told.category,
        policy_id=told.policies[0].id if told.policies else None,
        is_illegal=told.law is not None,
        law_country=told.law.country if told.law else "",
        good_faith_at=now if told.law and told.law.good_faith else None,
        comment=told.comment,
        forwarded=told.forwarded,
        rules=[policy.id for policy in told.policies],
        places=list(told.places),
        language=get_language() or "",
        receipt_digest=told.receipt_digest,
        key=told.key,
        weight=0 if is_folded else weight_of(me),
        outcome=outcome,
        outcome_at=now if is_folded else None,
        action_taken_at=now if is_folded else None,
        created_at=now,
        updated_at=now,
    )


def attach(row: Report, told: Telling, looks: dict[int, Snapshot]) -> None:
    """What it is about, each as it looked; and the posts, as apps ask for them."""
    subjects = {subject.pk: subject for subject in told.subjects}
    ReportItem.objects.bulk_create(
        [ReportItem(report=row, subject_id=number, snapshot=looks[number]) for number in subjects]
    )
    ReportPost.objects.bulk_create([ReportPost(report=row, post_id=number) for number in told.post_ids])


def told_before(me: Account | None, told: Telling) -> Report | None:
    """The report that came of the same form; or, of a member, the open one that says the same of the same."""
    if told.key:
        same = Report.objects.filter(reporter=me, key=told.key, channel=told.channel).first()
        if same is not None:
            return same
    if me is None:
        return None
    rows = Report.objects.filter(reporter=me, target=told.target, category=told.category, action_taken_at=None)
    if told.comment:
        # With the same words soon after; without any, as long as it waits for its answer: there is nothing new in it.
        rows = rows.filter(comment=told.comment, created_at__gt=timezone.now() - SAME_WITHIN)
    wanted = sorted(subject.pk for subject in told.subjects)
    for row in rows.filter(case__queue=told.queue, channel=told.channel).order_by("-id"):
        if sorted(ReportItem.objects.filter(report=row).values_list("subject_id", flat=True)) == wanted:
            return row
    return None


def queue_for(why: Why, policies: Sequence[ShownPolicy], law: Law | None) -> Queue:
    """Where it waits."""
    if why is Why.DANGER:
        return Queue.THREAT_TO_LIFE
    if law is not None:
        return LAWS[law.kind].queue
    return queue_of(policies)


def queue_of(policies: Sequence[ShownPolicy]) -> Queue:
    """The most urgent of those of the rules."""
    return min((Queue(policy.queue) for policy in policies), default=Queue.RULES)


def harm_of(policies: Sequence[ShownPolicy]) -> int:
    """The worst of what the rules say."""
    return max((policy.severity for policy in policies), default=HARM)


def category_for(why: Why) -> Report.Category:
    """The same in the words of apps."""
    return {
        Why.RULE: Report.Category.VIOLATION,
        Why.ILLEGAL: Report.Category.LEGAL,
    }.get(why, Report.Category.OTHER)


def checked_category(word: str) -> Report.Category:
    """The category of this word. Raises Invalid."""
    kind = next((kind for kind, name in CATEGORIES.items() if name == (word or "other")), None)
    if kind is None:
        raise Invalid("category", _("Say what it is: spam, legal, violation or other."))
    return kind


def checked_comment(text: str, most: int) -> str:
    """What is stored of it. Raises Invalid."""
    text = text.replace("\r\n", "\n").strip()
    if len(text) > most:
        raise Invalid("comment", _("Keep it to %(most)s characters.") % {"most": most}, "too_long")
    return text


def checked_law(law: Law | None, why: Why) -> Law | None:
    """What is said of the law, when it is said that something is against one. Raises Invalid."""
    if why is not Why.ILLEGAL:
        return None
    if law is None or law.kind not in LAWS:
        raise Invalid("kind", _("Say what makes it illegal."))
    if not law.good_faith:
        raise Invalid("good_faith", _("Confirm that what you say is true as far as you know."))
    return law


def known_policies(rules: Sequence[int]) -> list[ShownPolicy]:
    """The rules of these numbers. Raises Invalid for one that the site does not have."""
    known = {policy.id: policy for policy in current_policies(None)} if rules else {}
    if any(number not in known for number in rules):
        raise Invalid("rule_ids", _("This site has no such rule."))
    return [known[number] for number in dict.fromkeys(rules)]
