"""What is shown of a post: the parts of its card, made of what a query has found for the viewer. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import pgettext_lazy

from verandah.domain.posts.filters import hides
from verandah.domain.posts.full import FullPost, full_posts
from verandah.domain.posts.quoting import QuoteState
from verandah.domain.posts.rules import may_share

from .figures import figures
from .gallery import GRID, files
from .linkcards import link_card
from .moods import feeling

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account
    from verandah.domain.posts.polls import ShownPoll
    from verandah.domain.posts.show import ShownPost

# The icon, the tone and the word of each reaction.
SIGNS = {
    "like": ("heart", "rose", pgettext_lazy("reaction", "Like")),
    "thanks": ("hand-heart", "amber", pgettext_lazy("reaction", "Thanks")),
    "cheer": ("party-popper", "violet", pgettext_lazy("reaction", "Cheer")),
    "laugh": ("laugh", "green", pgettext_lazy("reaction", "Laugh")),
    "wow": ("sparkles", "blue", pgettext_lazy("reaction", "Wow")),
    "sad": ("cloud-rain", "grey", pgettext_lazy("reaction", "Sad")),
}


@dataclass(frozen=True, slots=True)
class Card:
    """A post in its place, with all that its look depends on. `context`: the place, in the word filters have for it."""

    full: FullPost
    context: str
    is_member: bool
    # On the post's own page, where nothing of it is left out.
    is_whole: bool = False

    @property
    def id(self) -> int:
        """Of the share, where someone has shared it: both can stand on one page."""
        return self.full.post.id

    @property
    def subject(self) -> FullPost:
        """What is to be read: of a share, what is shared."""
        return self.full.shared or self.full

    @property
    def post(self) -> ShownPost:
        return self.subject.post


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a poll; without a percentage while the numbers are for nobody."""

    position: int
    title: str
    percent: int | None
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Ballot:
    """A poll: `is_open` to the vote of whoever is shown it."""

    poll: ShownPoll
    answers: tuple[Answer, ...]
    is_open: bool


def cards(viewer: Account | None, ids: Sequence[int], context: str) -> list[Card]:
    """The posts `ids` that `viewer` may see, without what a filter of theirs takes out of `context`."""
    return placed_in(context, viewer, full_posts(viewer, ids))


def placed_in(context: str, viewer: Account | None, found: Sequence[FullPost]) -> list[Card]:
    """The same of posts that are at hand."""
    all_of_them = (Card(full, context, viewer is not None) for full in found)
    return [card for card in all_of_them if not hides(card.subject.matches, context)]


def one_card(viewer: Account | None, post_id: int, context: str = "", *, is_whole: bool = False) -> Card | None:
    """One post, whatever filters say; None when `viewer` may not see it (any more)."""
    found = full_posts(viewer, [post_id])
    return Card(found[0], context, viewer is not None, is_whole) if found else None


def parts(card: Card) -> dict[str, Any]:
    """What the template of a card is given."""
    full, sharer = card.subject, card.full.post.author if card.full.shared else None
    return {
        "card": card,
        "key": f"p{card.id}",
        "number": card.id,
        "sharer": sharer,
        "shared_by_me": card.full.post.is_mine,
        "filtered": warned(full, card.context),
        **content(full, card.context, card.is_member, is_whole=card.is_whole),
        **deeds(full, card.is_member),
    }


def content(full: FullPost, context: str, is_member: bool, *, is_whole: bool) -> dict[str, Any]:
    """What someone has said: words, files, poll, and what it quotes."""
    post = full.post
    return {
        "post": post,
        "wall": full.wall,
        "is_my_wall": full.on_own_wall,
        "quotes_me": quotes_mine(full),
        "mood": feeling(post.mood),
        "is_veiled": post.is_sensitive or blurred(full, context),
        "hold": full.hold,
        "linked": link_card(full),
        **files(full.media, GRID if not is_whole else len(full.media)),
        "ballot": ballot(full.poll, is_member),
        "has_quote": post.quote_of_id is not None and post.quote_state == QuoteState.ACCEPTED,
        "quote": quote(full.quoted, context) if full.quoted else None,
    }


def deeds(full: FullPost, is_member: bool) -> dict[str, Any]:
    """What can be done with it, and what the viewer has done."""
    icon, tone, word = SIGNS[full.flags.reacted or "like"]
    return {
        "post": full.post,
        "told": figures(full.post.counts),
        "flags": full.flags,
        "sign": {"icon": icon, "tone": tone, "word": word},
        "is_member": is_member,
        "may_share": may_share(full.post.audience, full.post.is_mine) and not full.post.is_locked,
    }


def quotes_mine(full: FullPost) -> bool:
    """Whether it shows a post of the viewer's, in somebody else's."""
    return full.quoted is not None and full.quoted.post.is_mine and not full.post.is_mine


def quote(full: FullPost, context: str) -> dict[str, Any]:
    """What is shown of a post inside another. What would be filtered alone is filtered there, too."""
    taken_out = hides(full.matches, context)
    titles = [match.filter.title for match in full.matches if context in match.filter.contexts]
    return {
        "post": full.post,
        "filtered": ", ".join(titles) if taken_out else warned(full, context),
        "is_veiled": full.post.is_sensitive or blurred(full, context),
        "has_poll": full.poll is not None,
        **files(full.media, GRID),
    }


def warned(full: FullPost, context: str) -> str:
    """The titles of the filters that put a warning before the post in this place; empty when none does."""
    found = [match.filter for match in full.matches if context in match.filter.contexts]
    return ", ".join(one.title for one in found if one.action == "warn")


def blurred(full: FullPost, context: str) -> bool:
    """Whether a filter covers its files in this place."""
    return any(match.filter.action == "blur" and context in match.filter.contexts for match in full.matches)


def ballot(poll: ShownPoll | None, is_member: bool) -> Ballot | None:
    """A poll as it is shown: as a question to whoever can still answer it, else as it stands."""
    if poll is None:
        return None
    total = poll.voters_count if poll.multiple else poll.votes_count
    answers = (
        Answer(place, title, percent(votes, total), place in poll.own_votes)
        for place, (title, votes) in enumerate(poll.options)
    )
    return Ballot(poll, tuple(answers), is_member and not poll.voted and not poll.expired)


def percent(votes: int | None, total: int) -> int | None:
    """Votes in a hundred; None where they are hidden."""
    if votes is None:
        return None
    return (votes * 200 + total) // (total * 2) if total else 0
