"""The fixed cast: Alice writes, Bob is her friend, Carol follows her, Dan is blocked, Eve is nobody, Mo moderates."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone, translation
from pytest_django import DjangoDbBlocker

from tests.factories import make_account, make_block, make_follow, make_friends
from tests.factors import show_factor
from verandah.actions import administering
from verandah.base import limits
from verandah.base.memory import MEMORY
from verandah.base.tongues import SPOKEN
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.models import Joining, Site
from verandah.domain.instance.modes import MODES
from verandah.domain.instance.papers import PAPERS
from verandah.domain.instance.switches import SWITCHBOARD
from verandah.domain.moderation.banks import KEPT
from verandah.domain.moderation.barring import BARRIER
from verandah.domain.moderation.rulebook import RULEBOOK


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test database can be dropped at the end although threads of streams and workers still have a connection."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(autouse=True)
def _fresh_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits count in the cache, and one test's visits are not the next one's.

    What a process keeps in memory is not read again after seconds, which would be a query more on a slow machine.
    """
    rooms = ("instance.switches", "instance.modes", "instance.papers", "moderation.barring", "moderation.rulebook")
    for module in rooms:
        monkeypatch.setattr(f"verandah.domain.{module}.READ_AGAIN", 3600)
    monkeypatch.setattr("verandah.base.tongues.READ_AGAIN", 3600)
    cache.clear()
    MEMORY.clear()
    limits.forget()
    BARRIER.forget()
    RULEBOOK.forget()
    SWITCHBOARD.forget()
    SPOKEN.forget()
    PAPERS.forget()
    MODES.forget()
    KEPT.clear()
    # A page in another language leaves it to whatever its thread does next.
    translation.deactivate()


@pytest.fixture(autouse=True)
def _no_files() -> None:
    """What an earlier test has sent, or made of it, is not the next one's: names are drawn, and so is the order."""
    for place in (settings.QUARANTINE, settings.STORAGES["media"]["OPTIONS"]["location"]):
        for path in Path(place).iterdir() if Path(place).is_dir() else ():
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


@pytest.fixture
def site(db: None) -> Site:
    """As it is after its launch: anyone can sign up."""
    administering.ensure_site()
    Site.objects.update(joining=Joining.OPEN, launched_at=timezone.now())
    return Site.objects.get()


@pytest.fixture
def alice(site: Site) -> Account:
    return make_account("alice")


@pytest.fixture
def bob(alice: Account) -> Account:
    friend = make_account("bob")
    make_friends(alice, friend)
    return friend


@pytest.fixture
def carol(alice: Account) -> Account:
    follower = make_account("carol")
    make_follow(follower, alice)
    return follower


@pytest.fixture
def dan(alice: Account) -> Account:
    blocked = make_account("dan")
    make_block(alice, blocked)
    return blocked


@pytest.fixture
def eve(site: Site) -> Account:
    return make_account("eve")


@pytest.fixture
def mo(site: Site) -> Account:
    return make_account("mo", role=Role.MODERATOR)


@pytest.fixture
def guest(site: Site) -> None:
    """Nobody has signed in."""
    return


@pytest.fixture
def client_of() -> Callable[[Account | None], Client]:
    """`client_of(alice).get("/")`: a browser in which that person, or nobody, is signed in."""

    def signed_in(account: Account | None) -> Client:
        client = Client()
        if account is not None:
            client.force_login(account.user)
            if account.user.role > Role.MEMBER:
                show_factor(client, account.user)
        return client

    return signed_in
