"""Keeping posts: saving them for oneself, putting own ones first on the profile, hearing no more of a conversation."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from verandah.base.errors import Invalid
from verandah.domain.accounts.models import Account
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.engagement import meant_post
from verandah.domain.posts.models import Bookmark, Post, ThreadState
from verandah.domain.posts.queries import visible_post
from verandah.domain.posts.standing import MOST_PINNED

from .permitting import refuse_read_only

# What is for hardly anyone would greet nobody on a profile.
NOT_FOR_PROFILES = (Audience.PEOPLE, Audience.ONLY_ME)


def bookmark(account: Account, post_id: int) -> None:
    """`account` saves a post, or what it shares. Twice: once. Raises NotFound when they may not see it."""
    post = meant_post(account, post_id)
    Bookmark.objects.get_or_create(post=post, account=account, defaults={"created_at": timezone.now()})


def unbookmark(account: Account, post_id: int) -> None:
    """`account` no longer keeps a post, be it one they no longer see. Twice: the same.

    Raises NotFound when they do not keep it and may not see it.
    """
    gone, _rows = Bookmark.objects.filter(post=post_id, account=account).delete()
    if not gone:
        Bookmark.objects.filter(post=meant_post(account, post_id), account=account).delete()


def pin(account: Account, post_id: int) -> None:
    """`account` puts an own post first on their profile. Twice: it stays where it is.

    Raises NotFound when they may not see it, Invalid when it is nothing for a profile, or too many are there.
    """
    refuse_read_only(account)
    post = visible_post(account, post_id)
    refuse_pin(account, post)
    with transaction.atomic():
        # The post before the person, as everywhere; then two pins at once cannot both be the last there is room for.
        Post.objects.select_for_update(no_key=True).filter(pk=post.pk).values_list("pk").first()
        Account.objects.select_for_update(no_key=True).filter(pk=account.pk).values_list("pk").first()
        pinned = Post.objects.filter(author=account, deleted_at=None).exclude(pinned_at=None)
        if pinned.filter(pk=post.pk).exists():
            return
        if pinned.count() >= MOST_PINNED:
            raise Invalid("pinned", too_many_pinned())
        Post.objects.filter(pk=post.pk).update(pinned_at=timezone.now(), rev=F("rev") + 1)


def unpin(account: Account, post_id: int) -> None:
    """`account` puts a post back in its place. Twice: the same. Raises NotFound when they may not see it."""
    post = visible_post(account, post_id)
    pinned = Post.objects.filter(pk=post.pk, author=account).exclude(pinned_at=None)
    pinned.update(pinned_at=None, rev=F("rev") + 1)


def mute_conversation(account: Account, post_id: int) -> None:
    """`account` is not told of what is said in this conversation any more. Twice: the same. Raises NotFound."""
    root = root_of(account, post_id)
    now = {"is_muted": True, "is_followed": False}
    ThreadState.objects.update_or_create(root_id=root, account=account, defaults=now)


def unmute_conversation(account: Account, post_id: int) -> None:
    """`account` is told again. Twice: the same. Raises NotFound when they may not see the post."""
    ThreadState.objects.filter(root=root_of(account, post_id), account=account).update(is_muted=False)


def follow_conversation(account: Account, post_id: int) -> None:
    """`account` is told of every comment in this conversation that they may see. Twice: the same. Raises NotFound."""
    root = root_of(account, post_id)
    now = {"is_muted": False, "is_followed": True}
    ThreadState.objects.update_or_create(root_id=root, account=account, defaults=now)


def unfollow_conversation(account: Account, post_id: int) -> None:
    """`account` is told of answers to themselves alone. Twice: the same. Raises NotFound."""
    ThreadState.objects.filter(root=root_of(account, post_id), account=account).update(is_followed=False)


def hear_answers(account: Account, post_id: int) -> None:
    """`account` is told of answers to themselves alone, as it begins. Twice: the same. Raises NotFound."""
    stands = ThreadState.objects.filter(root=root_of(account, post_id), account=account)
    stands.update(is_followed=False, is_muted=False)


def root_of(account: Account, post_id: int) -> int:
    """The post that the conversation is about."""
    post = meant_post(account, post_id)
    return post.root_id or post.pk


def refuse_pin(account: Account, post: Post) -> None:
    """Raises Invalid when `post` cannot stand first on the profile of `account`."""
    if post.author_id != account.pk:
        raise Invalid("pinned", _("Only your own posts can be pinned to your profile."))
    if post.share_of_id:
        raise Invalid("pinned", _("A shared post can't be pinned. Pin a post of your own."))
    if post.audience in NOT_FOR_PROFILES:
        raise Invalid("pinned", _("A post for a few people can't be pinned to your profile."))


def too_many_pinned() -> str:
    """What a person reads who has no place left."""
    sentence = ngettext(
        "You can pin %(most)d post. Unpin it first.", "You can pin %(most)d posts. Unpin one first.", MOST_PINNED
    )
    return sentence % {"most": MOST_PINNED}
