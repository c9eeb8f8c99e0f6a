"""Sharing a post with those who read me, and taking the share back."""

from uuid import uuid4

from django.db import transaction
from django.db.models import Q
from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base.errors import Forbidden, NotFound
from verandah.domain.accounts.habits import usual_audience
from verandah.domain.accounts.models import Account
from verandah.domain.notifications.models import Notification
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.engagement import meant_post
from verandah.domain.posts.models import Post
from verandah.domain.posts.rules import may_share, refuse_locked

from . import announcing, permitting
from .notifying import about_deed, withdraw_deed
from .tallying import count_post

Kind = Notification.Kind
# Whom a share can be meant for. The numbers rise as they become narrower.
MEANT = (Audience.PUBLIC, Audience.MEMBERS, Audience.FOLLOWERS)


def share(account: Account, post_id: int, audience: Audience | None = None) -> Post:
    """`account` shows a post to their readers; the answer is the share. Twice: the same, for whom it was at first.

    It is for `audience`, or whom they usually write for, but never for more than see the post. What a share shares is
    what it shares itself. Raises NotFound when they may not see the post, Forbidden when it is not theirs to pass on.
    """
    permitting.refuse_read_only(account)
    original = meant_post(account, post_id)
    refuse_locked(original)
    if not may_share(Audience(original.audience), original.author_id == account.pk):
        raise Forbidden(_("This post is for a few people only. Only its author can share it."))
    if was_removed(account, original):
        raise Forbidden(_("The author of this post has removed your share of it. You can't share it again."))
    first = {
        "audience": no_wider(original, account, audience),
        "key": uuid4().hex,
        "created_at": timezone.now(),
        "text": "",
        "html": "",
    }
    with transaction.atomic():
        # Where two come at the same moment, the unique constraint settles who was first.
        permitting.refuse_while_slowed(account)
        wrapper, made = Post.objects.get_or_create(share_of=original, author=account, deleted_at=None, defaults=first)
        if made:
            count_post(wrapper, 1)
            announcing.post_is_out(wrapper.id)
            about_deed(Kind.SHARE, account, original)
    return wrapper


def unshare(account: Account, post_id: int) -> None:
    """`account` takes their share of a post back, also when they no longer see the post. Twice: the same.

    Raises NotFound when there is none and they may not see the post.
    """
    with transaction.atomic():
        mine = Post.objects.filter(Q(share_of=post_id) | Q(pk=post_id), author=account, share_of__isnull=False)
        if not mine.exists():
            mine = Post.objects.filter(share_of=meant_post(account, post_id), author=account)
        for wrapper in mine.filter(deleted_at=None).select_related("author", "share_of"):
            withdraw(wrapper, account)


def remove(author: Account, share_id: int) -> Post:
    """`author` ends someone's share of a post of theirs, for good; the answer is the post. Twice: the same.

    Raises NotFound when there is no such share.
    """
    with transaction.atomic():
        shares = Post.objects.filter(pk=share_id, share_of__author=author).exclude(author=author)
        wrapper = shares.select_related("author", "share_of").first()
        if wrapper is None or wrapper.share_of is None:
            raise NotFound
        withdraw(wrapper, author)
    return wrapper.share_of


def was_removed(account: Account, original: Post) -> bool:
    """Whether the author of a post has ended a share of `account`'s. Its row is kept as long as the post is."""
    if original.author_id == account.pk:
        return False
    return Post.objects.filter(share_of=original, author=account, deleted_by=original.author_id).exists()


def withdraw(wrapper: Post, by: Account) -> None:
    """The end of a share. Its row stays until deleted posts are purged: open streams ask it who has seen it."""
    standing = Post.objects.filter(pk=wrapper.pk, deleted_at=None)
    if standing.update(deleted_at=timezone.now(), deleted_by=by) and wrapper.share_of is not None:
        count_post(wrapper, -1)
        withdraw_deed(Kind.SHARE, wrapper.author, wrapper.share_of)
        announcing.post_is_gone(wrapper.pk)


def no_wider(post: Post, account: Account, wanted: Audience | None) -> Audience:
    """Whom a share of `post` is for: those who were `wanted`, or usually are, but nobody who may not see it."""
    usual = Audience(min(usual_audience(account), Audience.FOLLOWERS))
    return Audience(max(wanted if wanted in MEANT else usual, post.audience))


@task(queue_name="notify")
def tell_of_share(wrapper_id: int) -> None:
    """Tell the author of what was shared, if it still is: for jobs of an older version. Safe to run twice."""
    wrapper = Post.objects.filter(pk=wrapper_id, deleted_at=None).select_related("author", "share_of__author").first()
    if wrapper is not None and wrapper.share_of is not None:
        about_deed(Kind.SHARE, wrapper.author, wrapper.share_of)
