"""People at once: one, whose token it is, what someone has said, and how I stand to some."""

from __future__ import annotations

from verandah.api.accounts import local_name
from verandah.api.entities.relationship import relationship
from verandah.api.kept import dumps
from verandah.api.rendered_people import credentials, people
from verandah.base.errors import NotFound
from verandah.domain.feeds.queries import Kinds
from verandah.domain.feeds.stamps import author_stamps
from verandah.domain.graph.known import Known, known_by_id, known_by_name
from verandah.domain.graph.show import relations

from .asked import BOUNDS, NAME, NUMBER, YES_OR_NO, Asked, Found, Route
from .posts import page_of

ACCOUNTS = ("read:accounts",)


def verify(asked: Asked) -> Found | None:
    holder = asked.holder
    return Found(credentials(holder.viewer, holder.viewer.rev, holder.role)) if holder else None


def show(asked: Asked) -> Found | None:
    return person(asked, known_by_id(asked.viewer, [asked.number]).get(asked.number))


def lookup(asked: Asked) -> Found | None:
    try:
        name = local_name(asked.values.get("acct", ""))
    except NotFound:
        return None
    return person(asked, known_by_name(asked.viewer, name))


def posts(asked: Asked) -> Found | None:
    author = known_by_id(asked.viewer, [asked.number]).get(asked.number)
    if author is None:
        return None
    kinds = Kinds(
        comments=not asked.flag("exclude_replies"),
        shares=not asked.flag("exclude_reblogs"),
        direct=not asked.flag("exclude_direct"),
        media_only=asked.flag("only_media"),
        pinned_only=asked.flag("pinned"),
    )
    return page_of(asked, author_stamps(asked.viewer, author, asked.page(), kinds))


def relationships(asked: Asked) -> Found | None:
    ids = list(known_by_id(asked.viewer, [int(said) for said in asked.values.values()]))
    found = relations(asked.viewer, ids)
    # Someone who is not known may still be known to the endpoint.
    return Found(dumps([relationship(number, found[number]) for number in ids])) if len(ids) == 1 else None


def person(asked: Asked, known: Known | None) -> Found | None:
    """One person, if nothing speaks against it."""
    if known is None or known.withholds:
        return None
    body = people(asked.viewer, {known.id: known.rev}).get(known.id)
    return Found(body) if body else None


KINDS = dict.fromkeys(("exclude_replies", "exclude_reblogs", "exclude_direct", "only_media", "pinned"), YES_OR_NO)

# One of the two: apps ask about the person whose profile they show.
ONE = {"id": NUMBER, "id[]": NUMBER}

ROUTES = (
    Route("/api/v1/accounts/verify_credentials", ("profile", *ACCOUNTS), verify, {}, filtered=False),
    Route("/api/v1/accounts/lookup", ACCOUNTS, lookup, {"acct": NAME}, for_guests=True, filtered=False),
    Route("/api/v1/accounts/relationships", ("read:follows",), relationships, ONE, filtered=False),
    Route("/api/v1/accounts/([0-9]{1,18})", ACCOUNTS, show, {}, for_guests=True, filtered=False),
    Route("/api/v1/accounts/([0-9]{1,18})/statuses", ("read:statuses",), posts, BOUNDS | KINDS, for_guests=True),
)
