"""A post about which a whole town talks: 5,000 comments, one branch of them sixty deep, and 20,000 reactions."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import batched, cycle
from time import process_time

from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from verandah.actions import administering, enrolling, posting
from verandah.actions.posting import Draft
from verandah.base.ids import new_id
from verandah.domain.accounts.models import Account
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post, Reaction

COMMENTS, REACTIONS, DEEP = 5000, 20_000, 60
BATCH = 500
ROUNDS = 20
PASSWORD = "a veranda in the evening"  # noqa: S105


def talk_about(post: Post, people: Sequence[Account]) -> list[int]:
    """The ids of the comments that `people` have written below the post, oldest first."""
    ids = [new_id() for _number in range(COMMENTS)]
    writers = cycle(people)
    comments = (
        Post(
            id=number,
            author=next(writers),
            audience=Audience.MEMBERS,
            text=f"Number {place}",
            html=f"<p>Number {place}</p>",
            key=f"long-{place}",
            parent_id=parent_of(place, ids, post.pk),
            root=post,
            is_comment=True,
            created_at=timezone.now(),
        )
        for place, number in enumerate(ids)
    )
    for batch in batched(comments, BATCH, strict=False):
        Post.objects.bulk_create(batch)
    react_to(post)
    Post.objects.filter(pk=post.pk).update(comments_count=COMMENTS, reactions_count=REACTIONS)
    return ids


def parent_of(place: int, ids: Sequence[int], root: int) -> int:
    """The first sixty answer each other; then every third is a comment on the post, and two answer it."""
    if place < DEEP:
        return ids[place - 1] if place else root
    return root if place % 3 == 0 else ids[place - place % 3]


def react_to(post: Post) -> None:
    """So many people give it all six signs."""
    now, kinds = timezone.now(), cycle(Reaction.Kind)
    names = [f"reacting{number}" for number in range(REACTIONS)]
    rows = [Account(username=name, skeleton=name, display_name=name, created_at=now, joined_at=now) for name in names]
    for batch in batched(rows, BATCH, strict=False):
        Account.objects.bulk_create(batch)
        Reaction.objects.bulk_create(
            [Reaction(post=post, account=row, kind=next(kinds), created_at=now) for row in batch]
        )


def measure() -> list[dict[str, object]]:
    """Milliseconds of processor time for Django to answer: at the first look, and at each after it."""
    call_command("migrate", verbosity=0)
    administering.ensure_site()
    names = [f"talker{number}" for number in range(12)]
    people = [enrolling.enrol(name, f"{name}@example.org", PASSWORD, name.title(), confirmed=True) for name in names]
    post = posting.publish(people[0].account, Draft("Everyone has something to say", key="talk"))
    ids = talk_about(post, [user.account for user in people])
    client = Client()
    client.force_login(people[1])
    # What every first page of a process pays for is not that of this one.
    client.get("/saved/")
    paths = {
        "the post": f"/p/{post.pk}/",
        "a page further": f"/p/{post.pk}/?after={ids[1999]}",
        "the page that a comment stands on": f"/p/{post.pk}/?at={ids[4000]}",
        "a comment, sixty deep": f"/p/{ids[DEEP - 1]}/",
        "what is new of it": f"/p/{post.pk}/comments/?look={ids[-1]}",
        "who reacted": f"/p/{post.pk}/reactions/",
    }
    return [{"page": name, **timed(client, path)} for name, path in paths.items()]


def timed(client: Client, path: str) -> dict[str, float]:
    """The first look, and the middle of those after it."""
    took = []
    for _round in range(ROUNDS + 1):
        began = process_time()
        answer = client.get(path, headers={"HX-Request": "true"} if "/comments/" in path else {})
        took.append(round((process_time() - began) * 1000, 1))
        if answer.status_code != 200:
            raise SystemExit(f"{path}: {answer.status_code}")
    return {"first": took[0], "then": sorted(took[1:])[ROUNDS // 2]}
