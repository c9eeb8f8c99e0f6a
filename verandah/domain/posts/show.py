"""Posts as one viewer sees them: hydrated by one query, then frozen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from verandah.domain.accounts.models import Account, App
from verandah.domain.accounts.quoting import QuotePolicy
from verandah.domain.accounts.show import ShownAccount, show_account

from .audience import Audience, CommentPolicy, Mood
from .models import Post
from .quoting import QuoteState
from .rows import posts
from .rules import audience_told


@dataclass(frozen=True, slots=True)
class ByApp:
    """The app that a post was written with, as everyone may know it."""

    name: str
    website: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How often something was done with a post. Comments are only those that everyone sees who sees the post."""

    reactions: int
    shares: int
    comments: int
    quotes: int


@dataclass(frozen=True, slots=True)
class ShownPost:
    """A post a viewer may see. A template that has one cannot ask the database for more."""

    id: int
    rev: int
    author: ShownAccount
    audience: Audience
    html: str
    text: str
    warning: str
    is_sensitive: bool
    language: str
    created_at: datetime
    edited_at: datetime | None
    is_mine: bool
    is_comment: bool
    parent_id: int | None
    root_id: int | None
    share_of_id: int | None
    quote_of_id: int | None
    quote_state: QuoteState
    quote_policy: QuotePolicy
    has_media: bool
    has_poll: bool
    link_id: int | None
    counts: Counts
    app: ByApp | None
    place: str = ""
    mood: Mood = Mood.NONE
    comment_policy: CommentPolicy = CommentPolicy.EVERYONE
    wall_id: int | None = None
    # What a decision keeps from it: being seen by others, as its author is told, and being answered and shared.
    is_hidden: bool = False
    is_locked: bool = False

    @property
    def is_short(self) -> bool:
        """Short enough to be set in large type, as people expect of one-line news."""
        return len(self.text) <= 140 and "\n" not in self.text


def show_posts(ids: Sequence[int], viewer: Account | None) -> list[ShownPost]:
    """Those of `ids` that `viewer` may see, in the order given. One query for any number of posts.

    The rule is asked again here, after the ids were found: an id out of a cache never shows what the database
    would refuse.
    """
    rows = {post.id: post for post in posts(viewer, ids)}
    return [show_post(rows[number], viewer) for number in ids if number in rows]


def show_post(post: Post, viewer: Account | None) -> ShownPost:
    """One row, with its author and its app loaded, as `viewer` sees it."""
    is_mine = viewer is not None and viewer.id == post.author_id
    return ShownPost(
        id=post.id,
        rev=post.rev,
        author=show_account(post.author),
        audience=audience_told(post.audience, is_mine),
        html=post.html,
        text=post.text,
        warning=post.warning,
        is_sensitive=post.is_sensitive or post.is_blurred or (post.has_media and post.author.is_always_sensitive),
        language=post.language,
        created_at=post.created_at,
        edited_at=post.edited_at,
        is_mine=is_mine,
        is_comment=post.is_comment,
        parent_id=post.parent_id,
        root_id=post.root_id,
        share_of_id=post.share_of_id,
        quote_of_id=post.quote_of_id,
        quote_state=QuoteState(post.quote_state),
        quote_policy=QuotePolicy(post.quote_policy),
        has_media=post.has_media,
        has_poll=post.has_poll,
        link_id=post.link_id,
        counts=Counts(post.reactions_count, post.shares_count, post.comments_count, post.quotes_count),
        app=by_app(post.app),
        place=post.place,
        mood=Mood(post.mood),
        comment_policy=CommentPolicy.NOBODY if post.is_locked else CommentPolicy(post.comment_policy),
        wall_id=post.wall_id,
        is_hidden=bool(post.withheld),
        is_locked=post.is_locked,
    )


def by_app(app: App | None) -> ByApp | None:
    """What is told of the app."""
    return ByApp(app.name, app.website) if app else None
