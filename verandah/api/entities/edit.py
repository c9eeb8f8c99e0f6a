"""StatusEdit and StatusSource: what a post was before it was changed, and a post as it was typed."""

from typing import NotRequired, TypedDict

from verandah.base.markup import parse
from verandah.domain.posts.full import FullPost
from verandah.domain.posts.versions import ShownVersion

from . import content
from .account import AccountJson, Nothing, account
from .dates import moment
from .media import MediaAttachmentJson, media_attachment
from .status import QuoteJson, ShallowQuoteJson, quote


class StatusSourceJson(TypedDict):
    id: str
    text: str
    spoiler_text: str


class PollOptionEditJson(TypedDict):
    title: str


class PollEditJson(TypedDict):
    options: list[PollOptionEditJson]


class StatusEditJson(TypedDict):
    content: str
    spoiler_text: str
    sensitive: bool
    created_at: str
    account: AccountJson
    media_attachments: list[MediaAttachmentJson]
    emojis: Nothing
    poll: NotRequired[PollEditJson]
    quote: QuoteJson | ShallowQuoteJson | None


def status_source(full: FullPost) -> StatusSourceJson:
    """A post as it was typed."""
    return {"id": str(full.post.id), "text": full.post.text, "spoiler_text": full.post.warning}


def status_edit(full: FullPost, version: ShownVersion, for_member: bool) -> StatusEditJson:
    """One version of the post `full`. What a post quotes is the same in all of them."""
    names = {name: name for name in version.named}
    found: StatusEditJson = {
        "content": content.html(parse(version.text), names),
        "spoiler_text": version.warning,
        "sensitive": version.is_sensitive,
        "created_at": moment(version.created_at),
        "account": account(full.author),
        "media_attachments": [media_attachment(file) for file in version.media],
        "emojis": [],
        "quote": quote(full, for_member) if full.post.quote_of_id else None,
    }
    if version.poll_titles:
        found["poll"] = {"options": [{"title": title} for title in version.poll_titles]}
    return found
