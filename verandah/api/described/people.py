"""Accounts, how people stand to each other, and who is looked for."""

from verandah.api.entities.account import AccountJson
from verandah.api.entities.plain import FamiliarFollowersJson
from verandah.api.entities.relationship import RelationshipJson
from verandah.api.entities.status import StatusJson
from verandah.api.entities.suggestion import SuggestionJson

from . import takes
from .said import Said, Table

PEOPLE: Table = {
    "GET /api/v1/accounts": Said(list[AccountJson], takes.Several),
    "GET /api/v1/accounts/lookup": Said(AccountJson, takes.Lookup),
    "GET /api/v1/accounts/search": Said(list[AccountJson], takes.PeopleSearch),
    "GET /api/v1/accounts/relationships": Said(list[RelationshipJson], takes.Several),
    "GET /api/v1/accounts/familiar_followers": Said(list[FamiliarFollowersJson], takes.Several),
    "GET /api/v1/accounts/:id": Said(AccountJson),
    "GET /api/v1/accounts/:id/statuses": Said(list[StatusJson], takes.PostsOfSomeone),
    "GET /api/v1/accounts/:id/followers": Said(list[AccountJson], takes.LongPaging),
    "GET /api/v1/accounts/:id/following": Said(list[AccountJson], takes.LongPaging),
    "POST /api/v1/accounts/:id/unfollow": Said(RelationshipJson),
    "POST /api/v1/accounts/:id/remove_from_followers": Said(RelationshipJson),
    "POST /api/v1/accounts/:id/block": Said(RelationshipJson),
    "POST /api/v1/accounts/:id/unblock": Said(RelationshipJson),
    "GET /api/v1/follow_requests": Said(list[AccountJson], takes.LongPaging),
    "POST /api/v1/follow_requests/:id/authorize": Said(RelationshipJson),
    "POST /api/v1/follow_requests/:id/reject": Said(RelationshipJson),
    "GET /api/v1/blocks": Said(list[AccountJson], takes.LongPaging),
    "GET /api/v1/suggestions": Said(list[AccountJson], takes.Limited),
    "GET /api/v2/suggestions": Said(list[SuggestionJson], takes.Limited),
    "GET /api/v1/directory": Said(list[AccountJson], takes.Directory),
}
