"""Whether an account is closed to whose it is: nobody signs in with it, and one room stays open to them."""

from .models import Account, User


def is_closed(user: User) -> bool:
    """Whether they cannot sign in."""
    return not user.is_active or (user.account.suspended_at is not None and not is_away(user.account))


def is_away(account: Account) -> bool:
    """Whether they have left by themselves, and no decision hides them besides: then both moments are one."""
    return account.left_at is not None and account.left_at == account.suspended_at


def closed_account(account_id: int) -> Account | None:
    """This account, if it is closed still. One query."""
    user = User.objects.filter(account=account_id).select_related("account").first()
    return user.account if user is not None and is_closed(user) else None
