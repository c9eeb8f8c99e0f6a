"""Pages for which someone shows once more that it is them: with the second factor, or without one with the password."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.http import HttpResponseBase
from django.utils.http import urlencode

from verandah.domain.accounts.factors import FRESH_SECONDS, has_second_factor, has_shown

from .joining import Adapter
from .paths import see_other
from .viewer import MemberRequest, View


def freshly[**P](view: View[MemberRequest, P]) -> Callable[Concatenate[MemberRequest, P], HttpResponseBase]:
    """Whoever has not shown it within five minutes is asked to, and comes back to this page."""

    @wraps(view)
    def for_the_same_person(request: MemberRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        return ask_again(request)

    return for_the_same_person


def is_fresh(request: MemberRequest) -> bool:
    """Whether they have shown it a moment ago. Who has a second factor has shown that one."""
    if has_second_factor(request.user.pk or 0):
        return has_shown(request.session, FRESH_SECONDS)
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY)
    moments = [float(one.get("at", 0)) for one in records] if isinstance(records, list) else []
    return time.time() - max(moments, default=0.0) <= FRESH_SECONDS


def ask_again(request: MemberRequest) -> HttpResponseBase:
    """To the page that asks for it. What was posted is posted once more by hand, from the page it came from."""
    way = Adapter().get_reauthentication_methods(request.user)[0]["url"]
    return see_other(f"{way}?{urlencode({'next': request.path})}")
