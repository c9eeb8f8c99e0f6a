"""Limiting what someone has posted so far to fewer people."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.tasks import task
from django.utils.translation import gettext as _

from verandah.base.errors import Invalid
from verandah.base.ids import new_id
from verandah.base.jobs import later
from verandah.domain.accounts.models import Account
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post
from verandah.domain.posts.quoting import QuoteState
from verandah.domain.posts.rules import OPEN
from verandah.domain.posts.wider import WIDER, wider

from . import announcing
from .tallying import tally, uncount_open

# So many posts are limited in one transaction.
BATCH = 100


def limit_old_posts(author: Account, audience: Audience, before: datetime | None = None) -> int:
    """All posts of `author`'s that are for more people become for these, a batch after the other; of those written
    before a moment, if there is one. The id of the last of them, to ask by how far that is. Twice: the same.

    What is written from now on stays as it is said. Raises Invalid for an audience to which nothing is limited.
    """
    if audience not in WIDER:
        raise Invalid("audience", _("Old posts can be limited to friends or to followers."))
    until_id = new_id()
    with transaction.atomic():
        later(limit_batch, author.pk, int(audience), before.isoformat() if before else "", until_id)
    return until_id


@task(queue_name="distribute")
def limit_batch(author_id: int, audience: int, before: str, until_id: int) -> None:
    """Limit some of them, and go on as long as there are more. Safe to run twice, and to be killed at any moment."""
    moment = datetime.fromisoformat(before) if before else None
    condition = wider(author_id, Audience(audience), moment, until_id)
    while True:
        with transaction.atomic():
            rows = list(Post.objects.select_for_update(no_key=True).filter(condition).order_by("-id")[:BATCH])
            limit(author_id, rows, Audience(audience))
        if len(rows) < BATCH:
            return


def limit(author_id: int, rows: list[Post], audience: Audience) -> None:
    """These posts are for `audience`, in all numbers as well."""
    ids, there = [post.pk for post in rows], [post for post in rows if post.deleted_at is None and not post.withheld]
    for post in there:
        if post.quote_of_id and post.quote_state == QuoteState.ACCEPTED and post.audience in OPEN:
            tally(post.quote_of_id, "quotes_count", -1)
    Post.objects.filter(pk__in=ids).update(audience=audience, rev=F("rev") + 1)
    # The addresses of files in comments are for whom the post is.
    Post.objects.filter(root__in=ids, has_media=True).update(rev=F("rev") + 1)
    open_ones = sum(post.audience in OPEN for post in there)
    if open_ones:
        uncount_open(author_id, open_ones, sum(post.audience == Audience.PUBLIC for post in there))
    for post in there:
        announcing.post_changed(post.pk)
