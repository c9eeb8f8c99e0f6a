"""What two people must want: which deeds, and who may ask for them and agree to them."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet

from verandah.domain.accounts.factors import FACTORS
from verandah.domain.accounts.models import User
from verandah.domain.accounts.permissions import Permission, roles_with

from .models import Approval

type What = Mapping[str, str | int | bool | list[int] | list[str] | None]
OPEN = (Approval.State.WAITING, Approval.State.AGREED)
# More than so many things are decided at once only if two people want it.
MOST_ALONE = 50


class Verb(StrEnum):
    """A deed that two people must want."""

    ERASE = "erase"
    GRANT_ROLE = "grant_role"
    BULK = "bulk"
    RUN_RULE = "run_rule"
    ADD_TO_BANK = "add_to_bank"


# What somebody must be allowed to do to ask for it, and to agree to it besides `AGREE`.
NEEDS = {
    Verb.ERASE: Permission.ERASE,
    Verb.GRANT_ROLE: Permission.GRANT_ROLES,
    Verb.BULK: Permission.DECIDE_IN_BULK,
    Verb.RUN_RULE: Permission.RUN_RULES,
    Verb.ADD_TO_BANK: Permission.CURATE_BANKS,
}


def bound(verb: str, what: What) -> str:
    """What an approval is bound to: one digest of the verb and of all that it is done with."""
    said = json.dumps([verb, what], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def who_may_agree(verb: Verb, but: int | None = None) -> QuerySet[User]:
    """Those of the staff who could agree to it now: their role, their second factor, and not whoever asks."""
    roles = set(roles_with(NEEDS[verb])) & set(roles_with(Permission.AGREE))
    with_factor = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
    users = User.objects.filter(Exists(with_factor), role__in=roles, is_active=True, account__suspended_at=None)
    return users.exclude(account_id=but or 0).order_by("pk")


def is_alone(verb: Verb, by: int) -> bool:
    """Whether nobody but `by` could agree."""
    return not who_may_agree(verb, by).exists()


def is_good(approval: Approval, now: datetime) -> bool:
    """Whether it can be used now: two want it, or its asker was alone for a day and still is."""
    if now >= approval.expires_at:
        return False
    if approval.state == Approval.State.AGREED:
        return True
    waited = approval.state == Approval.State.WAITING and approval.alone_from is not None and now >= approval.alone_from
    return waited and is_alone(Verb(approval.verb), approval.requested_by_id)
