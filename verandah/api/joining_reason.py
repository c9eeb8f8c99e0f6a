"""What an app says for someone who wants to join, beside name and address: why, by which invitation, and when born."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.actions import asking_in
from verandah.actions.asking_in import Arrival
from verandah.base.errors import Invalid
from verandah.domain.accounts.invites import ShownInvite
from verandah.domain.accounts.join_questions import asked_questions
from verandah.domain.instance.queries import the_site

from .door import AppRequest
from .parameters import Parameters


def problems(asked: Parameters, invite: ShownInvite | None) -> list[Invalid]:
    """What keeps them from asking. The date is looked at and forgotten."""
    return [*of_reason(asked, invite), *of_age(asked), *of_address(asked, invite)]


def of_reason(asked: Parameters, invite: ShownInvite | None) -> Iterator[Invalid]:
    """Where the staff looks at everyone first, an app asks the first of its questions, and no other."""
    reason = asked.text("reason")
    try:
        asking_in.check_answer(reason, "reason")
    except Invalid as refusal:
        yield refusal
        return
    question = asked_questions()[0]
    if not reason.strip() and question.is_required and Arrival(invite).must_wait:
        yield Invalid("reason", _("Answer this: %(question)s") % {"question": question.text}, "blank")


def of_age(asked: Parameters) -> Iterator[Invalid]:
    """Whoever says when they were born must be old enough."""
    if asked.text("date_of_birth") and age_told(asked) is None:
        yield Invalid("date_of_birth", _("Enter a date such as 1990-12-31."))
    elif (age := age_told(asked)) is not None and age < the_site().minimum_age:
        sentence = _("Whoever joins must be at least %(age)d years old.") % {"age": the_site().minimum_age}
        yield Invalid("date_of_birth", sentence, "below_limit")


def of_address(asked: Parameters, invite: ShownInvite | None) -> Iterator[Invalid]:
    """An invitation that came by letter is good for its address alone."""
    if invite is not None and invite.email and invite.email != asked.text("email").strip().lower():
        yield Invalid("email", _("This invitation is for another e-mail address."))


def arrival_of(request: AppRequest, invite: ShownInvite | None) -> Arrival:
    """How they come."""
    asked = request.parameters
    arrival = Arrival(
        invite=invite,
        said_old_enough=age_told(asked) is not None,
        address=request.META.get("REMOTE_ADDR", ""),
    )
    reason = asked.text("reason").strip()
    if not reason and not arrival.must_wait:
        return arrival
    return Arrival(invite, ((asked_questions()[0].text, reason),), arrival.said_old_enough, arrival.address)


def age_told(asked: Parameters) -> int | None:
    """In whole years; None when nothing was said, or no date."""
    try:
        born = date.fromisoformat(asked.text("date_of_birth"))
    except ValueError:
        return None
    today = timezone.localdate()
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
