"""Counting what is done with a post: in the transaction of the deed, so that numbers and rows never part."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

from django.db.models import F, QuerySet
from django.db.models.functions import Greatest

from verandah.base.ids import moment_of
from verandah.domain.accounts.models import Account
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post
from verandah.domain.posts.quoting import QuoteState
from verandah.domain.posts.rules import OPEN

type Counter = Literal["reactions_count", "shares_count", "comments_count", "quotes_count"]


def tally(post_id: int, counter: Counter, step: int) -> None:
    """One more (`step` 1) or one less (-1). Each call counts: call it only when a row has come or gone."""
    steps = {counter: Greatest(F(counter) + step, 0)}
    Post.objects.filter(pk=post_id).update(rev=F("rev") + 1, **steps)


def touch(post_id: int) -> None:
    """What is shown of the post is no longer what was rendered of it. Twice: it is rendered anew once more."""
    Post.objects.filter(pk=post_id).update(rev=F("rev") + 1)


def count_post(post: Post, step: int) -> None:
    """A post of its author's is there (`step` 1) or no longer (-1): in the author's numbers, and in those of what it
    answers or quotes. Each call counts: call it only when that has changed. A share is counted by what it shares alone.
    """
    # Newest first, as every post comes before what it is about, and people last: two who count at once always go the
    # same way, and never wait for each other.
    for number, counter in sorted(counted_at(post), reverse=True):
        tally(number, counter, step)
    if not post.is_comment and not post.share_of_id:
        count_for_author(post.author_id, Audience(post.audience), step)


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
    quoting = there.filter(quote_of__isnull=False, quote_state=QuoteState.ACCEPTED)
    for number in sorted(quoting.values_list("quote_of_id", flat=True), reverse=True):
        tally(number or 0, "quotes_count", -1)


def count_for_author(author_id: int, audience: Audience, step: int) -> None:
    """How much someone has said, for themselves, for members and for guests, and when they last did."""
    is_open, is_public = int(audience in OPEN), int(audience == Audience.PUBLIC)
    newest = Post.objects.filter(author=author_id, deleted_at=None, is_comment=False, share_of=None).order_by("-id")
    Account.objects.filter(pk=author_id).update(
        posts_count=Greatest(F("posts_count") + step, 0),
        open_posts_count=Greatest(F("open_posts_count") + step * is_open, 0),
        public_posts_count=Greatest(F("public_posts_count") + step * is_public, 0),
        newest_open_on=day_of(newest.filter(audience__in=OPEN)),
        newest_public_on=day_of(newest.filter(audience=Audience.PUBLIC)),
        rev=F("rev") + 1,
    )


def day_of(posts: QuerySet[Post]) -> date | None:
    """The day on which the first of `posts` was written."""
    first = posts.values_list("id", flat=True).first()
    return moment_of(first).date() if first else None
