"""Reacting to a post, and taking it back."""

from django.db import transaction
from django.tasks import task
from django.utils import timezone

from verandah.base.jobs import later
from verandah.domain.accounts.models import Account
from verandah.domain.notifications.models import Notification
from verandah.domain.posts.engagement import meant_post
from verandah.domain.posts.models import Post, Reaction

from .notifying import about_deed, withdraw_deed
from .tallying import tally, touch

Kind = Notification.Kind


def react(account: Account, post_id: int, kind: Reaction.Kind | None = None) -> Post:
    """`account` gives the post a sign, or what it shares. Twice: the same; another `kind` takes the place of the first.

    Without `kind` it is a like, or the sign that they have given already. Raises NotFound when they may not see it.
    """
    post = meant_post(account, post_id)
    with transaction.atomic():
        first = {"kind": kind or Reaction.Kind.LIKE, "created_at": timezone.now()}
        reaction, made = Reaction.objects.get_or_create(post=post, account=account, defaults=first)
        if made:
            tally(post.id, "reactions_count", 1)
            later(tell_author, reaction.pk)
        elif kind and Reaction.objects.filter(pk=reaction.pk).exclude(kind=kind).update(kind=kind):
            touch(post.id)
    return post


def unreact(account: Account, post_id: int) -> None:
    """`account` takes their sign back, also from a post they no longer see. Twice: the same.

    Raises NotFound when there is none and they may not see the post.
    """
    with transaction.atomic():
        mine = Reaction.objects.filter(post=post_id, account=account)
        if not mine.exists():
            mine = Reaction.objects.filter(post=meant_post(account, post_id), account=account)
        for reaction in mine.select_related("post"):
            gone, _rows = Reaction.objects.filter(pk=reaction.pk).delete()
            if gone:
                tally(reaction.post_id, "reactions_count", -1)
                withdraw_deed(Kind.REACTION, account, reaction.post)


@task(queue_name="notify")
def tell_author(reaction_id: int) -> None:
    """Tell the author of a reaction that still stands. Safe to run twice."""
    reaction = Reaction.objects.filter(pk=reaction_id).select_related("account", "post__author").first()
    if reaction is not None:
        about_deed(Kind.REACTION, reaction.account, reaction.post)
