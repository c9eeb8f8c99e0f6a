"""Which of someone's posts are for more people than they may want by now."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from verandah.domain.accounts.models import Account

from .audience import Audience
from .models import Post

# To whom old posts can be limited, and what is for more people than those.
WIDER: dict[Audience, Sequence[Audience]] = {
    Audience.FRIENDS: (Audience.PUBLIC, Audience.MEMBERS, Audience.FOLLOWERS),
    Audience.FOLLOWERS: (Audience.PUBLIC, Audience.MEMBERS),
}


def wider_posts(viewer: Account, audience: Audience, before: datetime | None, until_id: int | None = None) -> int:
    """How many posts of `viewer`'s are for more people than `audience`, of those written before a moment.

    `until_id`: of those that were there when limiting began.
    """
    return Post.objects.filter(wider(viewer.pk, audience, before, until_id), deleted_at=None).count()


def wider(author_id: int, audience: Audience, before: datetime | None, until_id: int | None) -> Q:
    """The condition for them. Comments follow what they are about, and shares what they share."""
    found = Q(author=author_id, is_comment=False, share_of=None, audience__in=WIDER[audience])
    if before is not None:
        found &= Q(created_at__lt=before)
    return found if until_id is None else found & Q(id__lte=until_id)
