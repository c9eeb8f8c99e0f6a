"""Deciding: what staff, or a rule, does about something, with its reasons; and taking that back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base.errors import Conflict, Forbidden, Invalid, NotFound
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.roles import Role
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import Case, Decision, PolicyVersion, Queue, Restriction, Snapshot, Subject
from verandah.domain.moderation.rules import may_act_on
from verandah.domain.moderation.verdicts import (
    ENDLESS,
    NEEDS_FACTS,
    aims_at_owner,
    can_be,
    lasting,
    says_what_happened,
)

from . import casing, judging, replying, snapshotting, stating, striking, stripping
from .auditing import note
from .settling import settle

LONGEST_FACTS = 5000
LONGEST_MESSAGE = 2000
# What a machine may do by itself.
MACHINES_DO = (Effect.HOLD, Effect.BLUR)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What shall be done and why. `until`: when it ends by itself. `second_actor_id`: who has agreed to it.

    An effect that cannot be done to the thing itself is done to whose it is: a post can be removed, and its author made
    to read only, in one verdict.
    """

    effects: tuple[Effect, ...]
    facts: str = ""
    policy_id: int | None = None
    message: str = ""
    until: datetime | None = None
    is_illegal: bool = False
    detection: bool = False
    automation: Decision.Automation = Decision.Automation.NONE
    rule_id: int | None = None
    second_actor_id: int | None = None


def decide(
    case: Case,
    by: Account | None,
    verdict: Verdict,
    subject: Subject | None = None,
    parent: Decision | None = None,
    instead_of: Decision | None = None,
) -> Decision:
    """Do it, say why, tell everyone whom it concerns, and close the case. The same again in a closed case: the same.

    `by`: None is a rule or a clock of the site. `instead_of`: a decision that holds no more from then on. Raises
    Forbidden when they may not, Invalid when it cannot be decided.
    """
    subject = subject or case.subject
    refuse_unless_above(by, subject.owner, case)
    check(verdict, subject)
    if case.queue == Queue.APPEALS and instead_of is None:
        raise Conflict(_("This is an appeal. Answer it, and say in your own words what you have found."))
    version = version_of(verdict)
    if by is not None:
        refuse_without_reasons(verdict, version)
    with transaction.atomic():
        held = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
        if held.closed_at is not None and (before := same_before(held, by, verdict, subject)):
            return before
        decision = store(held, by, verdict, subject, version, parent, instead_of)
        restrict(decision, verdict)
        if instead_of is not None:
            end(Restriction.objects.filter(decision=instead_of, ended_at=None), decision)
            striking.void(instead_of)
        if by is not None:
            judging.decided(subject, verdict.effects)
            end(held_by_machines(held), decision)
        striking.strike(decision, version.policy if version else None)
        finish(decision, held, by)
    case.refresh_from_db()
    return decision


def rehearse(case: Case, by: Account, verdict: Verdict, subject: Subject | None = None) -> Decision:
    """The decision as it would be, which nobody stores: for a preview. Raises Forbidden, Invalid as `decide` does."""
    subject = subject or case.subject
    refuse_unless_above(by, subject.owner, case)
    check(verdict, subject)
    version = version_of(verdict)
    refuse_without_reasons(verdict, version)
    return row_of(case, by, verdict, subject, version)


def reverse(decision: Decision, by: Account | None, facts: str, case: Case | None = None) -> Decision:
    """Take it back: all that it did is undone, it counts against nobody, and everyone who was told is told.

    `case`: where that is decided, when it is another one. Twice: the same. Raises Forbidden when they may not.
    """
    subject = decision.subject
    refuse_unless_above(by, subject.owner, case or decision.case)
    with transaction.atomic():
        held = Case.objects.select_for_update(no_key=True).get(pk=(case or decision.case).pk)
        before = Decision.objects.filter(reverses=decision).first()
        if before is not None:
            return before
        back = restored(held, by, subject, facts, decision)
        judging.taken_back(subject)
        end(Restriction.objects.filter(decision=decision, ended_at=None), back)
        striking.void(decision)
        finish(back, held, by)
        if held.pk != decision.case_id:
            replying.tell_outcome(decision.case, back)
    return back


def lift(case: Case, by: Account | None, subject: Subject, kinds: Iterable[Effect], facts: str = "") -> Decision | None:
    """End what holds of these kinds, whatever else was decided with it. None when nothing did.

    What ends with it whole is taken back, and counts against nobody. Raises Forbidden when they may not.
    """
    refuse_unless_above(by, subject.owner, case)
    with transaction.atomic():
        held = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
        rows = Restriction.objects.filter(
            subject__kind=subject.kind, subject__ref=subject.ref, kind__in=list(kinds), ended_at=None
        )
        decisions = {row.decision_id: row.decision for row in rows.select_related("decision")}
        if not decisions:
            return None
        whole = [one for one in decisions.values() if not others_hold(one, rows)]
        only = whole[0] if len(decisions) == len(whole) == 1 else None
        back = restored(held, by, subject, facts, only)
        end(rows, back)
        for one in whole:
            striking.void(one)
        finish(back, held, by)
    return back


def refuse_unless_above(by: Account | None, owner: Account | None, case: Case) -> None:
    """Raises Forbidden unless `by` may decide about what is `owner`'s: their roles are those of this moment.

    That it was tried is in the record.
    """
    if by is None:
        return
    ids = [by.pk, *([owner.pk] if owner else [])]
    roles = dict(User.objects.filter(account__in=ids).values_list("account_id", "role"))
    mine = Role(roles.get(by.pk, Role.MEMBER))
    theirs = Role(roles.get(owner.pk, Role.MEMBER)) if owner else Role.MEMBER
    if owner is not None and owner.pk == by.pk:
        note(by, "refused", account=owner, case_id=case.pk, what="about_oneself")
        raise Forbidden(_("You can't decide about yourself. Ask someone else of the staff."))
    if not may_act_on(mine, theirs):
        note(by, "refused", account=owner, case_id=case.pk, what="about_a_role_not_below")
        raise Forbidden(_("You can only decide about someone whose role is below yours."))


def check(verdict: Verdict, subject: Subject) -> None:
    """Raises Invalid for what cannot be decided about this."""
    kind, effects = Subject.Kind(subject.kind), verdict.effects
    if not effects:
        raise Invalid("effects", _("Choose what shall happen."))
    for effect in effects:
        if not can_be(effect, kind, subject.owner_id is not None):
            raise Invalid("effects", _("This can't be done to what the case is about."))
    if Effect.DISMISS in effects and len(set(effects)) > 1:
        raise Invalid("effects", _("Either nothing is wrong with it, or something is done. Choose one of the two."))
    if len(verdict.facts) > LONGEST_FACTS:
        raise Invalid("facts", _("Keep it to 5000 characters."))
    if len(verdict.message) > LONGEST_MESSAGE:
        raise Invalid("text", _("Keep it to 2000 characters."))
    if verdict.until is not None:
        check_until(verdict)


def check_until(verdict: Verdict) -> None:
    """Raises Invalid for an end that is over, or of what has none."""
    if verdict.until is not None and verdict.until <= timezone.now():
        raise Invalid("until", _("Choose a time that is still to come."))
    if all(effect in ENDLESS for effect in lasting(verdict.effects)):
        raise Invalid("until", _("This does not end by itself. Leave the time empty."))


def version_of(verdict: Verdict) -> PolicyVersion | None:
    """The rule that was broken, as it reads today. Raises Invalid when there is no such rule."""
    if verdict.policy_id is None:
        return None
    rows = PolicyVersion.objects.select_related("policy").filter(effective_from__lte=timezone.now())
    found = rows.filter(policy=verdict.policy_id).order_by("-number").first()
    if found is None:
        raise Invalid("policy", _("Choose one of the rules in the list."))
    return found


def refuse_without_reasons(verdict: Verdict, version: PolicyVersion | None) -> None:
    """Raises Invalid when a person decides something that lasts and does not say by which rule, and what happened."""
    if not lasting(verdict.effects):
        return
    if version is None:
        raise Invalid("policy", _("Choose the rule that this is against."))
    if version.policy.retired_at is not None:
        raise Invalid("policy", _("This rule holds no longer. Choose another one."))
    told = " ".join(" ".join(map(str, words.values())) for words in version.texts.values())
    if version.policy.severity >= NEEDS_FACTS and not says_what_happened(verdict.facts, told):
        raise Invalid(
            "facts",
            _("Say in a sentence of your own what happened: at least 20 characters, and more than the rule says."),
        )


def same_before(case: Case, by: Account | None, verdict: Verdict, subject: Subject) -> Decision | None:
    """What was decided here in the same words already: a double click, a page that was sent again."""
    rows = Decision.objects.filter(case=case, subject=subject, actor_id=by.pk if by else None, ends_at=verdict.until)
    row = rows.filter(facts=verdict.facts.strip(), message=verdict.message.strip()).order_by("-pk").first()
    is_same = row is not None and row.effects == [str(effect) for effect in verdict.effects]
    return row if is_same and not Decision.objects.filter(reverses=row).exists() else None


def store(
    case: Case,
    by: Account | None,
    verdict: Verdict,
    subject: Subject,
    version: PolicyVersion | None,
    parent: Decision | None,
    instead_of: Decision | None,
) -> Decision:
    """The row of the decision, with what the thing looked like."""
    row = row_of(case, by, verdict, subject, version)
    row.snapshot = snapshot_of(subject) if lasting(verdict.effects) else None
    row.parent, row.supersedes = parent, instead_of
    row.save(force_insert=True)
    return row


def row_of(
    case: Case, by: Account | None, verdict: Verdict, subject: Subject, version: PolicyVersion | None
) -> Decision:
    """The same without that, and not stored."""
    return Decision(
        case=case,
        subject=subject,
        actor_id=by.pk if by else None,
        second_actor_id=verdict.second_actor_id,
        effects=[str(effect) for effect in dict.fromkeys(verdict.effects)],
        policy_version=version,
        facts=verdict.facts.strip(),
        message=verdict.message.strip(),
        is_illegal=verdict.is_illegal,
        automated_detection=verdict.detection,
        automated_decision=verdict.automation,
        rule_id=verdict.rule_id,
        ends_at=verdict.until,
        created_at=timezone.now(),
    )


def snapshot_of(subject: Subject) -> Snapshot | None:
    """What it looks like now, or looked like last, when it is gone."""
    try:
        return snapshotting.capture(subject)
    except NotFound:
        return Snapshot.objects.filter(subject=subject).order_by("-pk").first()


def restrict(decision: Decision, verdict: Verdict) -> None:
    """The rows of what begins with the decision, and what they mean at once."""
    touched: dict[int, Subject] = {}
    for effect in lasting(dict.fromkeys(verdict.effects)):
        for target in targets(effect, decision.subject):
            row = Restriction.objects.create(
                decision=decision,
                subject=target,
                kind=effect,
                active_from=decision.created_at,
                active_until=None if effect in ENDLESS else verdict.until,
            )
            if effect is Effect.STRIP:
                stripping.strip(row)
            else:
                touched[target.pk] = target
    # Things before people, as everywhere.
    for target in sorted(touched.values(), key=lambda one: one.kind == Subject.Kind.ACCOUNT):
        settle(target)


def targets(effect: Effect, subject: Subject) -> Sequence[Subject]:
    """What the effect is done to: the thing, whose it is, or the parts of a profile."""
    if aims_at_owner(effect, Subject.Kind(subject.kind)):
        if subject.owner_id is None:
            raise Conflict(_("Whose it was is not here any more."))
        return [snapshotting.subject_of(Subject.Kind.ACCOUNT, subject.owner_id)]
    if subject.kind != Subject.Kind.ACCOUNT:
        return [subject]
    if effect is not Effect.STRIP:
        return [snapshotting.subject_of(Subject.Kind.ACCOUNT, subject.ref)] if subject.part else [subject]
    parts = [subject.part] if subject.part else stripping.PARTS
    return [snapshotting.subject_of(Subject.Kind.ACCOUNT, subject.ref, part) for part in parts]


def restored(case: Case, by: Account | None, subject: Subject, facts: str, decision: Decision | None) -> Decision:
    """The row of a decision that takes something back."""
    return Decision.objects.create(
        case=case,
        subject=subject,
        actor_id=by.pk if by else None,
        effects=[str(Effect.RESTORE)],
        facts=facts.strip()[:LONGEST_FACTS],
        reverses=decision,
        policy_version=decision.policy_version if decision else None,
        created_at=timezone.now(),
    )


def others_hold(decision: Decision, rows: Iterable[Restriction]) -> bool:
    """Whether something of it goes on when these end."""
    ending = [row.pk for row in rows]
    return Restriction.objects.filter(decision=decision, ended_at=None).exclude(pk__in=ending).exists()


def end(rows: Iterable[Restriction], by: Decision | None) -> None:
    """These hold no more; what that means is so at once. `by`: None is that their time was over. Twice: the same."""
    ending = list(rows)
    now = timezone.now()
    Restriction.objects.filter(pk__in=[row.pk for row in ending], ended_at=None).update(ended_at=now, ended_by=by)
    touched = {row.subject_id: row.subject for row in ending if row.kind != Effect.STRIP}
    for row in ending:
        if row.kind == Effect.STRIP:
            stripping.give_back(row)
    for subject in sorted(touched.values(), key=lambda one: one.kind == Subject.Kind.ACCOUNT):
        settle(subject)


def finish(decision: Decision, case: Case, by: Account | None) -> None:
    """Whom it concerns is told, the case is closed, and the record knows."""
    stating.state(decision)
    if not waits_for_people(decision):
        if by is not None and lasting(tuple(map(Effect, decision.effects))):
            gather(decision.subject, case, by)
        casing.close(case, by)
        replying.tell_outcome(case, decision)
    note(
        by,
        "decide",
        account=decision.subject.owner,
        post_id=decision.subject.ref if decision.subject.kind == Subject.Kind.POST else None,
        case_id=case.pk,
        decision_id=decision.pk,
        effects=",".join(decision.effects),
    )


def gather(subject: Subject, case: Case, by: Account) -> None:
    """What else was told of the same thing, in other queues, has its answer by this, too."""
    others = Case.objects.filter(subject=subject, closed_at=None).exclude(pk=case.pk).exclude(queue=Queue.APPEALS)
    for other in others:
        casing.merge(other, case, by)


def held_by_machines(case: Case) -> QuerySet[Restriction]:
    """What the site keeps back in a case until somebody has looked at it: whatever they decide stands in its place."""
    rows = Restriction.objects.filter(decision__case=case, decision__actor_id=None, kind__in=MACHINES_DO, ended_at=None)
    return rows.select_related("subject")


def waits_for_people(decision: Decision) -> bool:
    """Whether a machine has done no more than keep it back, or blur it: its case stays open until somebody decides."""
    return (
        decision.actor_id is None
        and decision.reverses_id is None
        and decision.automated_decision != Decision.Automation.NONE
        and set(decision.effects) <= set(MACHINES_DO)
    )
