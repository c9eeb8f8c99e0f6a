"""Taking a person out of the numbers of others, and putting them back: set by set, whatever they have done."""

from typing import Any, Literal

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest

from verandah.domain.accounts.models import Account
from verandah.domain.graph.models import Follow
from verandah.domain.posts.audience import Withheld
from verandah.domain.posts.models import Mention, Post, Reaction
from verandah.domain.posts.quoting import QuoteState
from verandah.domain.posts.rules import OPEN

type Step = Literal[-1, 1]


def count_without(account_id: int) -> None:
    """Nobody's numbers count this person and what they have done. Call it only when they were counted."""
    count(account_id, -1)


def count_with(account_id: int) -> None:
    """They count again. Call it only when they did not."""
    count(account_id, 1)


def count(account_id: int, step: Step) -> None:
    """Each set in one statement, however much someone has done."""
    count_follows(account_id, step)
    mine = Post.objects.filter(author=account_id, deleted_at=None, withheld=Withheld.NO)
    reacted = Reaction.objects.filter(account=account_id)
    Post.objects.filter(pk__in=reacted.values("post")).update(
        reactions_count=Greatest(F("reactions_count") + step, 0), rev=F("rev") + 1
    )
    shared = mine.filter(share_of__isnull=False)
    Post.objects.filter(pk__in=shared.values("share_of")).update(
        shares_count=Greatest(F("shares_count") + step, 0), rev=F("rev") + 1
    )
    quoting = mine.filter(quote_of__isnull=False, quote_state=QuoteState.ACCEPTED, audience__in=OPEN)
    Post.objects.filter(pk__in=quoting.values("quote_of")).update(
        quotes_count=moved("quotes_count", quoting.filter(quote_of=OuterRef("pk")), step), rev=F("rev") + 1
    )
    # A comment counts at its root, and at the comment that it answers.
    said = mine.filter(is_comment=True, audience__in=OPEN)
    answered = Q(pk__in=said.values("root")) | Q(pk__in=said.values("parent"))
    of_post = said.filter(Q(root=OuterRef("pk")) | Q(parent=OuterRef("pk")))
    Post.objects.filter(answered).update(comments_count=moved("comments_count", of_post, step), rev=F("rev") + 1)
    # Whom a post names is part of what was rendered of it.
    Post.objects.filter(pk__in=Mention.objects.filter(account=account_id).values("post")).update(rev=F("rev") + 1)


def count_follows(account_id: int, step: Step) -> None:
    """Those they follow have a follower, and those who follow them one whom they follow."""
    followees = Follow.objects.filter(follower=account_id).values("followee")
    followers = Follow.objects.filter(followee=account_id).values("follower")
    Account.objects.filter(pk__in=followees).update(
        followers_count=Greatest(F("followers_count") + step, 0), rev=F("rev") + 1
    )
    Account.objects.filter(pk__in=followers).update(
        following_count=Greatest(F("following_count") + step, 0), rev=F("rev") + 1
    )


def moved(counter: str, rows: QuerySet[Post], step: Step) -> Any:
    """The counter with as many more or less as there are `rows` for the post."""
    number = rows.order_by().annotate(one=Value(1)).values("one").annotate(number=Count("pk")).values("number")
    return Greatest(F(counter) + step * Coalesce(Subquery(number), 0), 0)
