"""Saying something, and taking it back."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base import markup
from verandah.base.errors import Conflict, Invalid
from verandah.base.jobs import later
from verandah.domain.accounts.models import Account
from verandah.domain.graph.queries import reachable
from verandah.domain.instance.queries import the_site
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Mention, Post, PostTag, Tag
from verandah.domain.posts.queries import own_post
from verandah.domain.posts.rules import OFFERED, may_restore

from .distributing import distribute


@dataclass(frozen=True, slots=True)
class Draft:
    """What someone wants to say. `key` makes it one post however often it is sent (at most 64 characters).

    `same_within`: so long after a post, the same words for the same audience are that post, whatever the key.
    """

    text: str
    audience: Audience = Audience.MEMBERS
    key: str = ""
    same_within: timedelta = timedelta()


def publish(author: Account, draft: Draft) -> Post:
    """Store what `author` wrote and let it travel. The same `draft.key` twice: the same post.

    Raises Invalid when the text is empty, too long or cannot be shown, or the audience is not offered; Conflict when
    the post of that key has been deleted since.
    """
    if draft.key and (post := Post.objects.filter(author=author, key=draft.key).first()):
        return still_there(post)
    text = sayable(draft.text)
    if draft.audience not in OFFERED:
        raise Invalid("audience", _("Choose who can see this post."))
    if not draft.key or len(draft.key) > 64:
        raise Invalid("key", _("This form is incomplete. Reload the page and try again."))
    if post := said_just_now(author, draft, text):
        return post
    parsed = markup.parse(text)
    try:
        with transaction.atomic():
            post = store(author, draft, parsed)
            later(distribute, post.id)
    except IntegrityError:
        # The same key came twice at the same moment: the unique constraint has settled who was first.
        post = still_there(Post.objects.get(author=author, key=draft.key))
    return post


def delete(author: Account, post_id: int) -> Post:
    """Take a post back. It is gone at the very next read; for a day its author can restore it. Twice: the same."""
    post = own_post(author, post_id)
    if post.deleted_at is None:
        post.deleted_at, post.deleted_by = timezone.now(), author
        post.save(update_fields=["deleted_at", "deleted_by"])
    return post


def restore(author: Account, post_id: int) -> Post:
    """Bring a deleted post back where it was. Twice: the same. Raises Conflict when its day is over."""
    post = own_post(author, post_id)
    if post.deleted_at is None:
        return post
    if not may_restore(post, timezone.now()):
        raise Conflict(_("This post was deleted more than a day ago and can't be brought back."))
    post.deleted_at = post.deleted_by = None
    post.save(update_fields=["deleted_at", "deleted_by"])
    return post


def names_someone(text: str) -> bool:
    """Whether the text holds an @mention, be it of nobody."""
    return bool(markup.parse(sayable(text)).mentions)


def said_just_now(author: Account, draft: Draft, text: str) -> Post | None:
    """The post that holds the same words already, when that may be what is meant."""
    if not draft.same_within:
        return None
    newest = Post.objects.filter(author=author, audience=draft.audience, text=text, deleted_at=None)
    return newest.filter(created_at__gt=timezone.now() - draft.same_within).order_by("-id").first()


def still_there(post: Post) -> Post:
    """The post of a key that was sent before; a deleted one must not be said to be out."""
    if post.deleted_at is not None:
        raise Conflict(_("You have deleted this post. Reload the page to write it again."))
    return post


def sayable(text: str) -> str:
    """The text in its normal form. Raises Invalid when it is empty, too long or not text."""
    text = markup.clean(text, the_site().post_length)
    if not text:
        raise Invalid("text", _("Write something first. A post needs some text."))
    return text


def store(author: Account, draft: Draft, parsed: markup.Markup) -> Post:
    """The rows of a new post."""
    known = reachable(author, parsed.mentions)
    post = Post.objects.create(
        author=author,
        audience=draft.audience,
        text=parsed.text,
        html=parsed.html(mention_url=lambda name: f"/@{name}/" if name in known else None, tag_url=tag_path),
        key=draft.key,
        created_at=timezone.now(),
    )
    Mention.objects.bulk_create([Mention(post=post, account_id=number) for number in known.values()])
    if parsed.tags:
        Tag.objects.bulk_create([Tag(name=name) for name in parsed.tags], ignore_conflicts=True)
        tags = Tag.objects.filter(name__in=parsed.tags)
        PostTag.objects.bulk_create([PostTag(post=post, tag=tag) for tag in tags])
    return post


def tag_path(name: str) -> str:
    """Where a tag's posts are listed."""
    return f"/tags/{name}/"
