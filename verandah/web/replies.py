"""The form of a comment: for whom it is follows from what it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from django.utils.translation import gettext as _

from verandah.actions.posting import Draft
from verandah.actions.wording import LONGEST_WARNING
from verandah.base.errors import Invalid
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.full import full_posts
from verandah.domain.posts.queries import visible_post
from verandah.domain.posts.rules import OPEN

from .compose import AGAIN, sent_key
from .files import FormFile, Room, left_of, room, shown_files

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account
    from verandah.domain.posts.drafts import ShownDraft
    from verandah.domain.posts.models import Post

    from .viewer import MemberRequest

MOST_IN_A_COMMENT = 1


@dataclass(frozen=True, slots=True)
class Reply:
    """A comment on the post or comment `number` that is being written: `key` names this one filling of the form.

    `is_private`: for those whom it names alone. `is_inline`: the form stands below a comment, and goes when it is sent.
    """

    number: int
    key: str
    text: str = ""
    error: str = ""
    to_name: str = ""
    is_private: bool = False
    is_inline: bool = False
    files: tuple[FormFile, ...] = ()
    is_sensitive: bool = False
    left: int | None = None
    warning: str = ""
    draft: ShownDraft | None = None

    @property
    def at(self) -> str:
        """Where it stands, in the word that drafts have for it."""
        return f"c{self.number}"

    longest_warning = LONGEST_WARNING

    @property
    def room(self) -> Room:
        """What may be sent with it."""
        return replace(room(self.left), files=MOST_IN_A_COMMENT)


def reply_to(viewer: Account, answered: Post, *, inline: bool = False) -> Reply:
    """A form nobody has filled in. A private one begins with those whom it is for."""
    private = is_private(answered)
    return Reply(
        number=answered.pk,
        key=uuid4().hex,
        text="".join(f"@{name} " for name in partners(viewer, answered)) if private else "",
        to_name=answered.author.display_name if answered.is_comment else "",
        is_private=private,
        is_inline=inline,
        left=left_of(viewer),
    )


def reply_from(request: MemberRequest, answered: Post, error: str, media_ids: Sequence[int] = ()) -> Reply:
    """The form as it was sent, with what was wrong with it. Neither text nor files are lost."""
    empty = reply_to(request.viewer, answered, inline="inline" in request.POST)
    key = request.POST.get("key", "")[:64]
    return replace(
        empty,
        key=key or empty.key,
        text=request.POST.get("text", ""),
        error=error,
        files=tuple(shown_files(request.viewer, media_ids)),
        is_sensitive="sensitive" in request.POST,
        warning=request.POST.get("warning", ""),
    )


def comment_from(request: MemberRequest, answered: Post, media_ids: Sequence[int] = ()) -> Draft:
    """What the form says; sent again it is the same comment. Raises Invalid when it has too many files."""
    if len(media_ids) > MOST_IN_A_COMMENT:
        raise Invalid("files", _("A comment holds one file."))
    return Draft(
        text=request.POST.get("text", ""),
        audience=audience_of(request.viewer, answered),
        key=sent_key(request, str(answered.pk)),
        form_key=request.POST.get("key", ""),
        same_within=timedelta() if media_ids else AGAIN,
        media_ids=tuple(media_ids),
        is_sensitive=True if "sensitive" in request.POST else None,
        warning=request.POST.get("warning", ""),
        parent_id=answered.pk,
    )


def audience_of(viewer: Account, answered: Post) -> Audience:
    """For whom a comment is: everyone who sees what it is about, for the rule of visibility asks that besides."""
    if is_private(answered):
        return Audience.PEOPLE
    root = visible_post(viewer, answered.root_id) if answered.root_id else answered
    return Audience.PUBLIC if answered.audience == root.audience == Audience.PUBLIC else Audience.MEMBERS


def is_private(answered: Post) -> bool:
    """Whether an answer is for named people: where what it answers is, or is a comment that not everyone here sees."""
    return answered.audience == Audience.PEOPLE or (answered.is_comment and answered.audience not in OPEN)


def partners(viewer: Account, answered: Post) -> list[str]:
    """The user names of those with whom `viewer` speaks privately."""
    full = full_posts(viewer, [answered.pk])[0]
    names = [full.post.author.username, *(person.username for person in full.named)]
    return [name for name in dict.fromkeys(names) if name != viewer.username]
