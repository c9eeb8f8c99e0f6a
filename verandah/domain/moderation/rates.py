"""How much somebody says in a time, and how new they are: what rules of these kinds count."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from verandah.base.errors import Invalid
from verandah.base.ids import moment_of
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.trust import Trust
from verandah.domain.graph.models import Follow
from verandah.domain.posts.models import Mention, Post

LONGEST_TIME = 30 * 86400
MOST_TIMES = 100_000
LONGEST_NEW = 365
# Words that are so short are said by many, all the time.
SHORTEST_SAME = 10


class What(StrEnum):
    """What is counted."""

    POSTS = "posts"
    COMMENTS = "comments"
    MENTIONS = "mentions"
    # The same words by the same person, and by anybody.
    SAME = "same"
    SAME_BY_ALL = "same_by_all"


@dataclass(frozen=True, slots=True)
class Said:
    """Something that is about to be published, or was. `before_id`: what is counted came before that."""

    author: Account
    text: str
    links: int
    is_comment: bool
    named: Collection[int]
    at: datetime
    before_id: int | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """More than `most` in so many seconds, by someone who is trusted no further than `trust`."""

    what: What
    most: int
    seconds: int
    trust: Trust = Trust.REGULAR

    def search(self, said: Said) -> str:
        """How much it is, when it is too much; empty when it is not. One query, none for whom it is not for."""
        if said.author.trust > self.trust or not self.concerns(said):
            return ""
        count = self.counted(said)
        return f"{self.what} {count}/{self.most}" if count > self.most else ""

    def concerns(self, said: Said) -> bool:
        """Whether this is of the kind that is counted."""
        match self.what:
            case What.POSTS:
                return not said.is_comment
            case What.COMMENTS:
                return said.is_comment
            case What.MENTIONS:
                return bool(said.named)
        return len(said.text) >= SHORTEST_SAME

    def counted(self, said: Said) -> int:
        """How much there is with this one."""
        posts = before(said, timedelta(seconds=self.seconds))
        if self.what == What.MENTIONS:
            mine = posts.filter(author=said.author)
            return Mention.objects.filter(post__in=mine).count() + len(said.named)
        if self.what == What.SAME_BY_ALL:
            return posts.filter(text=said.text).count() + 1
        mine = posts.filter(author=said.author)
        if self.what == What.SAME:
            return mine.filter(text=said.text).count() + 1
        return mine.filter(is_comment=self.what == What.COMMENTS).count() + 1


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Whoever is new in one of these ways; and, where that is said, only with links or naming so many strangers."""

    trust: Trust | None = Trust.NEW
    days: int = 0
    first_posts: int = 0
    with_links: bool = False
    strangers: int = 0

    def search(self, said: Said) -> str:
        """Why they are new, when it is so and what they say is meant. Two queries at most."""
        if self.with_links and not said.links:
            return ""
        if self.strangers and len(said.named) < self.strangers:
            return ""
        new = self.how_new(said)
        if not new or (self.strangers and strangers_among(said.author, said.named) < self.strangers):
            return ""
        return new

    def how_new(self, said: Said) -> str:
        """In which way they are new; empty when they are not."""
        author = said.author
        if self.trust is not None and author.trust <= self.trust:
            return f"trust {author.trust}"
        age = said.at - moment_of(author.pk)
        if self.days and age < timedelta(days=self.days):
            return f"days {age.days}"
        if self.first_posts:
            count = before(said, None).filter(author=author).count()
            if count < self.first_posts:
                return f"post {count + 1}"
        return ""


def before(said: Said, within: timedelta | None) -> QuerySet[Post]:
    """What was said before it, shares aside. Also what was taken back or is withheld: it was said all the same."""
    posts = Post.objects.filter(share_of=None)
    if said.before_id is not None:
        posts = posts.filter(pk__lt=said.before_id)
    return posts if within is None else posts.filter(created_at__gt=said.at - within)


def strangers_among(author: Account, named: Collection[int]) -> int:
    """How many of these do not follow `author`, and are not them."""
    others = set(named) - {author.pk}
    if not others:
        return 0
    following = Follow.objects.filter(followee=author, follower__in=others).values_list("follower_id", flat=True)
    return len(others - set(following))


def rate_of(config: dict[str, object]) -> Rate:
    """What a rule counts. Raises Invalid."""
    try:
        what, trust = What(str(config.get("what", ""))), Trust(int(str(config.get("trust", Trust.REGULAR))))
        most, seconds = int(str(config.get("most", ""))), int(str(config.get("seconds", "")))
    except ValueError:
        raise Invalid("config", _("Say what is counted, how many are fine, and in which time.")) from None
    if not (0 <= most <= MOST_TIMES and 1 <= seconds <= LONGEST_TIME):
        raise Invalid("config", _("Choose a time of at most 30 days, and a number that is not below zero."))
    return Rate(what, most, seconds, trust)


def newcomer_of(config: dict[str, object]) -> Newcomer:
    """Who is new for a rule. Raises Invalid."""
    try:
        trust = Trust(int(str(config["trust"]))) if config.get("trust") not in (None, "") else None
        days, first, strangers = (int(str(config.get(name) or 0)) for name in ("days", "first_posts", "strangers"))
    except ValueError:
        raise Invalid("config", _("Write numbers.")) from None
    if trust is None and not days and not first:
        raise Invalid("config", _("Say who is new: by trust, by days, or by how much they have said."))
    if not all(0 <= number <= LONGEST_NEW for number in (days, first, strangers)):
        raise Invalid("config", _("Use numbers from 0 to 365."))
    return Newcomer(trust, days, first, bool(config.get("with_links")), strangers)
