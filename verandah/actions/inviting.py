"""Inviting: making an invitation, ending it, and coming by one, counted so that two never take the last place."""

from collections.abc import Collection
from dataclasses import dataclass
from secrets import token_urlsafe

from django.db import transaction
from django.db.models import Case, Count, F, When
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base import markup
from verandah.base.errors import Conflict, Forbidden, Invalid, NotFound
from verandah.domain.accounts.invite_tree import branch_of
from verandah.domain.accounts.invites import days_from_now, good_invites, open_now, quota_of
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.models import Invite, SignUp

from .auditing import note, role_of
from .permitting import refuse_read_only

LONGEST_MESSAGE = 500
MOST_USES = 1000
# For how many days an invitation can hold; 0: until it is ended, which only the staff may choose.
DAYS = (1, 7, 30, 90, 0)
CODE_BYTES = 16


@dataclass(frozen=True, slots=True)
class Offer:
    """What someone wants an invitation to be. `most_uses` 0: without end."""

    most_uses: int = 1
    days: int = 7
    message: str = ""
    skips_approval: bool = False
    follows_inviter: bool = True


def is_free(by: Account) -> bool:
    """Whether they invite as many as they like, also past the staff's look."""
    return may(Role(role_of(by)), Permission.INVITE)


def make(by: Account, offer: Offer) -> Invite:
    """One invitation more. Each call makes another one. Raises Forbidden, or Invalid beyond what `by` may offer."""
    refuse_read_only(by)
    free = is_free(by)
    message = markup.clean(offer.message, LONGEST_MESSAGE)
    refuse_odd(offer, free)
    with transaction.atomic():
        # Held, so that two at once do not both see the last place of the quota.
        Account.objects.select_for_update().get(pk=by.pk)
        refuse_beyond_quota(by, offer)
        made = Invite.objects.create(
            code=token_urlsafe(CODE_BYTES),
            made_by=by,
            message=message,
            most_uses=offer.most_uses,
            skips_approval=offer.skips_approval and free,
            follows_inviter=offer.follows_inviter,
            expires_at=days_from_now(offer.days),
            created_at=timezone.now(),
        )
        if free:
            note(by, "make_invite", invite=made.pk, uses=offer.most_uses, skips=made.skips_approval)
    return made


def end(by: Account, invite_id: int) -> None:
    """Nobody comes by it any more. Twice: the same. Raises NotFound for what is neither theirs nor the staff's."""
    free = is_free(by)
    mine = Invite.objects.filter(pk=invite_id) if free else Invite.objects.filter(pk=invite_id, made_by=by)
    with transaction.atomic():
        if mine.filter(ended_at=None).update(ended_at=timezone.now()):
            if free:
                note(by, "end_invite", invite=invite_id)
        elif not mine.exists():
            raise NotFound


def end_branch(by: Account, root: Account) -> int:
    """End what `root` and everyone who came by them have open; how many. Twice: nothing is left. Raises Forbidden."""
    if not is_free(by):
        raise Forbidden
    with transaction.atomic():
        makers = [root.pk, *branch_of(root.pk)]
        ended = Invite.objects.filter(open_now(), made_by__in=makers).update(ended_at=timezone.now())
        if ended:
            note(by, "end_invites_of_branch", account=root, people=len(makers), invites=ended)
    return ended


def take(invite_id: int) -> Invite:
    """Come by it: one place less, in the transaction of the sign-up. Raises Conflict when there is none any more."""
    # Of the row alone, and not through others: only such a condition is asked again by PostgreSQL for whoever comes
    # second, once the first is through.
    its_own = Invite.objects.filter(open_now(), pk=invite_id)
    if not (good_invites().filter(pk=invite_id).exists() and its_own.update(uses=F("uses") + 1)):
        raise Conflict(_("This invitation was used up or ended a moment ago. Ask whoever sent it for a new one."))
    return Invite.objects.get(pk=invite_id)


def give_back(account_ids: Collection[int]) -> None:
    """These people have not come after all, and are about to be removed: their places are free again."""
    came_by = SignUp.objects.filter(account__in=account_ids, invite__isnull=False)
    counted = list(came_by.values_list("invite").annotate(number=Count("account")))
    if counted:
        fewer = Case(*(When(pk=invite, then=number) for invite, number in counted))
        Invite.objects.filter(pk__in=[invite for invite, _number in counted]).update(
            uses=Greatest(F("uses") - fewer, 0)
        )


def refuse_odd(offer: Offer, free: bool) -> None:
    """Raises Invalid for what cannot be chosen."""
    if not (0 if free else 1) <= offer.most_uses <= MOST_USES:
        raise Invalid("most_uses", _("Choose a number from 1 to %(most)d.") % {"most": MOST_USES})
    if offer.days not in DAYS or (not offer.days and not free):
        raise Invalid("days", _("Choose how long it holds."))


def refuse_beyond_quota(by: Account, offer: Offer) -> None:
    """Raises Forbidden for whoever may not invite, Invalid for more than is left."""
    quota = quota_of(by)
    if quota.left is None:
        return
    if not quota.most:
        raise Forbidden(_("Only the people who run this site invite others."))
    if offer.most_uses > quota.left:
        raise Invalid(
            "most_uses", _("You can invite %(left)d more. End an invitation to free its places.") % {"left": quota.left}
        )
