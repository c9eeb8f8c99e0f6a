"""No longer reading someone, for a while or for good, without their knowing."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base.errors import Forbidden
from verandah.domain.accounts.models import Account
from verandah.domain.graph.models import Mute

# A mute for longer than this is for good.
LONGEST_MUTE = timedelta(days=36_500)


def mute(me: Account, her: Account, hides_notifications: bool = True, seconds: int = 0) -> None:
    """I no longer read her, for so many `seconds` or for good when 0. Again: as it is said now."""
    if me.id == her.id:
        raise Forbidden(_("You can't mute yourself."))
    now = timezone.now()
    ends = 0 < seconds <= LONGEST_MUTE.total_seconds()
    wanted = {"hides_notifications": hides_notifications, "until": now + timedelta(seconds=seconds) if ends else None}
    Mute.objects.update_or_create(muter=me, muted=her, defaults=wanted, create_defaults={**wanted, "created_at": now})


def unmute(me: Account, her: Account) -> None:
    """I read her again. Twice: the same."""
    Mute.objects.filter(muter=me, muted=her).delete()


def clear_ended_mutes() -> int:
    """Forget the mutes that have ended; how many. They have counted for nothing since their end."""
    gone, _rows = Mute.objects.filter(until__lt=timezone.now()).delete()
    return gone
