"""For whom a post is: the word everyone may know, and the lists and people behind it, which only its author may."""

from dataclasses import dataclass

from verandah.domain.accounts.models import Account

from .audience import Audience
from .models import PostAudience
from .queries import visible_post
from .rules import audience_told


@dataclass(frozen=True, slots=True)
class Addressees:
    """For whom a post is. To all but its author the lists and people are none."""

    audience: Audience
    is_mine: bool
    list_ids: tuple[int, ...] = ()
    account_ids: tuple[int, ...] = ()


def addressees(viewer: Account | None, post_id: int) -> Addressees:
    """For whom a post is that `viewer` may see, in at most two queries. Raises NotFound."""
    post = visible_post(viewer, post_id)
    audience = Audience(post.audience)
    if viewer is None or post.author_id != viewer.id:
        return Addressees(audience_told(audience, is_mine=False), is_mine=False)
    rows = list(PostAudience.objects.filter(post=post).order_by("pk").values_list("people_list_id", "account_id"))
    return Addressees(
        audience,
        is_mine=True,
        list_ids=tuple(number for number, _account in rows if number),
        account_ids=tuple(number for _list, number in rows if number),
    )
