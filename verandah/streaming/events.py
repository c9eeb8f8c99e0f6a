"""The open streams of this process: who may hear of an event, and bringing it to them."""

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import Collection

from verandah.actions import announcing
from verandah.base import pubsub
from verandah.base.errors import TooMany
from verandah.base.pubsub import Event
from verandah.domain.accounts.sessions import SignedIn, still_signed_in
from verandah.domain.feeds.queries import readers_among
from verandah.domain.feeds.readers import root_of, seers_among
from verandah.domain.notifications.recipients import recipients_of

from .asking import Questions

FEEDS = ("home", "community")
# A page that shows one conversation hears of all that happens in it.
TALK = "talk"
# A page that shows how many notices are new hears when that may have changed; how many it are, it asks.
NOTICES = "notices"
MOST_EACH = 16
MOST_UNSENT = 32
HEARTBEAT = 15.0
BEAT = b": still here\n\n"
CATCH_UP = b"event: catchup\ndata: {}\n\n"
COUNT = b"event: notices\ndata: {}\n\n"
LOG = logging.getLogger(__name__)


class Stream:
    """One open page. What it cannot take in time ends it: the browser comes back and asks how much is new.

    `root`: the post whose conversation it shows, if it shows one.
    """

    __slots__ = ("feed", "person", "root", "unsent")

    def __init__(self, person: SignedIn, feed: str, root: int = 0) -> None:
        self.person = person
        self.feed = feed
        self.root = root
        self.unsent: asyncio.Queue[bytes | None] = asyncio.Queue(MOST_UNSENT)

    def send(self, chunk: bytes) -> None:
        if self.unsent.full():
            self.end()
        else:
            self.unsent.put_nowait(chunk)

    def end(self) -> None:
        """Nothing more is sent, not even what waits. Twice: the same."""
        while not self.unsent.empty():
            self.unsent.get_nowait()
        self.unsent.put_nowait(None)


class Streams:
    """All open streams. Lives on the event loop."""

    def __init__(self, questions: Questions) -> None:
        self.ask = questions.ask
        self.open = False
        self.streams: set[Stream] = set()
        self.each: Counter[int] = Counter()
        self.tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to listen to the bus."""
        self.open = True
        self.tasks = [
            asyncio.create_task(self.listen()),
            asyncio.create_task(self.watch()),
            asyncio.create_task(self.count()),
            asyncio.create_task(self.keep_beating()),
        ]

    async def stop(self) -> None:
        """End all streams."""
        self.end_all()
        for task in self.tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    def add(self, stream: Stream) -> None:
        """Count `stream` in. Raises TooMany when its account has as many as it may."""
        account = stream.person.account.id
        if self.each[account] >= MOST_EACH:
            raise TooMany("Too many pages are open. Close some of them.", int(HEARTBEAT))
        self.each[account] += 1
        self.streams.add(stream)

    def remove(self, stream: Stream) -> None:
        self.streams.remove(stream)
        account = stream.person.account.id
        self.each[account] -= 1
        if not self.each[account]:
            del self.each[account]

    async def listen(self) -> None:
        """Bring each event of the bus to its streams, until the bus is closed."""
        while self.open:
            subscription = pubsub.subscribe(announcing.POSTS, is_heard=lambda: bool(self.streams))
            try:
                while (event := await subscription.next()) is not None:
                    await self.bring(event)
            finally:
                pubsub.unsubscribe(subscription)
            if subscription.missed:
                LOG.warning("Events came faster than they could be sent; all pages were asked to catch up.")
                self.send_all(CATCH_UP)
            else:
                self.end_all()

    async def bring(self, event: Event) -> None:
        """Send `event` to those who may know of it. What cannot be decided now is left to the pages to ask for."""
        asked = [stream for stream in self.streams if stream.root or event.kind == announcing.OUT]
        if not asked:
            return
        try:
            readers, ended = await self.ask(readers_and_ended, event, asked)
        except Exception:
            LOG.exception("Event %s could not be brought to its readers.", event)
            self.send_all(CATCH_UP)
            return
        chunk = b'event: %s\nid: %d\ndata: {"id":"%d"}\n\n' % (event.kind.encode(), event.id, event.id)
        for stream in readers:
            stream.send(chunk)
        for stream in ended:
            stream.end()

    async def count(self) -> None:
        """Tell the pages of those who have more or fewer new notices than before."""
        while self.open:
            subscription = pubsub.subscribe(
                announcing.PEOPLE, announcing.READERS, is_heard=lambda: any(map(is_counting, self.streams))
            )
            try:
                while (event := await subscription.next()) is not None:
                    await self.tell_counting(event)
            finally:
                pubsub.unsubscribe(subscription)
            if not subscription.missed:
                return
            for stream in filter(is_counting, self.streams):
                stream.send(COUNT)

    async def tell_counting(self, event: Event) -> None:
        """What cannot be found out now is seen with the next page."""
        asked = [stream for stream in self.streams if is_counting(stream)]
        people = {stream.person.account.id for stream in asked}
        try:
            if event.kind == announcing.TOLD:
                people = set((await self.ask(recipients_of, people, event.ids)).values())
            elif event.kind == announcing.READ:
                people.intersection_update(event.ids)
            else:
                return
        except Exception:
            LOG.exception("Pages could not be told of new notices.")
            return
        for stream in asked:
            if stream.person.account.id in people:
                stream.send(COUNT)

    async def watch(self) -> None:
        """Whenever somebody's sign-ins have changed, look at once which of their pages may stay."""
        while self.open:
            subscription = pubsub.subscribe(announcing.ACCESS)
            try:
                while (event := await subscription.next()) is not None:
                    if event.kind == announcing.ACCOUNTS:
                        await self.tried(event.ids)
            finally:
                pubsub.unsubscribe(subscription)
            if not subscription.missed:
                return

    async def tried(self, account_ids: Collection[int]) -> None:
        """What cannot be looked at now is looked at with the next heartbeat."""
        try:
            await self.check([one for one in self.streams if one.person.account.id in account_ids])
        except Exception:
            LOG.exception("The sessions of open pages could not be checked.")

    async def keep_beating(self) -> None:
        """Now and then a sign of life to all, and an end to those whose session has ended."""
        while True:
            await asyncio.sleep(HEARTBEAT)
            try:
                await self.beat()
            except Exception:
                LOG.exception("The sessions of open pages could not be checked.")

    async def beat(self) -> None:
        self.send_all(BEAT)
        await self.check(list(self.streams))

    async def check(self, asked: Collection[Stream]) -> None:
        """End those of `asked` whose session has ended."""
        if asked:
            valid = await self.ask(still_signed_in, [stream.person for stream in asked])
            for stream in asked:
                if stream.person.session_key not in valid:
                    stream.end()

    def send_all(self, chunk: bytes) -> None:
        for stream in self.streams:
            stream.send(chunk)

    def end_all(self) -> None:
        self.open = False
        for stream in self.streams:
            stream.end()


def is_counting(stream: Stream) -> bool:
    """Whether the page shows how many notices are new."""
    return stream.feed == NOTICES


def readers_and_ended(event: Event, streams: Collection[Stream]) -> tuple[list[Stream], list[Stream]]:
    """Those of `streams` on whose feed the post stands; and apart, those of them whose session has ended."""
    readers = talkers(event, [stream for stream in streams if stream.feed == TALK])
    for feed in FEEDS:
        asked = [stream for stream in streams if stream.feed == feed]
        if asked:
            may = readers_among(sorted({stream.person.account.id for stream in asked}), event.id, feed)
            readers += [stream for stream in asked if stream.person.account.id in may]
    valid = still_signed_in([stream.person for stream in readers]) if readers else set()
    return (
        [stream for stream in readers if stream.person.session_key in valid],
        [stream for stream in readers if stream.person.session_key not in valid],
    )


def talkers(event: Event, streams: Collection[Stream]) -> list[Stream]:
    """Those of `streams` that show the conversation in which it happened, to someone who may know of it."""
    root = root_of(event.id) if streams else 0
    asked = [stream for stream in streams if stream.root == root]
    if not asked:
        return []
    people = sorted({stream.person.account.id for stream in asked})
    may = seers_among(people, event.id, gone=event.kind == announcing.GONE)
    return [stream for stream in asked if stream.person.account.id in may]
