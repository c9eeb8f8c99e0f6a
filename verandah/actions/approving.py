"""What two people must want: one of the staff asks, another agrees, and it is good once, for half an hour."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base.errors import Conflict, Forbidden, Invalid, NotFound
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.models import Site
from verandah.domain.moderation.models import Approval
from verandah.domain.moderation.twos import NEEDS, OPEN, Verb, What, bound, is_alone, is_good, who_may_agree

from . import notifying
from .auditing import note
from .authenticating import write_letter

# How long it is good once it was agreed to, and how long somebody has time to agree.
GOOD_FOR = timedelta(minutes=30)
WAITS_FOR = timedelta(days=7)
# Where nobody else could agree, it is good after a day, and for a day.
ALONE_AFTER = timedelta(hours=24)
ALONE_FOR = timedelta(hours=24)
LONGEST_REASON = 1000


def ask(by: Account, verb: str, what: What, reason: str, case_id: int | None = None) -> Approval:
    """Ask for a second person to want `verb` (a word of `twos.Verb`) with `what` too. Where there is none it is good
    after a day, and whoever answers for the site hears of it. Twice while it is open: the same.

    Raises Forbidden, Invalid.
    """
    wanted = known(verb)
    refuse_unless_may(by, NEEDS[wanted])
    reason = reason.strip()
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise Invalid("reason", _("Say why, in at most 1000 characters: another person decides by it."))
    with transaction.atomic():
        # Whoever presses twice asks once.
        User.objects.select_for_update(no_key=True).get(account=by)
        if asked := of_asker(by, wanted, what):
            return asked
        now, alone = timezone.now(), is_alone(wanted, by.pk)
        row = Approval.objects.create(
            verb=wanted,
            what=dict(what),
            reason=reason,
            case_id=case_id,
            requested_by_id=by.pk,
            alone_from=now + ALONE_AFTER if alone else None,
            expires_at=now + (ALONE_AFTER + ALONE_FOR if alone else WAITS_FOR),
            created_at=now,
        )
        tell_alone(row) if alone else tell_others(row)
        note(by, "ask_approval", approval_id=row.pk, case_id=case_id, verb=wanted.value, alone=alone)
    return row


def agree(by: Account, approval_id: int) -> Approval:
    """`by` wants it too. From now on it is good for half an hour. Twice: the same.

    Raises NotFound, Forbidden for whoever asked, is meant by it or may not agree, Conflict when it is over.
    """
    with transaction.atomic():
        row = locked(approval_id)
        refuse_to_agree(by, row)
        if row.state == Approval.State.AGREED and row.approved_by_id == by.pk:
            return row
        refuse_unless_waiting(row)
        now = timezone.now()
        row.state, row.approved_by_id, row.decided_at = Approval.State.AGREED, by.pk, now
        row.expires_at = now + GOOD_FOR
        row.save(update_fields=["state", "approved_by_id", "decided_at", "expires_at"])
        tell_asker(row)
        note(by, "agree_approval", approval_id=row.pk, case_id=row.case_id, verb=row.verb)
    return row


def refuse(by: Account, approval_id: int) -> Approval:
    """`by` does not want it; or whoever asked takes it back. Twice: the same. Raises NotFound, Forbidden, Conflict."""
    with transaction.atomic():
        row = locked(approval_id)
        if row.requested_by_id != by.pk:
            refuse_to_agree(by, row)
        if row.state == Approval.State.REFUSED:
            return row
        if row.state != Approval.State.AGREED:
            refuse_unless_waiting(row)
        row.state, row.decided_at = Approval.State.REFUSED, timezone.now()
        row.save(update_fields=["state", "decided_at"])
        note(by, "refuse_approval", approval_id=row.pk, case_id=row.case_id, verb=row.verb)
    return row


def use(approval_id: int, verb: str, what: What) -> Approval:
    """It is used up, for exactly this. To be called first in the transaction of the deed.

    Raises NotFound; Forbidden unless two people want it, or one has waited for a day because there is no other.
    """
    with transaction.atomic():
        row = locked(approval_id)
        if bound(row.verb, row.what) != bound(verb, what):
            raise Forbidden(_("What was agreed to is something else. Ask for this anew."))
        if row.state == Approval.State.USED:
            raise Forbidden(_("This was done already: what two people agree to is good once."))
        now = timezone.now()
        if not is_good(row, now):
            raise Forbidden(_("This needs a second person who agrees. What they agree to is good for half an hour."))
        row.state, row.used_at = Approval.State.USED, now
        row.save(update_fields=["state", "used_at"])
        note(
            Account.objects.filter(pk=row.requested_by_id).first(),
            "use_approval",
            approval_id=row.pk,
            case_id=row.case_id,
            verb=row.verb,
            alone=row.approved_by_id is None,
        )
    return row


def good_for(by: Account, verb: str, what: What) -> Approval | None:
    """The approval with which `by`, who asked for it, can do exactly this now; None: there is none."""
    asked = of_asker(by, known(verb), what)
    return asked if asked and is_good(asked, timezone.now()) else None


def may_alone(verb: str, by: Account) -> bool:
    """Whether there is nobody else who could agree: then a day has to pass instead."""
    return is_alone(known(verb), by.pk)


def clear_expired() -> int:
    """What nobody agreed to in time, or nobody used, is over; how many."""
    rows = Approval.objects.filter(state__in=OPEN, expires_at__lte=timezone.now())
    return rows.update(state=Approval.State.EXPIRED)


def known(verb: str) -> Verb:
    """Raises Invalid for a word that is none of `twos.Verb`."""
    try:
        return Verb(verb)
    except ValueError:
        raise Invalid("verb", _("Nothing that two people must want is called that.")) from None


def locked(approval_id: int) -> Approval:
    row = Approval.objects.select_for_update(no_key=True).filter(pk=approval_id).first()
    if row is None:
        raise NotFound
    return row


def of_asker(by: Account, verb: Verb, what: What) -> Approval | None:
    """What `by` has asked for and is not over, if it is exactly this."""
    rows = Approval.objects.filter(
        requested_by_id=by.pk, verb=verb, state__in=OPEN, expires_at__gt=timezone.now()
    ).order_by("-id")
    return next((row for row in rows if bound(row.verb, row.what) == bound(verb, what)), None)


def refuse_unless_may(by: Account, permission: Permission) -> None:
    """Raises Forbidden unless the role that `by` has now includes it."""
    role = User.objects.filter(account=by, is_active=True).values_list("role", flat=True).first() or Role.MEMBER
    if not may(Role(role), permission):
        raise Forbidden(_("Your role on this site doesn’t include this. Ask someone whose role does."))


def refuse_to_agree(by: Account, row: Approval) -> None:
    """Raises Forbidden for whoever may not say yes or no to it."""
    if row.requested_by_id == by.pk:
        raise Forbidden(_("You have asked for this yourself, so someone else has to agree."))
    if row.what.get("account") == by.pk:
        raise Forbidden(_("This is about you, so someone else has to agree."))
    refuse_unless_may(by, Permission.AGREE)
    refuse_unless_may(by, NEEDS[Verb(row.verb)])
    if not who_may_agree(Verb(row.verb)).filter(account=by).exists():
        raise Forbidden(_("Set up a second factor first: without one nobody agrees to anything."))


def refuse_unless_waiting(row: Approval) -> None:
    """Raises Conflict when it was decided already, or nobody did in time."""
    if row.state != Approval.State.WAITING or timezone.now() >= row.expires_at:
        raise Conflict(_("This is over by now. If it is still wanted, it has to be asked for anew."))


def tell_others(row: Approval) -> None:
    """Those who could agree hear that they are asked: in the case it belongs to, or by a letter."""
    for user in who_may_agree(Verb(row.verb), row.requested_by_id).exclude(account_id=row.what.get("account") or 0):
        if row.case_id:
            notifying.about_case(user.account, row.case_id)
        elif user.email:
            write_letter("approval_asked", user.email, user.language, facts_of(row))


def tell_asker(row: Approval) -> None:
    """Whoever asked hears that it is good now."""
    user = User.objects.filter(account_id=row.requested_by_id).first()
    if user and user.email:
        write_letter("approval_agreed", user.email, user.language, facts_of(row))


def tell_alone(row: Approval) -> None:
    """Whoever answers for the site hears that one person will do what two should want, a day before they can."""
    site = Site.objects.get()
    owner = User.objects.filter(role=Role.OWNER).first()
    to = site.responsible_email or (owner.email if owner else "")
    if to:
        write_letter("approval_alone", to, owner.language if owner else "", facts_of(row))


def facts_of(row: Approval) -> dict[str, str]:
    """What the letters say of it."""
    asker = Account.objects.filter(pk=row.requested_by_id).values_list("username", flat=True).first()
    return {
        "name": f"@{asker}" if asker else "",
        "verb": row.verb,
        "page": settings.URL + reverse("approvals"),
    }
