"""Posts and people with all that apps show of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from verandah.base.markup import parse
from verandah.base.reading import id_rows, id_text, rows
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.quoting import QuotePolicy
from verandah.domain.accounts.show import ShownAccount, show_account, show_accounts
from verandah.domain.graph.queries import PRESENT
from verandah.domain.links.show import ShownLink, links_of
from verandah.domain.media.show import ShownMedia, media_of

from .filters import FilterMatch, ShownFilter, active_filters, hides, matches
from .holds import Hold, holds_of
from .polls import ShownPoll, polls_of
from .queries import followed_authors, visible_authors
from .rules import may_quote
from .show import ShownPost, show_posts
from .standing import NONE, Flags, viewer_flags


@dataclass(frozen=True, slots=True)
class Tally:
    """What a viewer may know of someone's posts: how many, and the day of the newest."""

    count: int = 0
    newest_on: date | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """Someone whom a post names."""

    id: int
    username: str


@dataclass(frozen=True, slots=True)
class FullAccount:
    """A person, and what the viewer may know of their posts in numbers."""

    account: ShownAccount
    tally: Tally


@dataclass(frozen=True, slots=True)
class FullPost:
    """A post with everything that belongs to it. `parent_author_id`: of what it answers, if the viewer may see that."""

    post: ShownPost
    author: FullAccount
    named: tuple[Named, ...] = ()
    media: tuple[ShownMedia, ...] = ()
    poll: ShownPoll | None = None
    link: ShownLink | None = None
    flags: Flags = NONE
    matches: tuple[FilterMatch, ...] = ()
    parent_author_id: int | None = None
    # Whether the viewer may quote it: always their own, others' by the policy of the post.
    may_quote: bool = False
    shared: "FullPost | None" = None
    # None as well when the viewer may not see it, or it has been deleted.
    quoted: "FullPost | None" = None
    # On whose wall it stands, if the viewer may know of them.
    wall: ShownAccount | None = None
    # Of a post within another: whether the viewer may see what it quotes, of which only the id is told.
    sees_quote: bool = False

    # Whether it is the viewer's.
    on_own_wall: bool = False
    # Of the viewer's own, what keeps it from others.
    hold: Hold | None = None

    @property
    def people(self) -> list[int]:
        """Who has a part in it: its author and whom it names."""
        return list(dict.fromkeys([self.author.account.id, *(person.id for person in self.named)]))


def full_posts(viewer: Account | None, ids: Sequence[int]) -> list[FullPost]:
    """Those of `ids` that `viewer` may see, in the order given. A fixed number of queries for any number of posts."""
    return filled(viewer, show_posts(ids, viewer))


def listed_posts(viewer: Account | None, ids: Sequence[int], context: str) -> list[FullPost]:
    """The same for a timeline, without what a filter of `viewer`'s takes out of `context` ("home", "public")."""
    return [full for full in full_posts(viewer, ids) if not hides((full.shared or full).matches, context)]


def filled(viewer: Account | None, posts: Sequence[ShownPost]) -> list[FullPost]:
    """Posts that `viewer` has been found to see, with what belongs to them and what they share or quote."""
    within = show_posts(list(inner_ids(posts)), viewer)
    passed_on = {post.share_of_id for post in posts}
    deepest = show_posts(list(inner_ids(post for post in within if post.id in passed_on)), viewer)
    quotes = visible_authors(viewer, list(quoted_ids([*within, *deepest])))
    everything = {
        full.post.id: replace(full, sees_quote=True) if full.post.quote_of_id in quotes else full
        for full in furnished(viewer, [*posts, *within, *deepest])
    }
    return [with_inner(everything[post.id], everything) for post in posts]


def quoted_ids(posts: Iterable[ShownPost]) -> dict[int, None]:
    """What the posts quote."""
    return {post.quote_of_id: None for post in posts if post.quote_of_id}


def inner_ids(posts: Iterable[ShownPost]) -> dict[int, None]:
    """What the posts share or quote."""
    found = (post.share_of_id or post.quote_of_id for post in posts)
    return {number: None for number in found if number}


def with_inner(full: FullPost, everything: dict[int, FullPost]) -> FullPost:
    """The post with what it shares or quotes, and what that share quotes, as far as the viewer may see it."""
    shared, quoted = everything.get(full.post.share_of_id or 0), everything.get(full.post.quote_of_id or 0)
    shared = with_inner(shared, everything) if shared else None
    return replace(full, shared=shared, quoted=quoted) if shared or quoted else full


def furnished(viewer: Account | None, posts: Sequence[ShownPost]) -> list[FullPost]:
    """Posts with what belongs to each of them. Only what some of them have is asked for."""
    ids = list(dict.fromkeys(post.id for post in posts))
    named, apart = named_in(viewer, ids)
    walls = owners_of(viewer, [post.wall_id for post in posts if post.wall_id])
    media = media_of([post.id for post in posts if post.has_media])
    polls = polls_of(viewer, [post.id for post in posts if post.has_poll])
    links = links_of([post.link_id for post in posts if post.link_id])
    flags, filters = viewer_flags(viewer, ids), active_filters(viewer)
    parents = authors_of(viewer, [post.parent_id for post in posts if post.parent_id])
    followed = followed_authors(viewer, posts_to_quote(posts))
    holds = holds_of(viewer, [post.id for post in posts if post.is_hidden and post.is_mine])
    return [
        FullPost(
            post=as_shown(post, named.get(post.id, ()), apart, media.get(post.id, ())),
            author=full_person(viewer, post.author),
            named=tuple(one for one in named.get(post.id, ()) if one.id not in apart),
            media=media.get(post.id, ()),
            poll=polls.get(post.id),
            link=links.get(post.link_id or 0),
            flags=flags[post.id],
            matches=found_in(filters, post, media.get(post.id, ()), links.get(post.link_id or 0)),
            wall=walls.get(post.wall_id or 0),
            on_own_wall=viewer is not None and viewer.id == post.wall_id,
            hold=holds.get(post.id),
            parent_author_id=parents.get(post.parent_id or 0),
            may_quote=viewer is not None
            and not post.is_locked
            and may_quote(post.audience, post.quote_policy, post.is_mine, post.author.id in followed),
        )
        for post in posts
    ]


def as_shown(post: ShownPost, named: Sequence[Named], apart: Collection[int], media: Sequence[ShownMedia]) -> ShownPost:
    """The post without what this viewer is not told, and behind a warning where one of its files needs one."""
    post = without_links(post, named, apart) if named and apart else post
    return replace(post, is_sensitive=True) if any(one.is_blurred for one in media) else post


def found_in(
    filters: Sequence[ShownFilter], post: ShownPost, media: Sequence[ShownMedia], link: ShownLink | None
) -> tuple[FilterMatch, ...]:
    """Which of the viewer's filters the post meets; their own posts meet none."""
    if not filters or post.is_mine:
        return ()
    page = [link.title, link.description] if link else []
    return matches(filters, " ".join([post.warning, post.text, *(row.description for row in media), *page]), post.id)


def authors_of(viewer: Account | None, ids: Sequence[int]) -> dict[int, int]:
    """Who wrote what is answered, as far as `viewer` may see it: an answer tells nobody what is kept from them."""
    return visible_authors(viewer, ids)


def posts_to_quote(posts: Sequence[ShownPost]) -> list[int]:
    """Authors whose followers alone may quote."""
    return [post.author.id for post in posts if post.quote_policy == QuotePolicy.FOLLOWERS and not post.is_mine]


def named_in(viewer: Account | None, post_ids: Sequence[int]) -> tuple[Mapping[int, list[Named]], Collection[int]]:
    """Whom each of the posts names, and who of them blocks `viewer` or is blocked. One query."""
    found: defaultdict[int, list[Named]] = defaultdict(list)
    apart: set[int] = set()
    values: dict[str, int | str] = {"viewer": viewer.id if viewer else 0, "ids": id_text(post_ids)}
    for post_id, number, username, is_apart in rows(named_sql(), values) if post_ids else ():
        found[post_id].append(Named(number, username))
        if is_apart:
            apart.add(number)
    return found, apart


def without_links(post: ShownPost, named: Sequence[Named], apart: Collection[int]) -> ShownPost:
    """The post in which the names of those who are kept apart from the viewer are text like any other."""
    if not any(one.id in apart for one in named):
        return post
    names = {one.username for one in named if one.id not in apart}
    html = parse(post.text).html(
        mention_url=lambda name: f"/@{name}/" if name in names else None, tag_url=lambda name: f"/tags/{name}/"
    )
    return replace(post, html=html)


def owners_of(viewer: Account | None, ids: Sequence[int]) -> dict[int, ShownAccount]:
    """Whose walls these are, as far as `viewer` may know of them. No query where there are none."""
    if not ids:
        return {}
    found = rows(owners_sql(), {"viewer": viewer.id if viewer else 0, "ids": id_text(ids)})
    return show_accounts([row[0] for row in found])


@cache
def owners_sql() -> str:
    """The query of `owners_of`."""
    return f"SELECT a.id FROM {id_rows()} CROSS JOIN verandah_account a WHERE a.id = j.value AND {PRESENT}"  # noqa: S608


@cache
def named_sql() -> str:
    """The query of `named_in`."""
    return f"""
SELECT m.post_id, a.id, a.username, EXISTS (SELECT 1 FROM verandah_block b
    WHERE (b.blocker_id = a.id AND b.blocked_id = %(viewer)s) OR (b.blocked_id = a.id AND b.blocker_id = %(viewer)s))
FROM {id_rows()} JOIN verandah_mention m ON m.post_id = j.value
JOIN verandah_account a ON a.id = m.account_id WHERE a.suspended_at IS NULL ORDER BY m.id"""  # noqa: S608


def full_accounts(viewer: Account | None, ids: Sequence[int]) -> list[FullAccount]:
    """The accounts `ids`, which a query for `viewer` has found, in the order given. One query."""
    shown = show_accounts(ids)
    return [full_person(viewer, shown[number]) for number in ids if number in shown]


def full_account(viewer: Account | None, account: Account) -> FullAccount:
    """One account that a query for `viewer` has found."""
    return full_person(viewer, show_account(account))


def full_person(viewer: Account | None, shown: ShownAccount) -> FullAccount:
    """A person with their numbers: of what everyone like the viewer may see, never of what is for some alone."""
    if viewer is None:
        return FullAccount(shown, Tally(shown.public_posts_count, shown.newest_public_on))
    count = shown.posts_count if viewer.id == shown.id else shown.open_posts_count
    return FullAccount(shown, Tally(count, shown.newest_open_on))
