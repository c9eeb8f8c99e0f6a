"""Setting up a new site step by step: what is done, and when it was left for good."""

from django.db import transaction
from django.utils import timezone

from verandah.base.errors import Forbidden, NotFound
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.models import Site
from verandah.domain.instance.steps import STEPS

from . import administering
from .auditing import note, role_of


def step_is_done(by: Account, step: str) -> None:
    """This step need not be shown first any more. Twice: the same. Raises Forbidden, NotFound."""
    if step not in STEPS:
        raise NotFound
    administering.ensure_site()
    with transaction.atomic():
        refuse_others(by)
        site = Site.objects.select_for_update().get(pk=1)
        if step not in site.prepared:
            Site.objects.filter(pk=1).update(prepared=[one for one in STEPS if one in (*site.prepared, step)])


def finish(by: Account) -> None:
    """Nobody is reminded of what is left any more. Twice: the same. Raises Forbidden."""
    administering.ensure_site()
    with transaction.atomic():
        refuse_others(by)
        if Site.objects.filter(pk=1, prepared_at=None).update(prepared_at=timezone.now()):
            note(by, "prepared")


def refuse_others(by: Account) -> None:
    """Raises Forbidden unless `by` may set what holds for the whole site."""
    if not may(Role(role_of(by)), Permission.SET_SWITCHES):
        raise Forbidden
