"""Taking away what one has said, and what others have said below one's own posts or on one's wall."""

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base.errors import Conflict, NotFound
from verandah.domain.accounts.models import Account
from verandah.domain.posts.commenting import refuse_when_off
from verandah.domain.posts.models import Post
from verandah.domain.posts.queries import visible_post
from verandah.domain.posts.rules import may_restore

from . import announcing, permitting, posting
from .tallying import count_post


def take_away(account: Account, post_id: int) -> Post:
    """Delete an own post or comment, or remove a comment from below an own post or a post from one's wall.

    Twice: the same. Raises NotFound.
    """
    if Post.objects.filter(pk=post_id, author=account).exists():
        return posting.delete(account, post_id)
    with transaction.atomic():
        comment = below_own(account, post_id)
        if comment.deleted_at is None:
            # What the author does not see is nothing they can remove.
            visible_post(account, post_id)
            there = Post.objects.filter(pk=comment.pk, deleted_at=None)
            if there.update(deleted_at=timezone.now(), deleted_by=account):
                count_post(comment, -1)
                announcing.post_is_gone(comment.pk)
    comment.refresh_from_db(fields=["deleted_at", "deleted_by", "rev"])
    return comment


def bring_back(account: Account, post_id: int) -> Post:
    """Undo `take_away`, by whom it was done. Twice: the same.

    Raises NotFound when that was somebody else, Conflict when its day is over.
    """
    permitting.refuse_read_only(account)
    if Post.objects.filter(pk=post_id, author=account).exists():
        return posting.restore(account, post_id)
    with transaction.atomic():
        comment = below_own(account, post_id)
        if comment.deleted_at is None:
            return comment
        if comment.deleted_by_id != account.pk:
            raise NotFound
        refuse_when_off(comment)
        if not may_restore(comment, timezone.now()):
            raise Conflict(_("This was removed more than a day ago and can't be brought back."))
        gone = Post.objects.filter(pk=comment.pk).exclude(deleted_at=None)
        if gone.update(deleted_at=None, deleted_by=None, rev=F("rev") + 1):
            count_post(comment, 1)
            announcing.post_is_back(comment.pk)
    comment.refresh_from_db(fields=["deleted_at", "deleted_by", "rev"])
    return comment


def below_own(account: Account, post_id: int) -> Post:
    """Somebody's comment on a post of `account`'s, or post on their wall, deleted or not, held until the end of the
    transaction.
    """
    comments = Post.objects.select_for_update(no_key=True, of=("self",)).select_related("author")
    theirs = Q(is_comment=True, root__author=account) | Q(wall=account, share_of=None)
    comment = comments.filter(theirs, pk=post_id).first()
    if comment is None:
        raise NotFound
    return comment
