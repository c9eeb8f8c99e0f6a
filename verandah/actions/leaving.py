"""Leaving, for a while or for good, and coming back: nobody sees someone who has left, and no decision says so."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from verandah.base import formats, mail
from verandah.base.errors import Forbidden
from verandah.domain.accounts.closing import is_away
from verandah.domain.accounts.models import Account, Export, User
from verandah.domain.accounts.roles import Role

from . import announcing, pushing
from .authenticating import end_everything, write_letter
from .authorizing import shut_out_all
from .exporting import drop
from .hiding import count_with, count_without

# How long someone who has left for good can come back.
GRACE = timedelta(days=14)


def deactivate(account: Account) -> None:
    """Nobody sees `account` until it comes back, and it is signed out everywhere. Twice: the same.

    Raises Forbidden for the owner.
    """
    if leave(account, None):
        tell(account, "away")


def leave_for_good(account: Account) -> datetime:
    """The same, and after 14 days all that is theirs is erased; the moment. Twice: the first moment counts.

    Raises Forbidden for the owner.
    """
    leave(account, timezone.now() + GRACE)
    return account.erase_at or timezone.now() + GRACE


def leave(account: Account, erase_at: datetime | None) -> bool:
    """Whether they were here until now."""
    user = User.objects.get(account=account)
    refuse_owner(user)
    now = timezone.now()
    with transaction.atomic():
        here = Account.objects.filter(pk=account.pk, left_at=None, suspended_at=None)
        if not here.update(left_at=now, suspended_at=now, erase_at=erase_at, rev=F("rev") + 1):
            account.refresh_from_db()
            return False
        count_without(account.pk)
        end_everything(user)
        for one in Export.objects.filter(account=account, ended_at=None):
            drop(one)
        account.refresh_from_db()
        if erase_at is not None:
            tell(account, "left")
    return True


def come_back(account: Account) -> bool:
    """Everyone sees them again as before; whether they had been away. Twice: the same."""
    with transaction.atomic():
        away = Account.objects.select_for_update(no_key=True).filter(pk=account.pk, left_at__isnull=False).first()
        if away is None:
            return False
        # What was decided about them meanwhile holds on.
        is_hidden_still = not is_away(away)
        columns = {"left_at": None, "erase_at": None, "rev": F("rev") + 1}
        Account.objects.filter(pk=account.pk).update(
            **columns if is_hidden_still else {**columns, "suspended_at": None}
        )
        if not is_hidden_still:
            count_with(account.pk)
        account.refresh_from_db()
        tell(account, "came_back")
    return True


def close_doors(account_id: int) -> None:
    """Whoever is away and has signed in without coming back is signed out of that, too. Twice: the same."""
    user = User.objects.filter(account=account_id).first()
    if user is not None:
        end_everything(user)
    shut_out_all(account_id)
    pushing.forget_browsers(account_id)
    announcing.signed_out(account_id)


def refuse_owner(user: User) -> None:
    """The site would have nobody who answers for it."""
    if user.role == Role.OWNER:
        raise Forbidden(
            _(
                "You own this site, and a site needs an owner. Hand it over to somebody else first: whoever runs the"
                " server makes them the owner. Then you can go."
            )
        )


def tell(account: Account, letter: str) -> None:
    """A letter to whoever leaves or comes back, in their language."""
    user = User.objects.get(account=account)
    if not user.email:
        return
    with translation.override(mail.known(user.language)):
        day = formats.day(account.erase_at) if account.erase_at else ""
    facts = {"name": f"@{account.username}", "day": day, "page": settings.URL + reverse("account_login")}
    write_letter(letter, user.email, user.language, facts)
