"""Trying a rule on what was said here in the last 30 days: by a job, in pieces, and nobody is told."""

import logging
import time
from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.tasks import task
from django.utils import timezone

from verandah.base import markup
from verandah.base.ids import moment_of
from verandah.base.jobs import READING, later
from verandah.domain.moderation.models import Rule
from verandah.domain.moderation.rates import Said, What
from verandah.domain.moderation.rulebook import OF_WORDS, Book, bound
from verandah.domain.posts.models import Mention, Post
from verandah.domain.posts.rules import OPEN

LOG = logging.getLogger(__name__)
DAYS = 30
BATCH = 500
# So long a job goes on before it lets others have their turn.
SECONDS = 10.0
# Rules that count ask the database for each post: they are tried on the newest alone.
MOST_COUNTED = 10_000
MOST_EXAMPLES = 20
RUNNING, DONE, FAILED = "running", "done", "failed"
Kind = Rule.Kind


def begin(row: Rule) -> bool:
    """Begin to try it out; whether that had not begun already. In the caller's transaction, who holds the rule."""
    if row.backtest.get("state") == RUNNING and not has_stopped(row):
        return False
    posts = posts_for(row)
    newest = posts.order_by("-pk").values_list("pk", flat=True).first() or 0
    first = 0
    if row.kind not in OF_WORDS:
        first = next(iter(posts.order_by("-pk").values_list("pk", flat=True)[MOST_COUNTED : MOST_COUNTED + 1]), 0)
    now = timezone.now().isoformat()
    row.backtest = {
        "state": RUNNING,
        "seen": 0,
        "total": posts.filter(pk__gt=first).count(),
        "hits": 0,
        "people": [],
        "days": {},
        "examples": [],
        "after": first,
        "through": newest,
        "began_at": now,
        "changed_at": now,
    }
    row.save(update_fields=["backtest"])
    later(go_on, row.pk, key=f"backtest:{row.pk}")
    return True


def has_stopped(row: Rule) -> bool:
    """Whether nothing has happened for so long that the job must have died."""
    changed = row.backtest.get("changed_at", "")
    return str(changed) < (timezone.now() - timedelta(minutes=10)).isoformat()


def is_done(row: Rule) -> bool:
    """Whether it was tried out as it is now."""
    return bool(row.backtest.get("state") == DONE)


@task(priority=READING)
def go_on(rule_id: int) -> None:
    """Ask the rule of some more posts. Safe to run twice: each piece begins where the last one ended."""
    until = time.monotonic() + SECONDS
    while piece(rule_id):
        if time.monotonic() > until:
            later(go_on, rule_id, key=f"backtest:{rule_id}")
            return


def piece(rule_id: int) -> bool:
    """One batch; whether there is another one."""
    with transaction.atomic():
        row = Rule.objects.select_for_update(no_key=True).filter(pk=rule_id).first()
        if row is None or row.backtest.get("state") != RUNNING:
            return False
        posts = posts_for(row).filter(pk__gt=row.backtest["after"], pk__lte=row.backtest["through"])
        batch = list(posts.select_related("author").order_by("pk")[:BATCH])
        book = bound([row])
        if batch and not book.is_empty:
            note_batch(row, batch, hits_in(book, row, batch))
        is_over = len(batch) < BATCH or book.is_empty
        row.backtest["changed_at"] = timezone.now().isoformat()
        if is_over:
            row.backtest["state"] = FAILED if book.is_empty else DONE
            row.backtest["people"] = len(row.backtest["people"])
        row.save(update_fields=["backtest"])
    return not is_over


def posts_for(_row: Rule) -> QuerySet[Post]:
    """What is asked of: all posts and comments of these days, whoever they were for."""
    since = timezone.now() - timedelta(days=DAYS)
    return Post.objects.filter(share_of=None, deleted_at=None, created_at__gt=since)


def hits_in(book: Book, row: Rule, batch: Sequence[Post]) -> list[tuple[Post, Sequence[str]]]:
    """Those that the rule finds something in, with what that is."""
    named = named_in(batch) if row.kind in (Kind.RATE, Kind.NEWCOMER) and needs_names(row) else {}
    found = ((post, found_in(book, post, named.get(post.pk, ()))) for post in batch)
    return [(post, pieces) for post, pieces in found if pieces]


def found_in(book: Book, post: Post, named: Sequence[int]) -> Sequence[str]:
    """What the rule finds in a post as it was said then."""
    links = markup.parse(post.text).links if "://" in post.text else ()
    today = timezone.localdate()
    found = book.search([post.text, post.warning, post.place], links, today)
    said = Said(post.author, post.text, len(links), post.is_comment, named, post.created_at, post.pk)
    found += book.about(said)
    return found[0].pieces if found else ()


def needs_names(row: Rule) -> bool:
    """Whether it counts whom posts name."""
    return bool(row.config.get("what") == What.MENTIONS or row.config.get("strangers"))


def named_in(batch: Iterable[Post]) -> dict[int, list[int]]:
    """Whom each of them names."""
    named: dict[int, list[int]] = {}
    rows = Mention.objects.filter(post__in=[post.pk for post in batch]).values_list("post_id", "account_id")
    for post_id, account_id in rows:
        named.setdefault(post_id, []).append(account_id)
    return named


def note_batch(row: Rule, batch: Sequence[Post], hits: Sequence[tuple[Post, Sequence[str]]]) -> None:
    """What was found, into the result. Only what all members may read becomes an example."""
    kept = row.backtest
    kept["seen"] += len(batch)
    kept["hits"] += len(hits)
    kept["after"] = batch[-1].pk
    kept["people"] = sorted({*kept["people"], *(post.author_id for post, _pieces in hits)})
    for post, pieces in hits:
        day = timezone.localdate(moment_of(post.pk)).isoformat()
        kept["days"][day] = kept["days"].get(day, 0) + 1
        if post.audience in OPEN and not post.withheld and len(kept["examples"]) < MOST_EXAMPLES:
            kept["examples"].append([str(post.pk), [piece[:100] for piece in pieces[:5]]])
