"""Who sees a post of one's own: how many, and who. Asked of the same rule that shows it to them."""

from dataclasses import dataclass

from verandah.base.errors import NotFound
from verandah.base.paging import Page
from verandah.base.reading import rows
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.show import ShownAccount, show_account
from verandah.domain.graph.queries import Entry

from .audience import Audience
from .models import Post
from .queries import visible_post
from .visible import VISIBLE_TO_ROW

# Members other than its author. A CROSS JOIN keeps SQLite from looking at all posts for each member.
SEERS = f"""verandah_post p CROSS JOIN verandah_account v
WHERE p.id = %(post)s AND p.author_id = %(viewer)s AND v.id <> p.author_id
  AND v.joined_at IS NOT NULL AND v.suspended_at IS NULL AND {VISIBLE_TO_ROW}"""

COUNT = f"SELECT count(*) FROM {SEERS}"  # noqa: S608
SOME = f"""SELECT v.id, v.id FROM {SEERS}
  AND v.id < %(before)s AND v.id > %(after)s ORDER BY v.id DESC LIMIT %(length)s"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a post of the viewer's goes. `count`: how many other members see it.

    Where someone else decides as well who sees it (`decided_by`), the number is not told, because with it one could
    find out whom they let see their wall or their post.
    """

    audience: Audience
    count: int | None
    decided_by: ShownAccount | None = None

    @property
    def is_for_all(self) -> bool:
        """Whether guests see it, too."""
        return self.audience == Audience.PUBLIC


def own_post(viewer: Account, post_id: int) -> Post:
    """A post of the viewer's own, with what decides about it beside them. Raises NotFound."""
    post = visible_post(viewer, post_id)
    if post.author_id != viewer.id:
        raise NotFound
    return post


def reach(viewer: Account, post_id: int) -> Reach:
    """How far a post of `viewer`'s goes. Raises NotFound for those of others."""
    post = own_post(viewer, post_id)
    decider = decided_by(post)
    count = None if decider else rows(COUNT, {"viewer": viewer.id, "post": post_id})[0][0]
    return Reach(Audience(post.audience), count, show_account(decider) if decider else None)


def seers(viewer: Account, post_id: int, page: Page) -> list[Entry]:
    """Who sees a post of `viewer`'s that nobody else decides about: the newest members first."""
    if decided_by(own_post(viewer, post_id)):
        return []
    bounds = {"before": page.before, "after": page.after, "length": page.length}
    found = rows(page.ordered(SOME), {"viewer": viewer.id, "post": post_id, **bounds})
    return page.newest_first([Entry(*row) for row in found])


def decided_by(post: Post) -> Account | None:
    """Who else decides who sees it: whose wall it stands on, whose post it is about, or whose it shares."""
    if post.wall_id and post.wall_id != post.author_id:
        return post.wall
    around = [one for one in (post.root, post.share_of) if one is not None]
    for one in around:
        if one.author_id != post.author_id:
            return one.author
    return next((decider for one in around if (decider := decided_by(one))), None)
