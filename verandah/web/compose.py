"""The composer: a form that can be sent twice and posts once."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

from django.http import HttpRequest
from django.utils.translation import gettext as _

from verandah.actions.posting import Draft
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.rules import OFFERED

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


def empty_composer() -> Composer:
    """A form nobody has filled in."""
    return Composer(key=uuid4().hex)


def composer_from(request: HttpRequest, error: str = "") -> Composer:
    """The form as it was sent, with what was wrong with it. The text is never lost."""
    audience = request.POST.get("audience", "members")
    return Composer(
        key=request.POST.get("key", "")[:64] or uuid4().hex,
        text=request.POST.get("text", ""),
        audience=audience if audience in NAMES else "members",
        error=error,
    )


def draft_from(request: HttpRequest) -> Draft:
    """What the form says.

    The draft's key is made of the form's key and its content: sent again it is the same post, but changed after the
    back button it is another one, and no words are lost.
    """
    audience = request.POST.get("audience", "")
    return Draft(
        text=request.POST.get("text", ""),
        audience=NAMES.get(audience, Audience.GROUP),
        key=sent_key(request, audience),
        same_within=AGAIN,
    )


def sent_key(request: HttpRequest, more: str) -> str:
    """The key of what a form says: of its own key, its text, and what else makes it another post."""
    sent = "\0".join((request.POST.get("key", ""), more, request.POST.get("text", "")))
    return sha256(sent.encode("utf-8", "surrogatepass")).hexdigest()
