"""The composer: a form that can be sent twice and posts once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import uuid4

from django.http import HttpRequest, QueryDict

from verandah.actions.posting import Draft
from verandah.base.paging import whole
from verandah.domain.posts.audience import Audience

from .audience_form import Menu, Picked, menu_for, menu_of, menu_sent, picked_from, sent_parts
from .extras import Extras, extras_from, extras_kept, opened_in, said_in, with_extras
from .files import FormFile, Room, accepted_types, left_of, room, shown_files

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account
    from verandah.domain.accounts.show import ShownAccount
    from verandah.domain.posts.drafts import ShownDraft
    from verandah.domain.posts.scheduled import Waiting

    from .cards import Card
    from .viewer import MemberRequest

# Without JavaScript the back button gives the words back in a form with a new key: pressed again, it is the same post.
AGAIN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Composer:
    """The form as shown: `key` names this one filling of it.

    `extras`: None where they are fetched when someone wants them. `preview`: the post as it would look.
    """

    key: str
    text: str = ""
    menu: Menu = field(default_factory=Menu)
    error: str = ""
    files: tuple[FormFile, ...] = ()
    is_sensitive: bool = False
    left: int | None = None
    # Where it stands, in the word that drafts have for it, and what it was filled from.
    at: str = ""
    draft: ShownDraft | None = None
    extras: Extras | None = None
    preview: Card | None = None
    # On whose wall it will stand.
    wall: ShownAccount | None = None

    @property
    def room(self) -> Room:
        """What may be sent with it."""
        return room(self.left)

    @property
    def shown_extras(self) -> Extras:
        """What is brought beside words and files; where there is nothing, the fields for it."""
        return self.extras if self.extras is not None else Extras()

    @property
    def types(self) -> str:
        """What a browser offers when someone chooses files."""
        return accepted_types()


def empty_composer(viewer: Account) -> Composer:
    """A form nobody has filled in."""
    return Composer(key=uuid4().hex, menu=menu_of(viewer), left=left_of(viewer))


def opened(composer: Composer, asked: QueryDict) -> Composer:
    """The form with the part open that was asked for."""
    return replace(composer, extras=replace(composer.shown_extras, opened=opened_in(asked)))


def composer_from(request: MemberRequest, error: str = "", media_ids: Sequence[int] = ()) -> Composer:
    """The form as it was sent, with what was wrong with it. Neither text nor files are lost."""
    return Composer(
        key=request.POST.get("key", "")[:64] or uuid4().hex,
        text=request.POST.get("text", ""),
        menu=menu_sent(request.viewer, request.POST),
        error=error,
        files=tuple(shown_files(request.viewer, media_ids)),
        is_sensitive="sensitive" in request.POST,
        left=left_of(request.viewer),
        extras=extras_from(request.POST) or None,
    )


def composer_again(viewer: Account, waited: Waiting) -> Composer:
    """The form with what has waited and will not be said."""
    draft = waited.draft
    lists, people = tuple(draft.get("list_ids", ())), tuple(draft.get("account_ids", ()))
    menu = menu_for(viewer, Picked(Audience(draft["audience"]), lists, people))
    files = tuple(shown_files(viewer, [file.id for file in waited.media]))
    sensitive, left = bool(draft["is_sensitive"]), left_of(viewer)
    extras = extras_kept(draft)
    return Composer(uuid4().hex, draft["text"], menu, waited.failure, files, sensitive, left, extras=extras)


def draft_from(request: MemberRequest, media_ids: Sequence[int] = ()) -> Draft:
    """What the form says.

    The draft's key is made of the form's key and its content: sent again it is the same post, but changed after the
    back button it is another one, and no words are lost.
    """
    picked = picked_from(request.viewer, request.POST)
    draft = Draft(
        text=request.POST.get("text", ""),
        audience=picked.audience,
        list_ids=picked.list_ids,
        account_ids=picked.account_ids,
        is_chosen=True,
        key=sent_key(request, "\0".join(sent_parts(request.POST))),
        form_key=request.POST.get("key", ""),
        media_ids=tuple(media_ids),
        wall_id=whole(request.POST.get("wall"), 0) or None,
        is_sensitive=True if "sensitive" in request.POST else None,
    )
    draft = with_extras(draft, request.POST)
    # Two pictures without words are two posts.
    return replace(draft, same_within=timedelta() if media_ids or draft.poll else AGAIN)


def sent_key(request: HttpRequest, more: str) -> str:
    """The key of what a form says: of its own key, its text and files, and what else makes it another post."""
    files = [f"{file.name} {file.size}" for file in request.FILES.getlist("files")]
    said = (request.POST.get("key", ""), more, request.POST.get("text", ""), *request.POST.getlist("media"), *files)
    sent = "\0".join([*said, *said_in(request)])
    return sha256(sent.encode("utf-8", "surrogatepass")).hexdigest()
