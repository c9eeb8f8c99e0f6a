"""Reacting to a post, and taking it back."""

from django.db import transaction
from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base.errors import Invalid
from verandah.base.writing import changed, returned, stored
from verandah.domain.accounts.models import Account
from verandah.domain.notifications.models import Notification
from verandah.domain.posts.engagement import meant
from verandah.domain.posts.models import Reaction
from verandah.domain.posts.offered import is_offered
from verandah.domain.posts.rules import refuse_locked

from . import permitting
from .notifying import about_deed, withdraw_from
from .tallying import tally, touch

Kind = Notification.Kind

REACT = """INSERT INTO verandah_reaction (post_id, account_id, kind, created_at)
VALUES (%(post)s, %(account)s, %(kind)s, %(now)s) ON CONFLICT (post_id, account_id) DO NOTHING RETURNING id"""

CHANGE = """UPDATE verandah_reaction SET kind = %(kind)s
WHERE post_id = %(post)s AND account_id = %(account)s AND kind <> %(kind)s"""

UNREACT = """DELETE FROM verandah_reaction WHERE post_id = %(post)s AND account_id = %(account)s
RETURNING (SELECT p.author_id FROM verandah_post p WHERE p.id = post_id)"""


def react(account: Account, post_id: int, kind: Reaction.Kind | None = None) -> None:
    """`account` gives the post a sign, or what it shares. Twice: the same; another `kind` takes the place of the first.

    Without `kind` it is a like, or the sign that they have given already. Raises NotFound when they may not see it,
    Invalid when this sign is not on offer here, Forbidden when a decision keeps them from it.
    """
    if kind and not is_offered(kind):
        raise Invalid("kind", _("This reaction is not on offer here. Choose another one."))
    permitting.refuse_read_only(account)
    post = meant(account, post_id)
    refuse_locked(post)
    given = {"post": post.id, "account": account.id, "kind": kind or Reaction.Kind.LIKE}
    with transaction.atomic():
        if returned(REACT, {**given, "now": stored(timezone.now())}):
            tally(post.id, "reactions_count", 1)
            about_deed(Kind.REACTION, account, post)
        elif kind and changed(CHANGE, given):
            touch(post.id)


def unreact(account: Account, post_id: int) -> None:
    """`account` takes their sign back, also from a post they no longer see. Twice: the same.

    Raises NotFound when there is none and they may not see the post.
    """
    with transaction.atomic():
        if not taken_back(account, post_id):
            taken_back(account, meant(account, post_id).id)


def taken_back(account: Account, post_id: int) -> bool:
    """Whether there was a sign of theirs, which is gone now."""
    gone = returned(UNREACT, {"post": post_id, "account": account.id})
    for (author_id,) in gone:
        tally(post_id, "reactions_count", -1)
        withdraw_from(author_id, Kind.REACTION, account, post_id)
    return bool(gone)


@task(queue_name="notify")
def tell_author(reaction_id: int) -> None:
    """Tell the author of a reaction that still stands: for jobs that an older version has left. Safe to run twice."""
    reaction = Reaction.objects.filter(pk=reaction_id).select_related("account", "post__author").first()
    if reaction is not None:
        about_deed(Kind.REACTION, reaction.account, reaction.post)
