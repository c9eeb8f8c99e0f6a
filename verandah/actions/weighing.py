"""How much of the site's room each member uses: counted as it changes, and asked before anything more comes in."""

from django.conf import settings
from django.db.models import F, Sum, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from verandah.base.resumable import TooLarge
from verandah.domain.accounts.models import Account
from verandah.domain.media.models import Upload

MEGABYTE = 1_000_000


def weigh(owner_id: int, more: int) -> None:
    """Count `more` bytes for this member, or so many less; in the caller's transaction."""
    Account.objects.filter(pk=owner_id).update(media_bytes=Greatest(F("media_bytes") + more, Value(0)))


def refuse_over_quota(owner: Account, more: int) -> None:
    """Raises TooLarge when `more` bytes would be more than one member may keep here."""
    if not settings.QUOTA:
        return
    left = settings.QUOTA - used_by(owner)
    if more > left:
        raise TooLarge(
            _("You have %(left)s MB of %(most)s MB left. Delete something with pictures or videos to make room.")
            % {"left": max(0, left) // MEGABYTE, "most": settings.QUOTA // MEGABYTE}
        )


def used_by(owner: Account) -> int:
    """Bytes of all that the member has here, with what is announced and still on its way."""
    announced = Upload.objects.filter(owner=owner, media=None).aggregate(sum=Sum("length"))["sum"] or 0
    return announced + Account.objects.values_list("media_bytes", flat=True).get(pk=owner.pk)
