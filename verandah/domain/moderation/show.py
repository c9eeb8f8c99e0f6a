"""Reports and members as the staff sees them, and a report as whoever made it does."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession

from verandah.domain.accounts.closing import is_away
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.show import ShownAccount, show_account
from verandah.domain.accounts.sign_ups import REJECTED, WAITING, reason_of, sign_ups_of
from verandah.domain.instance.models import SignUp

from .models import Report, ReportPost
from .rules import CATEGORIES

MOST_ADDRESSES = 10


@dataclass(frozen=True, slots=True)
class Seen:
    """From where someone was here, and when for the last time."""

    address: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ShownMember:
    """A member with what only the staff knows of them."""

    account: ShownAccount
    email: str
    is_confirmed: bool
    is_disabled: bool
    is_suspended: bool
    is_limited: bool
    is_always_sensitive: bool
    language: str
    role: Role
    seen: tuple[Seen, ...]
    # They ask to join, and the staff has not said anything yet; what they said; and by whom they were invited.
    waits: bool
    reason: str | None
    invited_by_id: int | None


@dataclass(frozen=True, slots=True)
class ShownReport:
    """A report. `category` is a word of `rules.CATEGORIES`; the people are there by their ids."""

    id: int
    category: str
    comment: str
    forwarded: bool
    rules: tuple[int, ...]
    post_ids: tuple[int, ...]
    # None for a stranger's.
    reporter_id: int | None
    # None when there is no such person any more.
    target: ShownAccount | None
    assigned_id: int | None
    created_at: datetime
    updated_at: datetime
    action_taken_at: datetime | None
    action_taken_by_id: int | None

    @property
    def people(self) -> list[int]:
        """Everyone who has to do with it."""
        ids = (self.reporter_id, self.target and self.target.id, self.assigned_id, self.action_taken_by_id)
        return [number for number in ids if number]


def show_reports(ids: Sequence[int]) -> list[ShownReport]:
    """Reports that a query has found, in the order given. Two queries for any number."""
    if not ids:
        return []
    rows = {row.id: row for row in Report.objects.filter(id__in=ids).select_related("target")}
    posts: defaultdict[int, list[int]] = defaultdict(list)
    for report_id, post_id in (
        ReportPost.objects.filter(report__in=ids).order_by("post_id").values_list("report_id", "post_id")
    ):
        posts[report_id].append(post_id)
    return [show_report(rows[number], posts[number]) for number in ids if number in rows]


def show_report(row: Report, post_ids: Sequence[int]) -> ShownReport:
    """One row, with its target loaded."""
    return ShownReport(
        id=row.id,
        category=CATEGORIES[Report.Category(row.category)],
        comment=row.comment,
        forwarded=row.forwarded,
        rules=tuple(row.rules),
        post_ids=tuple(post_ids),
        reporter_id=row.reporter_id,
        target=show_account(row.target) if row.target else None,
        assigned_id=row.assigned_id,
        created_at=row.created_at,
        updated_at=row.updated_at,
        action_taken_at=row.action_taken_at,
        action_taken_by_id=row.action_taken_by_id,
    )


def show_members(viewer: Account, ids: Collection[int]) -> dict[int, ShownMember]:
    """Members by id, as `viewer` of the staff sees them. Four queries for any number."""
    users = list(User.objects.filter(account__in=ids).select_related("account")) if ids else []
    seen = seen_of([user.pk for user in users])
    came = sign_ups_of(ids)
    sure = confirmed_among([user for user in users if user.account.joined_at is None])
    return {
        user.account_id: show_member(user, seen.get(user.pk, ()), came.get(user.account_id), user.pk in sure)
        for user in users
    }


def seen_of(user_ids: Sequence[int]) -> dict[int, tuple[Seen, ...]]:
    """From where each of them was here, the last place first."""
    found: defaultdict[int, list[Seen]] = defaultdict(list)
    rows = UserSession.objects.filter(user__in=user_ids).order_by("-last_seen_at", "-pk") if user_ids else ()
    for row in rows:
        places = found[row.user_id]
        if len(places) < MOST_ADDRESSES and row.ip not in [place.address for place in places]:
            places.append(Seen(row.ip, row.last_seen_at))
    return {number: tuple(places) for number, places in found.items()}


def confirmed_among(users: Sequence[User]) -> set[int]:
    """Those of these log-ins whose e-mail address is confirmed although they have not joined."""
    if not users:
        return set()
    return set(EmailAddress.objects.filter(user__in=users, verified=True).values_list("user", flat=True))


def show_member(user: User, seen: Sequence[Seen], came: SignUp | None, is_sure: bool) -> ShownMember:
    """One log-in with its account, and how they came. `is_sure`: their address is confirmed, joined or not."""
    account = user.account
    return ShownMember(
        account=show_account(account),
        email=user.email,
        is_confirmed=account.joined_at is not None or is_sure,
        is_disabled=not user.is_active,
        is_suspended=account.suspended_at is not None and not is_away(account),
        is_limited=account.limited_at is not None,
        is_always_sensitive=account.is_always_sensitive,
        language=user.language,
        role=Role(user.role),
        seen=tuple(seen),
        waits=account.joined_at is None and came is not None and came.state in (WAITING, REJECTED),
        reason=reason_of(came),
        invited_by_id=came.invited_by_id if came else None,
    )
