"""People as answers: one, a list, or a list that goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import HttpResponse

from verandah.base.errors import NotFound
from verandah.domain.graph.profile_fields import with_answers
from verandah.domain.graph.queries import Entry, account_by_id, visible_accounts
from verandah.domain.graph.show import relations
from verandah.domain.posts.full import FullAccount, full_account, full_accounts

from .door import ApiRequest, MemberRequest, told_json
from .entities.account import account
from .entities.relationship import RelationshipJson, relationship
from .kept import dumps
from .paging import listed

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account


def visible_to(viewer: Account | None, found: Account) -> FullAccount:
    """The account with its numbers. A guest sees only those who speak to everyone. Raises NotFound."""
    full = full_account(viewer, found)
    if viewer is None and not full.tally.count:
        raise NotFound
    return full


def with_lines(viewer: Account | None, found: Account) -> FullAccount:
    """The same with the answers and lines of the profile that are for the viewer. For this answer alone."""
    full = visible_to(viewer, found)
    return replace(full, account=with_answers(viewer, full.account, found))


def visible_among(viewer: Account | None, ids: Sequence[int]) -> list[FullAccount]:
    """Those of the accounts `ids` that `viewer` may see, in the order given."""
    found = full_accounts(viewer, [row.id for row in visible_accounts(viewer, ids)])
    return [full for full in found if viewer is not None or full.tally.count]


def page_of_people(request: MemberRequest, entries: Sequence[Entry]) -> HttpResponse:
    """A list that goes on. It is paged by numbers that only the header Link knows."""
    people = full_accounts(request.viewer, [entry.account_id for entry in entries])
    return listed(request, [account(full) for full in people], [entry.position for entry in entries])


def stands_to(request: MemberRequest, account_id: int) -> HttpResponse:
    """How the viewer stands to someone now."""
    return told_json(dumps(stand(request, [account_id])[0]))


def stand(request: MemberRequest, ids: Sequence[int]) -> list[RelationshipJson]:
    """How the viewer stands to each of these."""
    found = relations(request.viewer, ids)
    return [relationship(number, found[number]) for number in ids]


def person(request: ApiRequest, number: int) -> Account:
    """The account of that id, if the viewer may know of it. Raises NotFound."""
    return account_by_id(request.viewer, number)
