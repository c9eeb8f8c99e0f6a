"""Push: telling the app that asks what concerns its owner, while it is not open."""

from django.http import HttpResponse

from verandah.actions import pushing
from verandah.actions.pushing import Wish
from verandah.domain.notifications.kinds import ALERTS
from verandah.domain.notifications.push import subscription_of

from .door import MemberRequest, endpoint, header_token, told
from .entities.push import web_push_subscription


@endpoint("GET", "push")
def show(request: MemberRequest) -> HttpResponse:
    """The subscription of this token."""
    return told(web_push_subscription(subscription_of(request.viewer, request.bearer.token_id)))


@endpoint("POST", "push")
def subscribe(request: MemberRequest) -> HttpResponse:
    """Tell this app from now on, instead of where it was told before."""
    asked = request.parameters.within("subscription")
    wish = Wish(
        endpoint=asked.text("endpoint"),
        p256dh=asked.within("keys").text("p256dh"),
        auth=asked.within("keys").text("auth"),
        is_standard=asked.flag("standard"),
        alerts=alerts(request),
        policy=policy(request) or "all",
    )
    token = header_token(request) or request.parameters.text("access_token")
    pushing.subscribe(request.viewer, request.bearer.token_id, token, wish)
    return show(request)


@endpoint("PUT", "push")
def change(request: MemberRequest) -> HttpResponse:
    """Tell this app of other things."""
    pushing.change(request.viewer, request.bearer.token_id, alerts(request), policy(request))
    return show(request)


@endpoint("DELETE", "push")
def unsubscribe(request: MemberRequest) -> HttpResponse:
    """Tell this app no more."""
    pushing.unsubscribe(request.viewer, request.bearer.token_id)
    return told({})


def alerts(request: MemberRequest) -> frozenset[str]:
    """Of what the app wants to be told."""
    chosen = request.parameters.within("data").within("alerts")
    return frozenset(name for name in ALERTS if chosen.flag(name))


def policy(request: MemberRequest) -> str:
    """By whom it must be; some apps say it outside of `data`."""
    return request.parameters.within("data").text("policy") or request.parameters.text("policy")
