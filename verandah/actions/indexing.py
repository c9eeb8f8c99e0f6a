"""The index that posts are found by: brought up to date in the same transaction as their words."""

from collections.abc import Sequence

from django.db import connection, transaction
from django.tasks import task

from verandah.base.jobs import later
from verandah.base.reading import id_rows, id_text, rows, vendor
from verandah.domain.media.models import Media
from verandah.domain.posts.models import PollOption, Post
from verandah.domain.search.stored import indexed
from verandah.domain.search.terms import terms_of

# So many posts of before are put into it in one transaction.
BATCH = 500
# So many pages of it are merged in one transaction.
MERGED = 500

FORGET = {
    "sqlite": "DELETE FROM verandah_postsearch WHERE rowid IN (SELECT j.value FROM {ids})",
    "postgresql": "DELETE FROM verandah_postsearch WHERE post_id IN (SELECT j.value FROM {ids})",
}
KEEP = {
    "sqlite": "INSERT INTO verandah_postsearch (rowid, words) VALUES (%(post)s, %(words)s)",
    "postgresql": "INSERT INTO verandah_postsearch (post_id, words) VALUES (%(post)s, (%(words)s)::tsvector)",
}
NUMBER = {"sqlite": "s.rowid", "postgresql": "s.post_id"}
# Posts with words that are not in it, and what is in it without being a post any more.
MISSING = """SELECT p.id FROM verandah_post p WHERE p.id > %(after)s AND p.share_of_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM verandah_postsearch s WHERE {number} = p.id) ORDER BY p.id LIMIT %(length)s"""
LEFT = """SELECT {number} FROM verandah_postsearch s
    WHERE NOT EXISTS (SELECT 1 FROM verandah_post p WHERE p.id = {number}) LIMIT %(length)s"""


def index(posts: Sequence[Post]) -> None:
    """These posts are found by the words they have now. To be called in the transaction that changes them."""
    forget([post.pk for post in posts])
    index_new(posts)


def index_new(posts: Sequence[Post]) -> None:
    """The same for posts that are not in it."""
    texts = texts_of(posts)
    with connection.cursor() as cursor:
        for post in posts:
            cursor.execute(KEEP[vendor()], {"post": post.pk, "words": indexed(terms_of(*texts[post.pk]))})


def forget(post_ids: Sequence[int]) -> None:
    """These are found no more. Twice: the same."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET[vendor()].format(ids=id_rows()), {"ids": id_text(post_ids)})


def squeeze() -> None:
    """What was forgotten is gone from the file of the index, too. SQLite only marks it until parts of it are merged.

    A little at a time, so that nobody who writes waits long. Twice: nothing is left to do.
    """
    if vendor() != "sqlite":
        return
    pages = -MERGED
    while merged(pages):
        pages = MERGED


def merged(pages: int) -> bool:
    """Whether there was something to merge; the first time with a minus, so that all of it is begun with."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT total_changes()")
        before = cursor.fetchone()[0]
        cursor.execute("INSERT INTO verandah_postsearch(verandah_postsearch, rank) VALUES ('merge', %s)", [pages])
        cursor.execute("SELECT total_changes()")
        # The command itself counts as one.
        return bool(cursor.fetchone()[0] - before >= 2)


def texts_of(posts: Sequence[Post]) -> dict[int, list[str]]:
    """All that is said in each: its words, the warning before them, where it is, its poll, and what its files show."""
    found = {post.pk: [post.text, post.warning, post.place] for post in posts}
    asked = [post.pk for post in posts if post.has_poll]
    if asked:
        options = PollOption.objects.filter(poll__post__in=asked).order_by("poll", "position")
        for number, title in options.values_list("poll__post", "title"):
            found[number].append(title)
    shown = [post.pk for post in posts if post.has_media]
    if shown:
        files = Media.objects.filter(post__in=shown, is_withheld=False).order_by("post", "position")
        for number, description in files.values_list("post", "description"):
            found[number or 0].append(description)
    return found


def fill_index_soon() -> None:
    """Have it filled once, beside all else. Twice: once."""
    later(fill, key="fill_index")


@task
def fill() -> None:
    """Put in what is missing. Safe to run twice, and to be killed at any moment."""
    fill_index()


def fill_index() -> int:
    """Put in what is missing, after an upgrade or a restore, and take out what is gone; how many. Safe to run twice."""
    count, after = 0, 0
    number = NUMBER[vendor()]
    while batch := rows(MISSING.format(number=number), {"after": after, "length": BATCH}):
        with transaction.atomic():
            ids = [row[0] for row in batch]
            index(list(Post.objects.filter(pk__in=ids).select_for_update(no_key=True)))
        count, after = count + len(batch), ids[-1]
    while batch := rows(LEFT.format(number=number), {"length": BATCH}):
        with transaction.atomic():
            forget([row[0] for row in batch])
        count += len(batch)
    return count
