"""The page of whoever waits to be let in: what happens next, what they said, another address, and leaving again."""

from __future__ import annotations

from typing import cast

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from verandah.actions import admitting, letting_in
from verandah.base import limits
from verandah.domain.accounts.sign_ups import Answer, own_request, usual_wait

from .joining import client_address
from .joining_forms import ChangeEmailForm
from .newcomers import NewcomerRequest
from .paths import see_other
from .viewer import WebRequest, ask_to_sign_in


@never_cache
@require_http_methods(["GET", "HEAD"])
def room(request: WebRequest) -> HttpResponse:
    """How it stands. Who has joined is at home."""
    if request.viewer is not None:
        return redirect("home")
    if not request.user.is_authenticated:
        return ask_to_sign_in(request)
    return page(cast(NewcomerRequest, request), ChangeEmailForm(user=request.user))


@never_cache
@sensitive_post_parameters("password")
@require_POST
def address(request: WebRequest) -> HttpResponse:
    """Another e-mail address. The old one stays until the new one is confirmed, also when the new one is taken."""
    if not request.user.is_authenticated or request.viewer is not None:
        return ask_to_sign_in(request)
    limits.take("account", limits.network(client_address(request)))
    form = ChangeEmailForm(data=request.POST, user=request.user)
    if not form.is_valid():
        return page(cast(NewcomerRequest, request), form, 422)
    admitting.propose(request.user, form.cleaned_data["email"], get_language() or "")
    messages.success(request, _("If this address can be used, a letter is on its way there. Open the link in it."))
    return see_other(reverse("waiting_room"))


@never_cache
@require_POST
def withdraw(request: WebRequest) -> HttpResponse:
    """They ask no more. What there was of them is deleted at once, when they have said so twice."""
    if not request.user.is_authenticated or request.viewer is not None:
        return ask_to_sign_in(request)
    limits.take("account", limits.network(client_address(request)))
    asked = cast(NewcomerRequest, request)
    if "sure" not in request.POST:
        return page(asked, ChangeEmailForm(user=asked.newcomer), 422, is_unsure=True)
    user = asked.newcomer
    logout(request)
    letting_in.withdraw(user)
    messages.success(request, _("Your request is withdrawn, and all that you told us is deleted."))
    return see_other(reverse("home"))


def page(request: NewcomerRequest, form: ChangeEmailForm, status: int = 200, is_unsure: bool = False) -> HttpResponse:
    """The page. Five queries."""
    user = request.newcomer
    answers: tuple[Answer, ...] = own_request(user.account_id)
    wished = EmailAddress.objects.filter(user=user, verified=False).values_list("email", flat=True).first()
    wait = usual_wait()
    context = {
        "name": user.username,
        "email": user.email,
        "wished": wished,
        "answers": answers,
        "days": max(1, round(wait.total_seconds() / 86_400)) if wait else 0,
        "is_quick": wait is not None and wait.total_seconds() < 86_400,
        "form": form,
        "is_unsure": is_unsure,
    }
    return render(request, "account/waiting_room.html", context, status=status)
