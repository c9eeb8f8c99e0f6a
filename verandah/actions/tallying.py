"""Counting what is done with a post: in the transaction of the deed, so that numbers and rows never part."""

from collections.abc import Iterator, Sequence
from typing import Literal

from verandah.base.ids import comma_list, moment_of
from verandah.base.reading import rows
from verandah.base.writing import changed
from verandah.domain.posts.audience import Audience, Withheld
from verandah.domain.posts.models import Post
from verandah.domain.posts.quoting import QuoteState
from verandah.domain.posts.rules import OPEN

type Counter = Literal["reactions_count", "shares_count", "comments_count", "quotes_count"]
COUNTERS: tuple[Counter, ...] = ("reactions_count", "shares_count", "comments_count", "quotes_count")

TALLY = {
    counter: f"""UPDATE verandah_post SET rev = rev + 1,
    {counter} = CASE WHEN {counter} + %(step)s > 0 THEN {counter} + %(step)s ELSE 0 END WHERE id = %(post)s"""  # noqa: S608
    for counter in COUNTERS
}

# The newest post of someone's that all members may see, and the newest that everyone on the web may. What stands on
# another's wall is never one for all: that is for whoever its owner lets see the wall.
NEWEST_AMONG = """(SELECT p.id FROM verandah_post p WHERE p.author_id = %(author)s AND p.deleted_at IS NULL
    AND p.withheld = 0 AND p.is_comment = false AND p.share_of_id IS NULL AND p.wall_id IS NULL AND p.audience IN ({})
    ORDER BY p.id DESC LIMIT 1)"""
NEWEST = f"SELECT {NEWEST_AMONG.format(comma_list(OPEN))}, {NEWEST_AMONG.format(int(Audience.PUBLIC))}"

COUNT_FOR_AUTHOR = """UPDATE verandah_account SET rev = rev + 1,
    posts_count = CASE WHEN posts_count + %(step)s > 0 THEN posts_count + %(step)s ELSE 0 END,
    open_posts_count = CASE WHEN open_posts_count + %(opened)s > 0 THEN open_posts_count + %(opened)s ELSE 0 END,
    public_posts_count = CASE WHEN public_posts_count + %(public)s > 0 THEN public_posts_count + %(public)s ELSE 0 END,
    newest_open_on = %(open_on)s, newest_public_on = %(public_on)s WHERE id = %(author)s"""


def tally(post_id: int, counter: Counter, step: int) -> None:
    """One more (`step` 1) or one less (-1). Each call counts: call it only when a row has come or gone."""
    changed(TALLY[counter], {"post": post_id, "step": step})


def touch(post_id: int) -> None:
    """What is shown of the post is no longer what was rendered of it. Twice: it is rendered anew once more."""
    changed("UPDATE verandah_post SET rev = rev + 1 WHERE id = %(post)s", {"post": post_id})


def count_post(post: Post, step: int) -> None:
    """A post of its author's is there (`step` 1) or no longer (-1): in the author's numbers, and in those of what it
    answers or quotes. Each call counts: call it only when that has changed. A share is counted by what it shares alone,
    and what a decision withholds by nothing: whoever ends that counts it.
    """
    if not post.withheld:
        count_seen(post, step)


def count_seen(post: Post, step: int) -> None:
    """The same, whether it is withheld or not."""
    # Newest first, as every post comes before what it is about, and people last: two who count at once always go the
    # same way, and never wait for each other.
    for number, counter in sorted(counted_at(post), reverse=True):
        tally(number, counter, step)
    if not post.is_comment and not post.share_of_id:
        count_for_author(post.author_id, Audience(post.audience) if post.wall_id is None else Audience.ONLY_ME, step)


def counted_at(post: Post) -> Iterator[tuple[int, Counter]]:
    """The other posts whose numbers count this one."""
    if post.share_of_id:
        yield post.share_of_id, "shares_count"
    elif post.audience in OPEN:
        # The whole conversation is counted at its root, and what answers a comment at that comment, too.
        for number in {post.root_id, post.parent_id} if post.is_comment else ():
            if number:
                yield number, "comments_count"
        if post.quote_of_id and post.quote_state == QuoteState.ACCEPTED:
            yield post.quote_of_id, "quotes_count"


def uncount_quotes_under(root_ids: Sequence[int]) -> None:
    """What is quoted in comments under these posts is quoted by one less. Call it once, when they go for good."""
    there = Post.objects.filter(root__in=root_ids, deleted_at=None, audience__in=OPEN, author__suspended_at=None)
    quoting = there.filter(withheld=Withheld.NO, quote_of__isnull=False, quote_state=QuoteState.ACCEPTED)
    for number in sorted(quoting.values_list("quote_of_id", flat=True), reverse=True):
        tally(number or 0, "quotes_count", -1)


def count_for_author(author_id: int, audience: Audience, step: int) -> None:
    """How much someone has said, for themselves, for members and for guests, and when they last did."""
    is_open, is_public = int(audience in OPEN), int(audience == Audience.PUBLIC)
    count_steps(author_id, {"step": step, "opened": step * is_open, "public": step * is_public})


def uncount_open(author_id: int, opened: int, public: int) -> None:
    """So many posts of someone's are for members no longer, and so many of them for guests. Each call counts."""
    count_steps(author_id, {"step": 0, "opened": -opened, "public": -public})


def count_steps(author_id: int, steps: dict[str, int]) -> None:
    """Into the numbers of an account."""
    [(opened, public)] = rows(NEWEST, {"author": author_id})
    changed(COUNT_FOR_AUTHOR, {"author": author_id, "open_on": day_of(opened), "public_on": day_of(public), **steps})


def day_of(post_id: int | None) -> str | None:
    """The day on which a post was written, as both databases take it."""
    return moment_of(post_id).date().isoformat() if post_id else None
