"""Builds the town in this process: people, posts and follows, and for some of the people tokens and cookies."""

from collections.abc import Mapping
from datetime import timedelta
from itertools import batched
from random import Random
from typing import Any, TextIO

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models import F  # noqa: E402
from django.db.models.functions import Abs  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from verandah.actions import administering, authorizing, imagining, populating  # noqa: E402
from verandah.actions.imagining import Said  # noqa: E402
from verandah.base.ids import id_at  # noqa: E402
from verandah.domain.accounts.models import Account  # noqa: E402
from verandah.domain.graph.models import Follow  # noqa: E402
from verandah.domain.posts.audience import Audience  # noqa: E402
from verandah.domain.posts.models import Post  # noqa: E402

MEMBERS = 2_000
# Every one of those who read in the scenarios also has a cookie.
SIGNED_IN = 200
WRITERS = 50
FOLLOWERS_OF_WRITERS = 50
PUBLIC = 2_000
SCOPES = frozenset({"read", "write", "follow", "push"})

type Row = dict[str, str | int]


def build(size: Mapping[str, int], report: TextIO) -> dict[str, Any]:
    """The whole town in this process's data folder; what `town.Town` holds of it."""
    call_command("migrate", verbosity=0)
    administering.ensure_site()
    chance = Random(size["seed"])  # noqa: S311

    def say(line: str) -> None:
        report.write(f"  {line}\n")

    populating.town(size["people"], size["posts"], size["follows"], size["seed"], report=say)
    star = Account.objects.order_by("-followers_count", "id")[0]
    follow_all(star)
    thread_id = talk(chance, size["thread"])
    populating.count_follows()
    populating.count_posts()
    with connection.cursor() as cursor:
        # Without it SQLite guesses, and not the same for each town.
        cursor.execute("ANALYZE")
    return known(star, thread_id, chance)


def follow_all(star: Account) -> None:
    """Let everybody follow `star`."""
    there = set(Follow.objects.filter(followee=star).values_list("follower", flat=True)) | {star.id}
    others = [number for number in Account.objects.values_list("id", flat=True) if number not in there]
    for some in batched(others, populating.AT_ONCE, strict=False):
        populating.store_follows([(number, star.id) for number in some], timezone.now())


def talk(chance: Random, comments: int) -> int:
    """One post with so many comments, each on one of the latest before it; the post's id."""
    people = dict(Account.objects.order_by("id").values_list("username", "id"))
    authors = chance.choices(list(people.values()), k=comments + 1)
    began = timezone.now() - timedelta(minutes=comments + 1)
    said: list[Said] = []
    for place, author in enumerate(authors):
        when = began + timedelta(minutes=place)
        parent = said[chance.randrange(max(0, place - 12), place)] if said else None
        said.append(
            Said(
                author, f"{chance.choice(imagining.STARTS)} {chance.choice(imagining.ENDS)}", Audience.PUBLIC, when,
                f"thread-{place}", id_at(when, place), parent_id=parent.id if parent else None,
                root_id=said[0].id if said else None, other_id=parent.author_id if parent else None,
            )
        )  # fmt: skip
    populating.store_posts(said, people)
    populating.tell(said, timezone.now())
    return said[0].id


def known(star: Account, thread_id: int, chance: Random) -> dict[str, Any]:
    """Tokens and cookies for those who will ask, and the ids they will ask for."""
    others = list(Account.objects.exclude(pk=star.pk).order_by("id"))
    chosen = chance.sample(others, min(MEMBERS, len(others)))
    near = Account.objects.exclude(pk=star.pk).order_by(Abs(F("followers_count") - FOLLOWERS_OF_WRITERS), "id")
    public = Post.objects.filter(audience=Audience.PUBLIC, share_of=None, deleted_at=None).order_by("-id")
    app, _secret = authorizing.register(authorizing.Registration("Bench", ("http://127.0.0.1/",), SCOPES))
    with transaction.atomic():
        return {
            "members": [member(app.id, one, place < SIGNED_IN) for place, one in enumerate(chosen)],
            "writers": [member(app.id, one) for one in near[:WRITERS]],
            "star": member(app.id, star),
            "thread_id": thread_id,
            "public_ids": list(public.values_list("id", flat=True)[:PUBLIC]),
            "public_names": list(dict.fromkeys(public.values_list("author__username", flat=True)[:PUBLIC]))[:SIGNED_IN],
        }


def member(app_id: int, account: Account, signed_in: bool = False) -> Row:
    """Someone with a token, and with a session if so wished."""
    token = authorizing.issue(app_id, SCOPES, account.id).token
    cookie = ""
    if signed_in:
        client = Client()
        client.force_login(account.user)
        cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    return {"id": account.id, "username": account.username, "token": token, "cookie": cookie}
