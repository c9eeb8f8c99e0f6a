"""One of the people of the site as the staff sees them: how they came, what they have here, what was said of them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from verandah.base.errors import NotFound
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.names import canonical
from verandah.domain.accounts.show import ShownAccount, show_account
from verandah.domain.accounts.sign_ups import Answer, answers_in
from verandah.domain.instance.models import SignUp

from .members import Member, show_members
from .models import Case, Decision, Report

MOST_CASES = 10


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case about them: its code, and whether it is closed."""

    code: str
    is_closed: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """`answers`: what they said when they asked to join. `reports`: of others about them, and theirs about others."""

    member: Member
    created_at: datetime
    invited_by: ShownAccount | None
    answers: tuple[Answer, ...]
    media_bytes: int
    posts: int
    followers: int
    reports_about: int
    reports_by: int
    decisions: int
    cases: tuple[CaseLine, ...]
    trust_is_fixed: bool
    left_at: datetime | None
    erase_at: datetime | None


def member_named(viewer: Account, username: str) -> Account:
    """Someone who has signed up, whatever has become of that. Raises NotFound."""
    row = Account.objects.filter(username=canonical(username), user__isnull=False).first()
    if row is None:
        raise NotFound
    return row


def facts_of(viewer: Account, account: Account, with_email: bool = False) -> MemberFacts:
    """All of it. What is told about the viewer themselves they do not find here."""
    (member,) = show_members(viewer, [account.pk], with_email)
    signed = SignUp.objects.filter(account=account).select_related("invited_by").first()
    is_me = viewer.pk == account.pk
    cases = [] if is_me else list(Case.objects.filter(owner=account).order_by("-id")[:MOST_CASES])
    told = Report.objects.filter(Q(target=account) | Q(reporter=account)).aggregate(
        about=Count("pk", filter=Q(target=account)), by=Count("pk", filter=Q(reporter=account))
    )
    return MemberFacts(
        member=member,
        created_at=account.created_at,
        invited_by=show_account(signed.invited_by) if signed and signed.invited_by else None,
        answers=answers_in(signed) if signed else (),
        media_bytes=account.media_bytes,
        posts=account.posts_count,
        followers=account.followers_count,
        reports_about=0 if is_me else told["about"],
        reports_by=told["by"],
        decisions=Decision.objects.filter(subject__owner=account).count(),
        cases=tuple(CaseLine(row.code, row.closed_at is not None, row.created_at) for row in cases),
        trust_is_fixed=account.trust_is_fixed,
        left_at=account.left_at,
        erase_at=account.erase_at,
    )


def email_of(viewer: Account, account: Account) -> str:
    """Their address. Whoever asks writes down that they looked."""
    return str(User.objects.filter(account=account).values_list("email", flat=True).first() or "")
