"""What an event is to those who listen: who may hear of it, and in which words. Asks the database, so in a thread."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from json import dumps
from typing import TYPE_CHECKING, Any

from verandah.api.conversations import shown_to
from verandah.api.entities.announcement import announcement
from verandah.api.entities.status import status
from verandah.api.notifications import notices_for
from verandah.api.scopes import covers
from verandah.base.paging import Page
from verandah.domain.accounts.queries import languages_of
from verandah.domain.accounts.tokens import still_held
from verandah.domain.feeds.queries import community_ids, home_ids, list_ids, tag_ids
from verandah.domain.feeds.readers import Reach, alike, reached
from verandah.domain.graph.queries import visible_accounts
from verandah.domain.instance.announcements import reactions, readers_among
from verandah.domain.instance.show import show_announcements
from verandah.domain.notifications.kinds import STAFF_KINDS, TYPES
from verandah.domain.notifications.queries import notification_ids
from verandah.domain.notifications.recipients import recipients_of
from verandah.domain.posts.correspondence import threads
from verandah.domain.posts.full import full_posts

from .listening import Listener, Message, News
from .wanted import COMMUNITY, HOME, LISTS, NOTICES, TAGGED, TALKS, Wanted

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account

# Of what came while an app was away, so many of the newest are sent again.
MOST_AGAIN = 40

type Pair = tuple[Listener, Wanted]


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be sent, and whose token does not hold any more."""

    news: Sequence[News] = ()
    ended: Sequence[Listener] = ()


def of_post(post_id: int, event: str, listeners: Collection[Listener]) -> Told:
    """A new or changed post for those on whose streams it stands, as each of them sees it."""
    found = reached(asked_by(listeners), post_id)
    pairs, ended = still_good([pair for pair in each(listeners) if stands(found, pair[0].account_id, pair[1])])
    talks = [pair for pair in pairs if pair[1].feed == TALKS]
    pairs = [pair for pair in pairs if pair[1].feed != TALKS]
    texts = as_seen(post_id, {listener.account_id for listener, _wanted in pairs})
    number = post_id if event == "update" else 0
    messages = {text.payload: Message(event, text.payload, number) for text in texts.values()}
    return Told(
        [
            News(listener, wanted, messages[text.payload])
            for listener, wanted in pairs
            if (text := texts.get(listener.account_id)) and (text.has_media or not wanted.media_only)
        ]
        + (of_talk(found.roots, talks) if event == "update" else []),
        ended,
    )


def of_talk(roots: Collection[int], pairs: Collection[Pair]) -> list[News]:
    """A conversation in which something was said, for each who takes part in it."""
    people = {person.id: person for person in visible_accounts(None, list({pair[0].account_id for pair in pairs}))}
    told = []
    for number, person in people.items():
        rows = [row for root in roots for row in threads(person, Page(), root)]
        for shown in shown_to(person, rows):
            message = Message("conversation", written(shown))
            told += [News(*pair, message) for pair in pairs if pair[0].account_id == number]
    return told


def of_gone_post(post_id: int, listeners: Collection[Listener]) -> Told:
    """The id of a deleted post, for those on whose streams it would stand were it still there; nobody else."""
    found = reached(asked_by(listeners), post_id, gone=True)
    on_it = [pair for pair in each(listeners) if pair[1].feed != TALKS and stands(found, pair[0].account_id, pair[1])]
    pairs, ended = still_good(on_it)
    message = Message("delete", str(post_id))
    return Told([News(listener, wanted, message) for listener, wanted in pairs], ended)


def of_notices(ids: Sequence[int], listeners: Collection[Listener]) -> Told:
    """Notices for their recipients, each as `GET /api/v1/notifications/:id` tells it."""
    pairs = [pair for pair in each(listeners) if hears_notices(*pair)]
    recipients = recipients_of({listener.account_id for listener, _wanted in pairs}, ids)
    pairs, ended = still_good([pair for pair in pairs if pair[0].account_id in set(recipients.values())])
    people = {person.id: person for person in visible_accounts(None, list(set(recipients.values())))}
    news = []
    for number, recipient in sorted(recipients.items()):
        mine = [pair for pair in pairs if pair[0].account_id == recipient]
        for scopes in {listener.scopes for listener, _wanted in mine}:
            messages = notice_messages(people.get(recipient), number, kinds_for(scopes))
            news += [News(*pair, message) for message in messages for pair in mine if pair[0].scopes == scopes]
    return Told(news, ended)


def of_announcement(announcement_id: int, listeners: Collection[Listener]) -> Told:
    """An announcement for those it is for and who have not put it away, in the language of each."""
    pairs, ended = for_whom(announcement_id, listeners, unread=True)
    languages = languages_of({listener.account_id for listener, _wanted in pairs})
    messages: dict[str, Message | None] = {}
    for number, language in languages.items():
        if language not in messages:
            shown = [one for one in show_announcements(number, language) if one.id == announcement_id]
            messages[language] = Message("announcement", written(announcement(shown[0]))) if shown else None
    chosen = [(pair, messages.get(languages.get(pair[0].account_id, ""))) for pair in pairs]
    return Told([News(*pair, message) for pair, message in chosen if message], ended)


def of_gone_announcement(announcement_id: int, listeners: Collection[Listener]) -> Told:
    """That an announcement is told no more, for those it was for: nobody else hears that there was one."""
    pairs, ended = for_whom(announcement_id, listeners)
    message = Message("announcement.delete", str(announcement_id))
    return Told([News(*pair, message) for pair in pairs], ended)


def of_announcement_reaction(announcement_id: int, emoji: str, listeners: Collection[Listener]) -> Told:
    """How many think this of an announcement now: for all it is for, because it says nothing of who they are."""
    pairs, ended = for_whom(announcement_id, listeners)
    count = next((found for _id, name, found, _mine in reactions(0, [announcement_id]) if name == emoji), 0)
    told = {"name": emoji, "count": count, "announcement_id": str(announcement_id)}
    message = Message("announcement.reaction", written(told))
    return Told([News(*pair, message) for pair in pairs], ended)


def for_whom(
    announcement_id: int, listeners: Collection[Listener], unread: bool = False
) -> tuple[list[Pair], list[Listener]]:
    """The streams where all that is theirs is told, of those an announcement is for; and whose tokens have ended."""
    pairs, ended = still_good([pair for pair in each(listeners) if pair[1].is_user])
    readers = readers_among(announcement_id, {listener.account_id for listener, _wanted in pairs}, unread)
    return [pair for pair in pairs if pair[0].account_id in readers], ended


def missed(listener: Listener, wanted: Wanted, after: int) -> list[Message]:
    """What has come to a stream after the id `after`, oldest first: the newest of it, derived from the timelines."""
    viewer = next(iter(visible_accounts(None, [listener.account_id])), None)
    if viewer is None:
        return []
    page = Page(after=after, length=MOST_AGAIN)
    found = [
        Message("update", text.payload, number) for number, text in texts_of(viewer, standing(viewer, wanted, page))
    ]
    if hears_notices(listener, wanted):
        kinds = kinds_for(listener.scopes)
        for number in notification_ids(viewer, page, kinds):
            found += notice_messages(viewer, number, kinds)
    return sorted(found, key=lambda message: message.id)[-MOST_AGAIN:]


def standing(viewer: Account, wanted: Wanted, page: Page) -> list[int]:
    """What stands on a stream of posts."""
    if wanted.feed == HOME:
        return home_ids(viewer, page)
    if wanted.feed == COMMUNITY:
        return community_ids(viewer, page, wanted.media_only)
    if wanted.feed == TAGGED:
        return tag_ids(viewer, wanted.tag, page)
    return list_ids(viewer, wanted.list_id, page) if wanted.feed == LISTS else []


def asked_by(listeners: Collection[Listener]) -> Reach:
    """Who listens to what."""
    pairs = list(each(listeners))
    return Reach(
        home={listener.account_id for listener, wanted in pairs if wanted.feed == HOME},
        community={listener.account_id for listener, wanted in pairs if wanted.feed == COMMUNITY},
        tagged={listener.account_id for listener, wanted in pairs if wanted.feed == TAGGED},
        lists={wanted.list_id for _listener, wanted in pairs if wanted.feed == LISTS},
        talks={listener.account_id for listener, wanted in pairs if wanted.feed == TALKS},
    )


def stands(found: Reach, account_id: int, wanted: Wanted) -> bool:
    """Whether the post that has reached `found` stands on this stream of this account's."""
    if wanted.feed == HOME:
        return account_id in found.home
    if wanted.feed == COMMUNITY:
        return account_id in found.community
    if wanted.feed == TAGGED:
        return account_id in found.tagged and wanted.tag in found.tags
    if wanted.feed == TALKS:
        return account_id in found.talks
    return wanted.feed == LISTS and wanted.list_id in found.lists


def each(listeners: Collection[Listener]) -> Iterator[Pair]:
    """Every stream of every listener."""
    return ((listener, wanted) for listener in listeners for wanted in listener.wanted)


def hears_notices(listener: Listener, wanted: Wanted) -> bool:
    """Whether notices are told on this stream. A token for posts alone gets none, also not among the posts."""
    return wanted.feed == NOTICES or (wanted.is_user and listener.may_hear_notices())


def still_good(pairs: Sequence[Pair]) -> tuple[list[Pair], list[Listener]]:
    """Those whose tokens still hold at this moment; and apart, the listeners whose do not."""
    held = still_held({listener.token_id for listener, _wanted in pairs})
    good = [pair for pair in pairs if pair[0].token_id in held]
    return good, [listener for listener, _wanted in pairs if listener.token_id not in held]


@dataclass(frozen=True, slots=True)
class Text:
    """A post as someone sees it, in JSON."""

    payload: str
    has_media: bool


def as_seen(post_id: int, account_ids: Collection[int]) -> dict[int, Text]:
    """The post as each of these accounts sees it, made once for all who see it in the same way."""
    groups = alike(account_ids, post_id)
    people = {person.id: person for person in visible_accounts(None, list(account_ids))}
    found: dict[int, Text] = {}
    for group in groups:
        for number in group:
            texts = texts_of(people[number], [post_id]) if number in people else []
            if texts:
                found |= dict.fromkeys(group, texts[0][1])
                break
    return found


def texts_of(viewer: Account, ids: Sequence[int]) -> list[tuple[int, Text]]:
    """Posts as one viewer sees them, each with its id; without those they may not see."""
    found = []
    for full in full_posts(viewer, ids):
        entity = status(full, for_member=True)
        shown = entity.get("reblog") or entity
        found.append((full.post.id, Text(written(entity), bool(shown["media_attachments"]))))
    return found


def notice_messages(viewer: Account | None, number: int, kinds: Collection[str]) -> list[Message]:
    """One notice for its recipient; none when it is of a kind that apps do not know, or may not be seen any more."""
    if viewer is None:
        return []
    ids = notification_ids(viewer, Page(before=number + 1, after=number - 1), kinds)
    return [Message("notification", written(one), number) for one in notices_for(viewer, ids).one_by_one()]


def kinds_for(scopes: frozenset[str]) -> list[str]:
    """The notices that apps know, and that a token with these scopes may hear of."""
    return [kind for kind in TYPES if kind not in STAFF_KINDS or covers(scopes, STAFF_KINDS[kind])]


def written(entity: Any) -> str:
    """An entity as text."""
    return dumps(entity, ensure_ascii=False, separators=(",", ":"))
