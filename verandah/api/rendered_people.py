"""People as JSON, each rendered once for everyone who is told the same of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from verandah.domain.accounts.habits import habits
from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.rows import accounts
from verandah.domain.graph.profile_fields import with_fields
from verandah.domain.graph.queries import requests_count
from verandah.domain.instance.switches import switches
from verandah.domain.posts.full import FullAccount, full_account, full_accounts

from .entities.account import account, credential_account
from .kept import Kept, dumps

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account

MOST_PEOPLE = 8000
MOST_CREDENTIALS = 1000
# So many people are rendered on the event loop for one answer.
MOST_AT_ONCE = 20

PEOPLE: Kept[bytes] = Kept(MOST_PEOPLE)
CREDENTIALS: Kept[bytes] = Kept(MOST_CREDENTIALS)


def people(viewer: Account | None, revs: Mapping[int, int]) -> dict[int, bytes]:
    """People by id, as they are told to `viewer`. `revs`: the state of each, as a query for `viewer` has found it."""
    bodies = PEOPLE.get_all([(number, rev, standing(viewer, number)) for number, rev in revs.items()])
    found = {number: body for number, body in zip(revs, bodies, strict=True) if body is not None}
    missing = [number for number in revs if number not in found]
    if missing:
        found |= {full.account.id: person(viewer, full) for full in full_accounts(viewer, missing)}
    return found


def people_at_once(viewer: Account | None, revs: Mapping[int, int]) -> dict[int, bytes] | None:
    """The same, if there is no more to do than the event loop may be held up with."""
    kept = PEOPLE.get_all([(number, rev, standing(viewer, number)) for number, rev in revs.items()])
    return people(viewer, revs) if kept.count(None) <= MOST_AT_ONCE else None


def person(viewer: Account | None, full: FullAccount) -> bytes:
    """One person, kept by the number of their changes and by what of their numbers the viewer is told."""
    body = dumps(account(full))
    PEOPLE.put((full.account.id, full.account.rev, standing(viewer, full.account.id)), body)
    return body


def credentials(me: Account, rev: int, role: int) -> bytes:
    """Someone as they see themselves; of `me` no more than the id has to be known."""
    requests = requests_count(me)
    state = (me.id, rev, role, requests, switches().default_audience)
    body = CREDENTIALS.get(state)
    if body is None:
        row = accounts([me.id])[0]
        body = dumps(credential_account(with_own_fields(row), habits(row), Role(role), requests))
        # Kept only as what it was asked for.
        if row.rev == rev:
            CREDENTIALS.put(state, body)
    return body


def with_own_fields(me: Account) -> FullAccount:
    """Someone as they see themselves, with all lines of their profile."""
    full = full_account(me, me)
    return replace(full, account=with_fields(me, full.account, me))


def standing(viewer: Account | None, account_id: int) -> int:
    """As which kind of viewer someone is told a person's numbers: guest, member, themselves."""
    if viewer is None:
        return 0
    return 2 if viewer.id == account_id else 1
