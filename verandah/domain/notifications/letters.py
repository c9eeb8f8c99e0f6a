"""What a letter tells: notices that its reader has not seen, as they may see them now; and what letters have told."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

from verandah.base.paging import Page
from verandah.domain.accounts.models import Account
from verandah.domain.posts.filters import hides
from verandah.domain.posts.full import FullPost, full_posts

from .choices import choices_of
from .kinds import KINDS
from .models import Letter
from .queries import Wanted, group_heads
from .show import ShownGroup, show_groups

AT_ONCE, DIGEST = "now", "digest"
# So many lines are looked at for one letter; what is beyond them is told as "more than".
MOST_LINES = 100
# What has a letter of its own, which says all of it: no other letter tells it.
OF_THEIR_OWN = frozenset({"moderation", "announcement"})
# A birthday is told on its day, or not at all.
BIRTHDAY_FOR = timedelta(hours=18)


class Span(NamedTuple):
    """The notices that a letter has told: those with ids above `after` up to `until`, of these kinds."""

    after: int
    until: int
    kinds: frozenset[str]

    def holds(self, notice_id: int, kind: str) -> bool:
        return self.after < notice_id <= self.until and kind in self.kinds

    def key(self) -> str:
        """As the key of its letter: the kinds are bits of a number."""
        bits = sum(1 << number for number, word in KINDS.items() if word in self.kinds)
        return f"{AT_ONCE}:{self.after}:{self.until}:{bits:x}"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a letter tells; `excerpt` only of words that its reader has not wished to be warned of."""

    group: ShownGroup
    full: FullPost | None

    @property
    def excerpt(self) -> str:
        """What the post says, or its warning."""
        if self.full is None or any("notifications" in match.filter.contexts for match in self.full.matches):
            return ""
        return self.full.post.warning or self.full.post.text


def kinds_at_once(viewer: Account) -> frozenset[str]:
    """The kinds of which `viewer` wants to be told by letter at once. One query."""
    wants = choices_of(viewer).wants
    wanted = frozenset(kind for (kind, channel), is_wanted in wants.items() if channel == "email" and is_wanted)
    return wanted - OF_THEIR_OWN


def spans_of(viewer: Account, now: datetime, back: timedelta) -> list[Span]:
    """What letters that were sent at once have told `viewer` since then."""
    found = Letter.objects.filter(account=viewer, key__startswith=f"{AT_ONCE}:", created_at__gt=now - back)
    return [span_of(key) for key in found.values_list("key", flat=True)]


def span_of(key: str) -> Span:
    """The opposite of `Span.key`."""
    _name, after, until, bits = key.split(":")
    kinds = frozenset(word for number, word in KINDS.items() if int(bits, 16) >> number & 1)
    return Span(int(after), int(until), kinds)


def lines(viewer: Account, span: Span, told: Collection[Span] = ()) -> list[Line]:
    """What of `span` can still be told `viewer`, newest first: what they may see, and has not been told before."""
    wanted = Wanted(sorted(span.kinds))
    heads = group_heads(viewer, Page(before=span.until + 1, after=span.after, length=MOST_LINES + 1), wanted)
    groups = [group for group in show_groups(heads, viewer, span.after, wanted=wanted) if is_news(group, told)]
    posts = posts_of(viewer, [group.newest.post.id for group in groups if group.newest.post])
    found = [Line(group, posts.get(group.newest.post.id) if group.newest.post else None) for group in groups]
    return [line for line in found if line.group.newest.post is None or (line.full and not is_unwanted(line.full))]


def posts_of(viewer: Account, ids: Sequence[int]) -> dict[int, FullPost]:
    """The posts with what `viewer` has said of them."""
    return {full.post.id: full for full in full_posts(viewer, list(dict.fromkeys(ids)))} if ids else {}


def is_news(group: ShownGroup, told: Collection[Span]) -> bool:
    """Whether no letter has told it, and it is still worth telling."""
    newest = group.newest
    if any(span.holds(newest.id, newest.kind) for span in told):
        return False
    return newest.kind != "birthday" or newest.created_at > timezone.now() - BIRTHDAY_FOR


def is_unwanted(full: FullPost) -> bool:
    """Whether the reader wants to hear neither of it nor of its conversation."""
    return full.flags.muted or hides(full.matches, "notifications")


def is_more(viewer: Account, span: Span) -> bool:
    """Whether there is anything of these kinds after what `span` holds."""
    wanted = Wanted(sorted(span.kinds))
    return bool(group_heads(viewer, Page(after=span.until, length=1), wanted))
