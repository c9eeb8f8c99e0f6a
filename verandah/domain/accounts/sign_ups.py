"""How people came to join: who waits for the staff's word, with their answers, and what was said to whom."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from verandah.base.errors import NotFound
from verandah.base.memory import MEMORY
from verandah.base.paging import Page
from verandah.domain.instance.models import SignUp

from .models import Account, User
from .show import ShownAccount, show_account

WAITING, APPROVED, REJECTED = SignUp.State.WAITING, SignUp.State.APPROVED, SignUp.State.REJECTED
# How long it usually takes is counted from so many, of the last months.
MOST_WAITS = 200
WAITS_OF = timedelta(days=90)
MOST_DECIDED = 30


@dataclass(frozen=True, slots=True)
class Answer:
    """What was asked, in the words of that moment, and what was said to it."""

    question: str
    text: str


@dataclass(frozen=True, slots=True)
class Request:
    """Someone asks to join, as the staff reads it. `addresses`: from where they were signed in."""

    account: ShownAccount
    email: str
    answers: tuple[Answer, ...]
    invited_by: ShownAccount | None
    said_old_enough: bool
    created_at: datetime
    state: SignUp.State
    addresses: tuple[str, ...] = ()
    decided_by: ShownAccount | None = None
    decided_at: datetime | None = None
    words: str = ""


def is_kept_out(account_id: int) -> bool:
    """Whether someone must wait for the staff's word before they have joined, or was told no."""
    return SignUp.objects.filter(account=account_id, state__in=(WAITING, REJECTED)).exists()


def waits_confirmed(account_id: int) -> bool:
    """Whether nothing is missing but the staff's word."""
    return waiting_rows().filter(account=account_id).exists()


def is_confirmed(account: Account) -> bool:
    """Whether they have shown that an e-mail address is theirs."""
    if account.joined_at is not None:
        return True
    return EmailAddress.objects.filter(user__account=account, verified=True).exists()


def waiting_rows() -> QuerySet[SignUp]:
    """Who waits for the staff: whoever has shown that their e-mail address is theirs."""
    return SignUp.objects.filter(confirmed(), state=WAITING, account__joined_at=None)


def confirmed() -> Exists:
    """Of sign-ups: the e-mail address is confirmed."""
    return Exists(EmailAddress.objects.filter(user__account=OuterRef("account"), verified=True))


def pending_users() -> Q:
    """Of log-ins: they wait for the staff."""
    return Q(account__in=waiting_rows().values("account"))


def waiting_count() -> int:
    """How many wait for the staff. One query."""
    return waiting_rows().count()


def waiting_count_lately() -> int:
    """The same, counted at most every ten seconds: it stands on each page of the staff."""
    return MEMORY.made("waiting_to_join", waiting_count, 10)


def waiting_ids(viewer: Account, page: Page) -> list[int]:
    """A page of those who wait, whoever waits longest first."""
    rows = waiting_rows().filter(account__gt=page.after).order_by("account")
    return list(rows.values_list("account", flat=True)[: page.length])


def requests_of(viewer: Account, ids: Sequence[int]) -> list[Request]:
    """Their requests, in the order given. Three queries for any number."""
    rows = SignUp.objects.filter(account__in=ids).select_related("account__user", "invited_by", "decided_by")
    found = {row.account_id: row for row in rows}
    seen = addresses_of([row.account.user.pk for row in found.values()])
    return [show_request(found[number], seen) for number in ids if number in found]


def request_of(viewer: Account, account_id: int) -> Request:
    """One of them. Raises NotFound."""
    found = requests_of(viewer, [account_id])
    if not found:
        raise NotFound
    return found[0]


def decided_lately(viewer: Account) -> list[Request]:
    """Who was let in or sent away last, the newest first."""
    rows = SignUp.objects.filter(state__in=(APPROVED, REJECTED), decided_at__isnull=False).order_by("-decided_at")
    return requests_of(viewer, list(rows.values_list("account", flat=True)[:MOST_DECIDED]))


def sign_ups_of(ids: Collection[int]) -> dict[int, SignUp]:
    """How each of these people came to join, as far as that was noted. One query."""
    return {row.account_id: row for row in SignUp.objects.filter(account__in=ids)} if ids else {}


def usual_wait() -> timedelta | None:
    """Within what time half of the requests were answered lately; None while there were none. One query."""
    lately = SignUp.objects.filter(state=APPROVED, decided_at__gt=timezone.now() - WAITS_OF).order_by("-decided_at")
    spans = lately.values_list("created_at", "decided_at")[:MOST_WAITS]
    lasted = [(ended - began).total_seconds() for began, ended in spans if ended]
    return timedelta(seconds=median(lasted)) if lasted else None


def addresses_of(user_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """From where each of these was signed in."""
    found: dict[int, dict[str, None]] = {}
    for user_id, address in UserSession.objects.filter(user__in=user_ids).values_list("user", "ip"):
        found.setdefault(user_id, {})[address] = None
    return {number: tuple(addresses) for number, addresses in found.items()}


def show_request(row: SignUp, seen: dict[int, tuple[str, ...]]) -> Request:
    """One row as the staff reads it, with its people loaded."""
    user: User = row.account.user
    return Request(
        account=show_account(row.account),
        email=user.email,
        answers=answers_in(row),
        invited_by=show_account(row.invited_by) if row.invited_by else None,
        said_old_enough=row.said_old_enough,
        created_at=row.created_at,
        state=SignUp.State(row.state),
        addresses=seen.get(user.pk, ()),
        decided_by=show_account(row.decided_by) if row.decided_by else None,
        decided_at=row.decided_at,
        words=row.answer,
    )


def answers_in(row: SignUp) -> tuple[Answer, ...]:
    """What was asked and said."""
    return tuple(Answer(str(question), str(text)) for question, text in row.answers)


def reason_of(row: SignUp | None) -> str | None:
    """The same as one text, for programs; None where nothing was said."""
    if row is None:
        return None
    said = [answer for answer in answers_in(row) if answer.text]
    if len(said) == 1:
        return said[0].text
    return "\n\n".join(f"{answer.question}\n{answer.text}" for answer in said) or None


def own_request(account_id: int) -> tuple[Answer, ...]:
    """What someone who waits has answered, as they read it again."""
    row = SignUp.objects.filter(account=account_id).first()
    return answers_in(row) if row else ()
