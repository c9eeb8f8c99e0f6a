"""The first visit: whoever holds the owner link makes the owner's account and names the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from verandah.actions import administering, enrolling
from verandah.base import limits
from verandah.base.errors import Invalid, NotFound
from verandah.domain.accounts.queries import owner_link_is_open

from .forms import refuse
from .joining import client_address
from .joining_forms import OwnerForm

if TYPE_CHECKING:
    from verandah.domain.accounts.models import User


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def owner(request: HttpRequest, secret: str) -> HttpResponse:
    """Become the owner, once."""
    limits.take("welcome", limits.network(client_address(request)))
    if not owner_link_is_open(secret):
        raise NotFound(enrolling.link_is_gone())
    form = OwnerForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (user := claimed(secret, form)):
        # Whoever has just thought of a password is not asked for it again before setting up a second factor.
        record_authentication(request, user, method="password", username=user.username, reauthenticated=True)
        perform_login(request, user, email_verification="none")
        messages.success(request, _("Welcome. This site is yours now."))
        answer = redirect("staff_setup")
        answer.status_code = 303
        return answer
    return render(request, "pages/welcome_owner.html", {"form": form}, status=422 if form.errors else 200)


def claimed(secret: str, form: OwnerForm) -> User | None:
    """The owner, with the site named; None when something was refused, and then the form says what."""
    asked = form.cleaned_data
    try:
        with transaction.atomic():
            administering.name_site(asked["site_name"])
            return enrolling.claim_ownership(
                secret, asked["username"], asked["email"], asked["password"], asked["display_name"]
            )
    except Invalid as refusal:
        refuse(form, Invalid("site_name", refusal.text) if refusal.field == "name" else refusal)
    return None
