"""The pictures and films of someone's posts, as far as a viewer may see those."""

from collections.abc import Sequence
from dataclasses import dataclass

from verandah.base.ids import comma_list
from verandah.base.paging import Page
from verandah.base.reading import rows
from verandah.domain.accounts.models import Account
from verandah.domain.media.models import Kind, State
from verandah.domain.media.show import ShownMedia

from .filters import hides
from .full import FullPost, full_posts
from .queries import VISIBLE, viewer_id

PICTURES = (Kind.IMAGE,)
FILMS = (Kind.VIDEO, Kind.GIFV)
# The place in someone's profile, in the word filters have for it.
CONTEXT = "account"

# Newest first by when a file was sent, which its id tells.
OF_PERSON = f"""
SELECT m.id, m.post_id FROM verandah_media m JOIN verandah_post p ON p.id = m.post_id
WHERE m.owner_id = %(author)s AND m.id < %(before)s AND m.id > %(after)s AND m.state = {State.READY:d}
  AND m.is_withheld = false
  AND m.kind IN ({{kinds}}) AND p.author_id = m.owner_id AND p.is_comment = false AND {VISIBLE}
ORDER BY m.id DESC LIMIT %(length)s"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Found:
    """A file and the post it stands in."""

    media: ShownMedia
    full: FullPost


@dataclass(frozen=True, slots=True)
class Album:
    """A page of someone's files. `last_id` and `count`: where the next one begins, whatever a filter has taken out."""

    found: tuple[Found, ...]
    last_id: int
    count: int


def files_of(viewer: Account | None, author: Account, kinds: Sequence[Kind], page: Page) -> Album:
    """Newest first: what `author` has posted of these kinds, without what `viewer` has filtered away."""
    bounds = {"viewer": viewer_id(viewer), "author": author.id, "before": page.before, "after": page.after}
    sql = page.ordered(OF_PERSON.format(kinds=comma_list(kinds)))
    pairs = page.newest_first(list(rows(sql, {**bounds, "length": page.length})))
    posts = {full.post.id: full for full in full_posts(viewer, list(dict.fromkeys(post for _media, post in pairs)))}
    found = (placed(media, posts.get(post)) for media, post in pairs)
    return Album(tuple(one for one in found if one), pairs[-1][0] if pairs else 0, len(pairs))


def placed(media_id: int, full: FullPost | None) -> Found | None:
    """The file in its post; None when either has gone meanwhile, or the viewer wants to see nothing of it."""
    if full is None or hides(full.matches, CONTEXT):
        return None
    return next((Found(file, full) for file in full.media if file.id == media_id), None)
