"""What tests of streams share: a site that runs, and apps that are closed in the end."""

from collections.abc import Callable, Iterator

import pytest
from django.db.models import Q
from django.utils import timezone

from tests.streaming.apps import Events, Socket, events_of, socket_of, token_of
from tests.streaming.running import Running, running
from verandah.base.jobs import Job
from verandah.config.asgi import Server
from verandah.config.wsgi import application as pages
from verandah.domain.accounts.models import Account


@pytest.fixture
def site(settings, transactional_db) -> Iterator[Running]:
    # The whole way, from the write over its job to the stream: with the real queue a post is told of once it is there.
    settings.TASKS = {"default": {"BACKEND": "verandah.base.jobs.LeaseTable", "QUEUES": []}}
    settings.JOB_THREADS = 1
    with running(Server(pages)) as one:
        yield one


@pytest.fixture
def listen(site) -> Iterator[Callable[..., Socket]]:
    """A WebSocket of someone's app, which hears one stream already."""
    opened: list[Socket] = []

    def app(account: Account, stream: str = "user", scopes: str = "", **query: str) -> Socket:
        token = token_of(account, scopes) if scopes else token_of(account)
        assert site.until(is_quiet)
        one = socket_of(site, token, stream=stream, **query)
        opened.append(one)
        assert until_heard(site, account, stream)
        return one

    yield app
    for one in opened:
        one.close()


@pytest.fixture
def follow(site) -> Iterator[Callable[..., Events]]:
    """A stream of events of someone's app."""
    opened: list[Events] = []

    def app(account: Account, name: str = "user", query: str = "", scopes: str = "", **headers: str) -> Events:
        token = token_of(account, scopes) if scopes else token_of(account)
        assert site.until(is_quiet)
        opened.append(events_of(site, name, token, query, **headers))
        return opened[-1]

    yield app
    for one in opened:
        one.close()


def is_quiet() -> bool:
    """Whether everything that was written has been brought; else a stream may hear of what was before it."""
    bringing = Job.objects.filter(Q(task__endswith=".distribute") | Q(task__endswith=".bring"))
    return not bringing.exclude(lease="", due_at__gt=timezone.now()).exists()


def until_heard(site: Running, account: Account, stream: str) -> bool:
    """Whether the server soon knows that this account listens to this stream."""
    return site.until(
        lambda: any(
            wanted.names[0] == stream
            for one in list(site.application.apps.listeners.listeners)
            if one.account_id == account.id
            for wanted in one.wanted
        )
    )
