"""Invitations: what each says, whether it is still good, and how many more people someone may invite."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import F, Q, QuerySet, Sum
from django.utils import timezone

from verandah.base.paging import Page
from verandah.domain.instance.models import Invite, Joining
from verandah.domain.instance.queries import the_site

from .models import Account
from .permissions import Permission, roles_with
from .show import ShownAccount, show_account

LONGEST_CODE = 32


class Good(StrEnum):
    """Whether somebody can come by an invitation, and why not."""

    YES = "yes"
    USED = "used"
    EXPIRED = "expired"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class ShownInvite:
    """An invitation. `code` is empty for one that a letter has carried: then only its reader knows it."""

    id: int
    code: str
    maker: ShownAccount | None
    email: str
    name: str
    message: str
    language: str
    most_uses: int
    uses: int
    skips_approval: bool
    follows_inviter: bool
    expires_at: datetime | None
    mailed_at: datetime | None
    created_at: datetime
    good: Good

    @property
    def left(self) -> int:
        """How many more can come by it; of no use where there is no end."""
        return max(0, self.most_uses - self.uses)


@dataclass(frozen=True, slots=True)
class Quota:
    """How many people someone may still invite; None: as many as they like."""

    left: int | None
    most: int

    @property
    def is_used_up(self) -> bool:
        return self.left is not None and self.left <= 0


def makers() -> Q:
    """Of invitations: whoever made it is here, and may invite still. What nobody stands behind is good for nobody."""
    here = Q(made_by__joined_at__isnull=False, made_by__suspended_at=None, made_by__user__is_active=True)
    return here if the_site().members_invite else here & Q(made_by__user__role__in=roles_with(Permission.INVITE))


def open_now() -> Q:
    """Of invitations: neither ended nor used up nor past its time."""
    lasts = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
    return Q(ended_at=None) & lasts & (Q(most_uses=0) | Q(uses__lt=F("most_uses")))


def good_invites() -> QuerySet[Invite]:
    """Those by which somebody can come at this moment."""
    nobody = Joining(the_site().joining) == Joining.CLOSED
    return Invite.objects.none() if nobody else Invite.objects.filter(open_now(), makers())


def invite_by_code(code: str) -> ShownInvite | None:
    """The invitation with this code, good or not. Two queries."""
    row = rows_of(Invite.objects.filter(code=code)).first() if is_code(code) else None
    if row is None:
        return None
    return show_invite(row, is_backed=Invite.objects.filter(makers(), pk=row.pk).exists())


def good_invite(code: str) -> ShownInvite | None:
    """The invitation with this code, if somebody can come by it now."""
    row = rows_of(good_invites().filter(code=code)).first() if is_code(code) else None
    return show_invite(row) if row else None


def invites_of(viewer: Account, page: Page) -> list[ShownInvite]:
    """What `viewer` has made by hand, newest first."""
    return shown_page(Invite.objects.filter(made_by=viewer, batch=None), page)


def all_invites(viewer: Account, page: Page, only_open: bool = False) -> list[ShownInvite]:
    """What anyone has made by hand, for the staff."""
    rows = Invite.objects.filter(batch=None)
    return shown_page(rows.filter(open_now()) if only_open else rows, page)


def quota_of(viewer: Account) -> Quota:
    """How many more people `viewer` may invite. What ended or ran out unused counts no more. Three queries at most."""
    site = the_site()
    if viewer.user.role in roles_with(Permission.INVITE):
        return Quota(None, 0)
    if not site.members_invite:
        return Quota(0, 0)
    mine = Invite.objects.filter(made_by=viewer, batch=None)
    offered = mine.filter(open_now()).aggregate(sum=Sum("most_uses"))["sum"] or 0
    taken = mine.exclude(open_now()).aggregate(sum=Sum("uses"))["sum"] or 0
    return Quota(max(0, site.invite_quota - offered - taken), site.invite_quota)


def shown_page(rows: QuerySet[Invite], page: Page) -> list[ShownInvite]:
    """A page of them, newest first."""
    found = rows_of(rows.filter(pk__lt=page.before)).order_by("-pk")[: page.length]
    return [show_invite(row) for row in found]


def rows_of(rows: QuerySet[Invite]) -> QuerySet[Invite]:
    """With whoever made them."""
    return rows.select_related("made_by")


def is_code(code: str) -> bool:
    """Whether this can be a code at all, and be asked of a database."""
    return 0 < len(code) <= LONGEST_CODE and code.isascii() and code.isprintable()


def show_invite(row: Invite, *, is_backed: bool = True) -> ShownInvite:
    """One row as shown, with its maker loaded. `is_backed`: whoever made it may invite still."""
    return ShownInvite(
        id=row.pk,
        code="" if row.batch_id else row.code,
        maker=show_account(row.made_by) if row.made_by else None,
        email=row.email,
        name=row.name,
        message=row.message,
        language=row.language,
        most_uses=row.most_uses,
        uses=row.uses,
        skips_approval=row.skips_approval,
        follows_inviter=row.follows_inviter,
        expires_at=row.expires_at,
        mailed_at=row.mailed_at,
        created_at=row.created_at,
        good=good(row, is_backed),
    )


def good(row: Invite, is_backed: bool) -> Good:
    """Whether somebody can come by it, as far as the row says."""
    if row.most_uses and row.uses >= row.most_uses:
        return Good.USED
    if row.ended_at is not None or row.made_by is None or not is_backed:
        return Good.ENDED
    if row.expires_at is not None and row.expires_at <= timezone.now():
        return Good.EXPIRED
    return Good.YES


def days_from_now(days: int) -> datetime | None:
    """When something ends that holds for so many days; 0: never."""
    return timezone.now() + timedelta(days=days) if days else None
