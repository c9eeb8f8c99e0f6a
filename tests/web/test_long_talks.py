"""A post with 5,000 comments and 20,000 reactions: its page costs what any other does."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.long_talk import talk_about
from tests.factories import make_account, make_post
from verandah.domain.accounts.models import Account
from verandah.domain.posts.models import Post, Reaction

MOST_QUERIES = 15


def long_talk(author: Account) -> tuple[Post, list[int]]:
    """The post and the ids of its comments."""
    post = make_post(author, "Everyone has something to say")
    ids = talk_about(post, [make_account() for _number in range(12)])
    if connection.vendor == "postgresql":
        # A running server looks at new rows by itself after a minute; until then its plans are for empty tables.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return post, ids


def test_a_post_with_thousands_of_comments_opens_like_any_other(client_of, alice: Account, eve: Account) -> None:
    post, ids = long_talk(alice)
    client, paths = (
        client_of(eve),
        {
            "the post": f"/p/{post.pk}/",
            "a page further": f"/p/{post.pk}/?after={ids[2000 - 2000 % 3]}",
            "the page of a comment": f"/p/{post.pk}/?at={ids[4000]}",
            "a comment, sixty deep": f"/p/{ids[59]}/",
        },
    )
    for name, path in paths.items():
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path)
        assert answer.status_code == 200, name
        assert len(queries) <= (MOST_QUERIES if path.startswith(f"/p/{post.pk}/") else MOST_QUERIES + 8), name
    text = client.get(paths["the page of a comment"]).content.decode()
    assert f'<li id="c{ids[4000]}"' in text
    assert "5000 comments" in text.replace(",", "")
    assert "Continue this conversation (58)" in client.get(paths["the post"]).content.decode()
    # From page to page, every comment of the first two levels stands there once.
    seen: list[str] = []
    path = paths["the post"]
    for _page in range(3):
        text = client.get(path).content.decode()
        seen += [number for number in re.findall(r'<li id="c(\d+)"', text) if number not in seen[-1:]]
        [path] = re.findall(rf'href="(/p/{post.pk}/\?after=\d+)#comments">Show newer', text)
    expected = [number for place, number in enumerate(ids) if place < 2 or place >= 60]
    assert list(dict.fromkeys(map(int, seen))) == expected[: len(dict.fromkeys(seen))]


def test_who_reacted_is_counted_by_sign(client_of, alice: Account, eve: Account) -> None:
    post = make_post(alice)
    react_some(post)
    text = client_of(eve).get(f"/p/{post.pk}/reactions/?kind=wow").content.decode()
    assert set(re.findall(r'href="/@(\w+)/"', text)) - {"eve"} == {"gives4", "gives10"}


def react_some(post: Post) -> None:
    for number in range(12):
        kind = list(Reaction.Kind)[number % 6]
        Reaction.objects.create(post=post, account=make_account(f"gives{number}"), kind=kind, created_at=timezone.now())
