"""Status, StatusSource, StatusEdit and Context: a post."""

from typing import NotRequired, TypedDict

from verandah.base.markup import Markup, parse
from verandah.domain.posts.full import FullPost, Named

from . import content
from .account import AccountJson, Nothing, account
from .addresses import account_url, post_url, tag_url
from .dates import moment, moment_or_none
from .visibility import SAID


class MentionJson(TypedDict):
    id: str
    username: str
    url: str
    acct: str


class StatusTag(TypedDict):
    name: str
    url: str


class Ours(TypedDict):
    """What Mastodon has no word for."""

    audience: str


class QuoteApproval(TypedDict):
    automatic: list[str]
    manual: list[str]
    current_user: str


class StatusJson(TypedDict):
    id: str
    created_at: str
    in_reply_to_id: str | None
    in_reply_to_account_id: str | None
    sensitive: bool
    spoiler_text: str
    visibility: str
    language: str | None
    uri: str
    url: str
    replies_count: int
    reblogs_count: int
    favourites_count: int
    quotes_count: int
    edited_at: str | None
    favourited: NotRequired[bool]
    reblogged: NotRequired[bool]
    muted: NotRequired[bool]
    bookmarked: NotRequired[bool]
    pinned: NotRequired[bool]
    filtered: NotRequired[Nothing]
    content: NotRequired[str]
    text: NotRequired[str]
    reblog: None
    account: AccountJson
    media_attachments: Nothing
    mentions: list[MentionJson]
    tags: list[StatusTag]
    emojis: Nothing
    card: None
    poll: None
    quote: None
    quote_approval: QuoteApproval
    verandah: Ours


class StatusSourceJson(TypedDict):
    id: str
    text: str
    spoiler_text: str


class StatusEditJson(TypedDict):
    content: str
    spoiler_text: str
    sensitive: bool
    created_at: str
    account: AccountJson
    media_attachments: Nothing
    emojis: Nothing
    quote: None


class ContextJson(TypedDict):
    ancestors: list[StatusJson]
    descendants: list[StatusJson]


def status(full: FullPost, for_member: bool) -> StatusJson:
    """A post. Only a member can have done something with it, so a guest is not told what they have not done."""
    post, markup = full.post, parse(full.post.text)
    address = post_url(post.author.username, post.id)
    found: StatusJson = {
        "id": str(post.id),
        "created_at": moment(post.created_at),
        "in_reply_to_id": None,
        "in_reply_to_account_id": None,
        "sensitive": False,
        "spoiler_text": "",
        "visibility": SAID[post.audience],
        "language": None,
        "uri": address,
        "url": address,
        "replies_count": 0,
        "reblogs_count": 0,
        "favourites_count": 0,
        "quotes_count": 0,
        "edited_at": moment_or_none(post.edited_at),
        "content": html(full, markup),
        "reblog": None,
        "account": account(full.author),
        "media_attachments": [],
        "mentions": [mention(person) for person in full.named],
        "tags": [{"name": name, "url": tag_url(name)} for name in markup.tags],
        "emojis": [],
        "card": None,
        "poll": None,
        "quote": None,
        "quote_approval": {"automatic": [], "manual": [], "current_user": "denied"},
        "verandah": {"audience": post.audience.name.lower()},
    }
    if for_member:
        found |= {"favourited": False, "reblogged": False, "muted": False, "bookmarked": False, "filtered": []}
    if post.is_mine:
        found["pinned"] = False
    return found


def deleted_status(full: FullPost) -> StatusJson:
    """A post that was just deleted: with its text, so that it can be written anew, and without what was shown of it."""
    found = status(full, for_member=True)
    del found["content"]
    found["text"] = full.post.text
    return found


def status_source(full: FullPost) -> StatusSourceJson:
    """A post as it was typed."""
    return {"id": str(full.post.id), "text": full.post.text, "spoiler_text": ""}


def status_edit(full: FullPost) -> StatusEditJson:
    """The one version that there is of a post."""
    return {
        "content": html(full, parse(full.post.text)),
        "spoiler_text": "",
        "sensitive": False,
        "created_at": moment(full.post.edited_at or full.post.created_at),
        "account": account(full.author),
        "media_attachments": [],
        "emojis": [],
        "quote": None,
    }


def context() -> ContextJson:
    """What stands around a post: nothing, while there are no comments."""
    return {"ancestors": [], "descendants": []}


def html(full: FullPost, markup: Markup) -> str:
    """The text of a post as apps show it."""
    return content.html(markup, {person.username: person.username for person in full.named})


def mention(person: Named) -> MentionJson:
    """Someone whom a post names."""
    return {
        "id": str(person.id),
        "username": person.username,
        "url": account_url(person.username),
        "acct": person.username,
    }
