"""Status and Context: a post, and what stands around it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NotRequired, TypedDict

from verandah.base.markup import Markup, parse
from verandah.domain.accounts.quoting import QuotePolicy
from verandah.domain.posts.full import FullPost, Named
from verandah.domain.posts.holds import Hold
from verandah.domain.posts.quoting import QuoteState
from verandah.domain.posts.rules import OPEN

from . import content
from .account import AccountJson, Nothing, account
from .addresses import absolute, account_url, post_url, tag_url
from .card import PreviewCardJson, card
from .dates import moment, moment_or_none
from .filter import FilterResultJson, filter_results
from .media import MediaAttachmentJson, media_attachment
from .poll import PollJson, poll
from .visibility import SAID


class MentionJson(TypedDict):
    id: str
    username: str
    url: str
    acct: str


class StatusTag(TypedDict):
    name: str
    url: str


class WallJson(TypedDict):
    id: str
    acct: str


class Ours(TypedDict):
    """What Mastodon has no word for. `reaction`: the viewer's own, a word of `domain.posts.models.Reaction`. `wall`: on
    whose profile it stands, if that is not its author's.

    `mood`: a word of `domain.posts.audience.Mood`; null for none, as a place is. `comment_policy`: who may comment on
    it, of those who see it.
    """

    audience: str
    place: str | None
    mood: str | None
    comment_policy: str
    wall: "WallJson | None"
    reaction: NotRequired[str | None]
    # Of one's own that others do not see, because of a decision or until somebody has looked at it.
    held: NotRequired["HeldJson"]


class HeldJson(TypedDict):
    """Why others do not see it. `url`: the reasons, and how to object."""

    waiting: bool
    why: str
    url: str


class QuoteApproval(TypedDict):
    automatic: list[str]
    manual: list[str]
    current_user: str


class ApplicationJson(TypedDict):
    name: str
    website: str | None


class QuoteJson(TypedDict):
    state: str
    quoted_status: "StatusJson | None"


class ShallowQuoteJson(TypedDict):
    state: str
    quoted_status_id: str | None


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
    filtered: NotRequired[list[FilterResultJson]]
    content: NotRequired[str]
    text: NotRequired[str]
    reblog: "StatusJson | None"
    application: NotRequired[ApplicationJson]
    account: AccountJson
    media_attachments: list[MediaAttachmentJson]
    mentions: list[MentionJson]
    tags: list[StatusTag]
    emojis: Nothing
    card: PreviewCardJson | None
    poll: PollJson | None
    quote: QuoteJson | ShallowQuoteJson | None
    quote_approval: QuoteApproval
    verandah: Ours


class ContextJson(TypedDict):
    ancestors: list[StatusJson]
    descendants: list[StatusJson]


def status(full: FullPost, for_member: bool) -> StatusJson:
    """A post. Only a member can have done something with it, so a guest is not told what they have not done."""
    found = told_to_all(full)
    if full.shared is not None:
        found["reblog"] = status(full.shared, for_member)
    if full.post.quote_of_id:
        found["quote"] = quote(full, for_member)
    if for_member:
        tell_member(found, full)
    if full.post.is_mine:
        found["pinned"] = full.flags.pinned
    if full.hold is not None:
        found["verandah"]["held"] = held(full.hold)
    return found


def held(hold: Hold) -> HeldJson:
    """What keeps one's own post from others."""
    return {"waiting": hold.is_waiting, "why": hold.why, "url": absolute(f"/decisions/{hold.decision_id}/")}


def told_to_all(full: FullPost) -> StatusJson:
    """What everyone is told who may see the post."""
    shown = full.shared or full
    post, of = full.post, shown.post
    address, markup = post_url(post.author.username, post.id), parse(of.text)
    found: StatusJson = {
        "id": str(post.id),
        "created_at": moment(post.created_at),
        "in_reply_to_id": str(post.parent_id) if post.parent_id and full.parent_author_id else None,
        "in_reply_to_account_id": str(full.parent_author_id) if full.parent_author_id else None,
        "sensitive": of.is_sensitive,
        "spoiler_text": of.warning,
        "visibility": SAID[post.audience],
        "language": of.language or None,
        "uri": address,
        "url": address,
        "replies_count": of.counts.comments,
        "reblogs_count": of.counts.shares,
        "favourites_count": of.counts.reactions,
        "quotes_count": of.counts.quotes,
        "edited_at": moment_or_none(of.edited_at),
        "content": html(shown, markup),
        "reblog": None,
        "account": account(full.author),
        "media_attachments": [media_attachment(row) for row in shown.media],
        "mentions": [mention(person) for person in shown.named],
        "tags": [{"name": name, "url": tag_url(name)} for name in markup.tags],
        "emojis": [],
        "card": card(shown.link) if shown.link else None,
        "poll": poll(full.poll) if full.poll else None,
        "quote": None,
        "quote_approval": approval(full),
        "verandah": {
            "audience": post.audience.name.lower(),
            "place": of.place or None,
            "mood": of.mood.name.lower() if of.mood else None,
            "comment_policy": of.comment_policy.name.lower(),
            "wall": {"id": str(shown.wall.id), "acct": shown.wall.username} if shown.wall else None,
        },
    }
    if post.app is not None:
        found["application"] = {"name": post.app.name, "website": post.app.website or None}
    return found


def tell_member(found: StatusJson, full: FullPost) -> None:
    """What the viewer has done with the post, or with what it shares, and which of their filters it meets."""
    flags = (full.shared or full).flags
    found["favourited"], found["reblogged"] = bool(flags.reacted), flags.shared
    found["muted"], found["bookmarked"] = flags.muted, flags.bookmarked
    found["filtered"] = filter_results((full.shared or full).matches)
    found["verandah"]["reaction"] = full.flags.reacted or None


def quote(full: FullPost, for_member: bool) -> QuoteJson | ShallowQuoteJson:
    """What the post quotes. A quote in a quote is told by its id alone, so that there is an end."""
    quoted = full.quoted
    if full.post.quote_state == QuoteState.REVOKED:
        return {"state": "revoked", "quoted_status": None}
    if quoted is None:
        return {"state": "deleted", "quoted_status": None}
    return {"state": "accepted", "quoted_status": shallow(quoted, for_member)}


def shallow(full: FullPost, for_member: bool) -> StatusJson:
    """A post that is quoted; what it quotes itself is only named."""
    found = status(replace(full, post=replace(full.post, quote_of_id=None)), for_member)
    if full.post.quote_state == QuoteState.REVOKED:
        found["quote"] = {"state": "revoked", "quoted_status_id": None}
    elif full.post.quote_of_id and full.sees_quote:
        found["quote"] = {"state": "accepted", "quoted_status_id": str(full.post.quote_of_id)}
    elif full.post.quote_of_id:
        found["quote"] = {"state": "deleted", "quoted_status_id": None}
    return found


def approval(full: FullPost) -> QuoteApproval:
    """Who may quote the post, and whether the viewer may."""
    who = {QuotePolicy.EVERYONE: ["public"], QuotePolicy.FOLLOWERS: ["followers"], QuotePolicy.NOBODY: []}
    open_to = who[full.post.quote_policy] if full.post.audience in OPEN else []
    return {"automatic": list(open_to), "manual": [], "current_user": "automatic" if full.may_quote else "denied"}


def deleted_status(full: FullPost) -> StatusJson:
    """A post that was just deleted: with its text, so that it can be written anew, and without what was shown of it."""
    found = status(full, for_member=True)
    del found["content"]
    found["text"] = full.post.text
    return found


def context(ancestors: Sequence[FullPost], descendants: Sequence[FullPost], for_member: bool) -> ContextJson:
    """What a post answers, and what answers it."""
    return {
        "ancestors": [status(full, for_member) for full in ancestors],
        "descendants": [status(full, for_member) for full in descendants],
    }


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
