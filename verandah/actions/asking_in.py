"""Asking to join: how each person came is noted, and whether they wait for the staff's word, who is told of that."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.tasks import task
from django.urls import reverse
from django.utils import timezone

from verandah.base import mail, markup
from verandah.base.errors import Invalid, Refusal
from verandah.base.jobs import later
from verandah.base.mail import Sender
from verandah.domain.accounts.invites import ShownInvite
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.permissions import Permission, roles_with
from verandah.domain.accounts.queries import joining_mode
from verandah.domain.accounts.sign_ups import waiting_count
from verandah.domain.instance.models import Joining, SignUp
from verandah.domain.instance.queries import the_site
from verandah.domain.moderation.barring import is_looked_at_first

from . import accepting, following, inviting

LONGEST_ANSWER = 1000
# The staff has one letter in this time, however many ask.
TOLD_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Arrival:
    """How someone comes: by which invitation, what they said to which question, and from where."""

    invite: ShownInvite | None = None
    answers: tuple[tuple[str, str], ...] = ()
    said_old_enough: bool = False
    address: str = ""

    @property
    def must_wait(self) -> bool:
        """Whether the staff looks at them first."""
        if self.invite is not None and self.invite.skips_approval:
            return False
        return joining_mode() == Joining.APPROVAL or is_looked_at_first(self.address)


def note_arrival(user: User, arrival: Arrival) -> SignUp:
    """Keep how `user` came, in the transaction in which they were made. Raises Conflict when the invitation has ended
    meanwhile, Invalid for an answer that is none."""
    accepting.accept_all(user.account)
    invite = inviting.take(arrival.invite.id) if arrival.invite else None
    return SignUp.objects.create(
        account=user.account,
        invite=invite,
        invited_by=invite.made_by if invite else None,
        state=SignUp.State.WAITING if arrival.must_wait else SignUp.State.FREE,
        answers=[[question, check_answer(text)] for question, text in arrival.answers],
        said_old_enough=arrival.said_old_enough,
        created_at=timezone.now(),
    )


def check_answer(text: str, field: str = "answers") -> str:
    """An answer as it is kept. Raises Invalid for what is too long or no text."""
    try:
        return markup.clean(text, LONGEST_ANSWER)
    except Invalid as refusal:
        raise Invalid(field, refusal.text, refusal.why) from refusal


def follow_inviter(account: Account) -> None:
    """Whoever came by an invitation reads its maker from the first moment, who is told so. Twice: the same."""
    row = SignUp.objects.filter(account=account, invite__follows_inviter=True).select_related("invited_by").first()
    if row is None or row.invited_by is None:
        return
    try:
        with transaction.atomic():
            following.follow(account, row.invited_by)
    except Refusal:
        # They let nobody follow them, or have left. Joining does not hang on it.
        return


def tell_staff() -> None:
    """Somebody waits: the staff has a letter at the next full hour, one for all who came until then."""
    now = timezone.now()
    begun = now.replace(minute=0, second=0, microsecond=0)
    later(write_of_waiting, key="waiting_to_join", run_at=begun + TOLD_EVERY)


@task(queue_name="mail")
def write_of_waiting() -> None:
    """Write to everyone who can let people in, how many wait. Nobody is named. Twice: two letters."""
    count = waiting_count()
    if not count:
        return
    site = the_site()
    facts = {"site": site.name, "count": str(count), "page": settings.URL + reverse("staff_joining")}
    for user in User.objects.filter(role__in=roles_with(Permission.DECIDE_ABOUT_PEOPLE), is_active=True):
        if user.email and user.account.suspended_at is None:
            mail.send("joining_waits", user.email, user.language, facts, Sender(site.name, site.brand_hue))
