"""The open streams of apps in this process: each event of the bus is brought to those who may know of it."""

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Iterable
from functools import partial

from verandah.actions import announcing
from verandah.base import pubsub
from verandah.base.errors import TooMany
from verandah.base.pubsub import Event
from verandah.domain.accounts.tokens import still_held

from . import news
from .asking import Questions
from .listening import GOING_AWAY, NO_LONGER_ALLOWED, TRY_AGAIN, Listener, Message
from .news import Told

MOST_EACH = 32
# All streams of events get a sign of life so often; and so often every token is looked at again.
HEARTBEAT = 15.0
BEAT = b":thump\n\n"
# In words of the API, what can happen to a post.
UPDATES = {announcing.OUT: "update", announcing.BACK: "update", announcing.CHANGED: "status.update"}
LOG = logging.getLogger(__name__)


class Listeners:
    """All open streams of apps. Lives on the event loop."""

    def __init__(self, questions: Questions) -> None:
        self.ask = questions.ask
        self.open = False
        self.listeners: set[Listener] = set()
        self.each: Counter[int] = Counter()
        self.tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to listen to the bus. Ends of tokens have a way of their own: they wait for no news."""
        self.open = True
        self.tasks = [
            asyncio.create_task(self.follow(self.bring, announcing.POSTS, announcing.PEOPLE, announcing.SITE)),
            asyncio.create_task(self.follow(self.look_again, announcing.ACCESS)),
            asyncio.create_task(self.keep_beating()),
        ]

    async def stop(self) -> None:
        """End all streams."""
        self.end_all()
        for task in self.tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    def add(self, listener: Listener) -> None:
        """Count `listener` in. Raises TooMany when its account has as many as it may."""
        if self.each[listener.account_id] >= MOST_EACH:
            raise TooMany("Too many streams are open. Close some of them.", int(HEARTBEAT))
        self.each[listener.account_id] += 1
        self.listeners.add(listener)

    def remove(self, listener: Listener) -> None:
        self.listeners.remove(listener)
        self.each[listener.account_id] -= 1
        if not self.each[listener.account_id]:
            del self.each[listener.account_id]

    async def follow(self, bring: Callable[[Event], Awaitable[None]], *channels: str) -> None:
        """Bring each event of `channels`, until the bus is closed. Who may have missed some comes back and asks."""
        while self.open:
            subscription = pubsub.subscribe(*channels, is_heard=lambda: bool(self.listeners))
            try:
                while (event := await subscription.next()) is not None:
                    await self.tried(partial(bring, event))
            finally:
                pubsub.unsubscribe(subscription)
            if not subscription.missed:
                self.end_all()
                return
            LOG.warning("Events came faster than they could be sent; all apps were asked to come back.")
            self.end_each(self.listeners, TRY_AGAIN)

    async def tried(self, deed: Callable[[], Awaitable[None]]) -> None:
        """What fails once is left out, and nobody is told anything of it."""
        try:
            await deed()
        except Exception:
            LOG.exception("Something could not be brought to apps.")

    async def bring(self, event: Event) -> None:
        """Send what happened to those who may know of it."""
        asked = list(self.listeners)
        if not asked:
            return
        if event.kind == announcing.FILTERS:
            self.tell_users(asked, Message("filters_changed"), event.ids)
        else:
            self.send(await self.decided(event, asked))

    async def decided(self, event: Event, asked: Collection[Listener]) -> Told:
        """Who is told what of `event`."""
        if event.kind in UPDATES:
            return await self.ask(news.of_post, event.id, UPDATES[event.kind], asked)
        if event.kind == announcing.GONE:
            return await self.ask(news.of_gone_post, event.id, asked)
        if event.kind == announcing.TOLD:
            return await self.ask(news.of_notices, event.ids, asked)
        if event.kind == announcing.REACTED:
            return await self.ask(news.of_announcement_reaction, event.id, "".join(map(chr, event.ids[1:])), asked)
        if event.kind == announcing.ENDED:
            return await self.ask(news.of_gone_announcement, event.id, asked)
        return await self.ask(news.of_announcement, event.id, asked)

    def send(self, told: Told) -> None:
        for one in told.news:
            # What was unsubscribed from while the database was asked is not sent any more.
            if one.wanted in one.listener.wanted:
                one.listener.hear(one.wanted, one.message)
        self.end_each(told.ended, NO_LONGER_ALLOWED)

    def tell_users(self, asked: Iterable[Listener], message: Message, only: Collection[int] | None = None) -> None:
        """Something that is no secret: to everyone, or to `only` these accounts, where all that is theirs is told."""
        for listener in asked:
            for wanted in listener.wanted:
                if wanted.is_user and (only is None or listener.account_id in only):
                    listener.hear(wanted, message)

    async def look_again(self, event: Event) -> None:
        """Tokens or sign-ins may have ended: ask the database about those streams, and end those that may not stay."""
        if event.kind == announcing.TOKENS:
            await self.check([one for one in self.listeners if one.token_id in event.ids])
        else:
            await self.check([one for one in self.listeners if one.account_id in event.ids])

    async def check(self, asked: Collection[Listener]) -> None:
        """End those of `asked` whose token does not hold any more."""
        if asked:
            held = await self.ask(still_held, {listener.token_id for listener in asked})
            self.end_each([one for one in asked if one.token_id not in held], NO_LONGER_ALLOWED)

    async def keep_beating(self) -> None:
        """Now and then a sign of life, and an end to those whose token does not hold any more."""
        while True:
            await asyncio.sleep(HEARTBEAT)
            await self.tried(self.beat)

    async def beat(self) -> None:
        for listener in self.listeners:
            if not listener.is_socket:
                listener.push(BEAT)
        await self.check(list(self.listeners))

    def end_each(self, listeners: Iterable[Listener], code: int) -> None:
        for listener in list(listeners):
            listener.end(code)

    def end_all(self) -> None:
        self.open = False
        self.end_each(self.listeners, GOING_AWAY)
