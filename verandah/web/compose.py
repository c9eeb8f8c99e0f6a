"""The composer: a form that can be sent twice and posts once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import uuid4

from django.http import HttpRequest
from django.utils.translation import gettext as _

from verandah.actions.posting import Draft
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.rules import OFFERED

from .files import FormFile, Room, accepted_types, left_of, room, shown_files

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account
    from verandah.domain.posts.scheduled import Waiting

    from .viewer import MemberRequest

# Without JavaScript the back button gives the words back in a form with a new key: pressed again, it is the same post.
AGAIN = timedelta(minutes=10)
NAMES = {audience.name.lower(): audience for audience in OFFERED}


@dataclass(frozen=True, slots=True)
class Choice:
    """One audience as the form offers it."""

    value: str
    audience: Audience
    words: str


@dataclass(frozen=True, slots=True)
class Composer:
    """The form as shown: `key` names this one filling of it."""

    key: str
    text: str = ""
    audience: str = "members"
    error: str = ""
    files: tuple[FormFile, ...] = ()
    is_sensitive: bool = False
    left: int | None = None

    @property
    def room(self) -> Room:
        """What may be sent with it."""
        return room(self.left)

    @property
    def types(self) -> str:
        """What a browser offers when someone chooses files."""
        return accepted_types()

    @property
    def choices(self) -> list[Choice]:
        """The audiences one can choose from, each with what it means."""
        words = {
            Audience.PUBLIC: _("Also people without an account"),
            Audience.MEMBERS: _("Anyone signed in here"),
            Audience.FOLLOWERS: _("People who follow you"),
            Audience.ONLY_ME: _("Nobody else, whatever happens"),
        }
        return [Choice(name, audience, words[audience]) for name, audience in NAMES.items()]


def empty_composer(viewer: Account) -> Composer:
    """A form nobody has filled in."""
    return Composer(key=uuid4().hex, left=left_of(viewer))


def composer_from(request: MemberRequest, error: str = "", media_ids: Sequence[int] = ()) -> Composer:
    """The form as it was sent, with what was wrong with it. Neither text nor files are lost."""
    audience = request.POST.get("audience", "members")
    return Composer(
        key=request.POST.get("key", "")[:64] or uuid4().hex,
        text=request.POST.get("text", ""),
        audience=audience if audience in NAMES else "members",
        error=error,
        files=tuple(shown_files(request.viewer, media_ids)),
        is_sensitive="sensitive" in request.POST,
        left=left_of(request.viewer),
    )


def composer_again(viewer: Account, waited: Waiting) -> Composer:
    """The form with what has waited and will not be said."""
    draft = waited.draft
    audience = next((name for name, value in NAMES.items() if value == draft["audience"]), "members")
    files = tuple(shown_files(viewer, [file.id for file in waited.media]))
    sensitive, left = bool(draft["is_sensitive"]), left_of(viewer)
    return Composer(uuid4().hex, draft["text"], audience, waited.failure, files, sensitive, left)


def draft_from(request: HttpRequest, media_ids: Sequence[int] = ()) -> Draft:
    """What the form says.

    The draft's key is made of the form's key and its content: sent again it is the same post, but changed after the
    back button it is another one, and no words are lost.
    """
    audience = request.POST.get("audience", "")
    return Draft(
        text=request.POST.get("text", ""),
        audience=NAMES.get(audience, Audience.GROUP),
        key=sent_key(request, audience),
        # Two pictures without words are two posts.
        same_within=timedelta() if media_ids else AGAIN,
        media_ids=tuple(media_ids),
        is_sensitive=True if "sensitive" in request.POST else None,
    )


def sent_key(request: HttpRequest, more: str) -> str:
    """The key of what a form says: of its own key, its text and files, and what else makes it another post."""
    files = [f"{file.name} {file.size}" for file in request.FILES.getlist("files")]
    said = (request.POST.get("key", ""), more, request.POST.get("text", ""), *request.POST.getlist("media"), *files)
    sent = "\0".join(said)
    return sha256(sent.encode("utf-8", "surrogatepass")).hexdigest()
