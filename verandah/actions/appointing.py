"""Who works for the site: roles are given and taken. Nobody gives one to themselves, or one as high as their own."""

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from verandah.base.errors import Forbidden, Invalid
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.roles import Role
from verandah.domain.moderation.twos import Verb, What

from . import approving
from .auditing import note, refused
from .authenticating import write_letter

TOP = (Role.ADMIN, Role.OWNER)


def appoint(by: Account, account: Account, role: Role, approval_id: int | None = None) -> bool:
    """`account` has this role from now on, whatever it was before; whether that changes anything. Twice: the same.

    Raises Forbidden, which is recorded, for oneself and for whoever is not below; and where two must want it and do
    not. Raises Invalid for the owner's role, which only the command line gives.
    """
    insist_above(by, account, "appoint", role)
    with transaction.atomic():
        user = User.objects.select_for_update(no_key=True).filter(account=account).first()
        if user is None:
            raise Invalid("role", _("Only members of this site can work for it."))
        before = Role(user.role)
        if before == role:
            return False
        if role in TOP:
            if approval_id is None:
                raise Forbidden(_("Two people must want this. Ask for the second one first."))
            approving.use(approval_id, Verb.GRANT_ROLE, what_of(account, role))
        User.objects.filter(pk=user.pk).update(role=role)
        Account.objects.filter(pk=account.pk).update(rev=F("rev") + 1)
        if user.email:
            write_letter("role_changed", user.email, user.language, facts_of(user, role))
        note(
            by,
            "appoint",
            account=account,
            approval_id=approval_id,
            before=before.name.lower(),
            after=role.name.lower(),
        )
    return True


def ask_to_appoint(by: Account, account: Account, role: Role, reason: str) -> int:
    """Ask for a second person to want it; the number of the approval. Twice: the same. Raises as `appoint` does."""
    insist_above(by, account, "appoint", role)
    return approving.ask(by, Verb.GRANT_ROLE, what_of(account, role), reason).pk


def needs_two(role: Role) -> bool:
    """Whether one person alone cannot give this role."""
    return role in TOP


def what_of(account: Account, role: Role) -> What:
    """What an approval of it is bound to."""
    return {"account": account.pk, "role": int(role)}


def insist_above(by: Account, account: Account, deed: str, role: Role = Role.MEMBER) -> None:
    """Raises Forbidden, and records that it was tried, unless `by` may give roles, stands above `account`, and above
    the role that is given."""
    roles = dict(User.objects.filter(account__in=(by.pk, account.pk)).values_list("account_id", "role"))
    mine, theirs = Role(roles.get(by.pk, Role.MEMBER)), Role(roles.get(account.pk, Role.MEMBER))
    text = ""
    if not may(mine, Permission.GRANT_ROLES):
        text = _("Your role on this site doesn’t include this. Ask someone whose role does.")
    elif by.pk == account.pk:
        text = _("Nobody changes their own role. Ask someone else of the staff.")
    elif theirs >= mine:
        text = _("You can only do this to someone whose role is below yours.")
    elif role >= mine:
        text = _("You can only give a role that is below yours.")
    if text:
        refused(by, deed, account)
        raise Forbidden(text)


def facts_of(user: User, role: Role) -> dict[str, str]:
    """What the letter says. `role`: a word, which the letter puts into the reader's language."""
    return {"name": f"@{user.username}", "role": role.name.lower(), "page": settings.URL + reverse("settings_security")}
