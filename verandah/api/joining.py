"""Joining by an app, and the letter with the confirmation."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from verandah.actions import admitting, enrolling, granting
from verandah.base import limits
from verandah.base.errors import Forbidden, Invalid
from verandah.domain.accounts import sign_ups
from verandah.domain.accounts.invites import good_invite
from verandah.domain.accounts.tokens import app_of

from . import joining_reason
from .door import AppRequest, MemberRequest, app_endpoint, newcomer_endpoint, told
from .errors import Unusable


@app_endpoint("POST", "write:accounts")
def sign_up(request: AppRequest) -> HttpResponse:
    """Make an account. Its token is good for nothing else until the e-mail address is confirmed."""
    if request.viewer is not None:
        raise Forbidden("This method requires an client credentials authentication")
    invite = good_invite(request.parameters.text("invite_code"))
    admitting.refuse_closed(is_invited=invite is not None)
    enrolling.refuse_barred_network(request.META.get("REMOTE_ADDR", ""))
    asked = request.parameters
    found = enrolling.problems(asked.text("username"), asked.text("email"), asked.text("password"))
    if not asked.flag("agreement"):
        found.append(Invalid("agreement", _("Agree to the rules of this site to join it."), "accepted"))
    found += joining_reason.problems(asked, invite)
    if found:
        raise Unusable(found)
    limits.take("sign_up", limits.network(request.META.get("REMOTE_ADDR", "")))
    newcomer = admitting.Newcomer(
        asked.text("username"),
        asked.text("email"),
        asked.text("password"),
        asked.text("locale"),
        joining_reason.arrival_of(request, invite),
    )
    return told(granting.spoken(admitting.admit(app_of(request.bearer), newcomer)))


@newcomer_endpoint("POST", "write:accounts")
def send_again(request: MemberRequest) -> HttpResponse:
    """The letter once more, also to an address that was mistyped before. Whoever has confirmed needs none."""
    limits.take("send_again", limits.network(request.META.get("REMOTE_ADDR", "")))
    admitting.send_again(request.viewer, request.parameters.text("email"))
    return told({})


@newcomer_endpoint("GET", "read:accounts")
def is_confirmed(request: MemberRequest) -> HttpResponse:
    """Whether my e-mail address is confirmed: yes or no, and nothing around it."""
    return told(sign_ups.is_confirmed(request.viewer))
