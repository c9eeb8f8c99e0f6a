"""Joining: the only way a person comes to exist here."""

from collections.abc import Iterable
from datetime import timedelta
from secrets import token_urlsafe

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from verandah.base.errors import Conflict, Forbidden, Invalid, NotFound
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.names import check_display_name, check_username, skeleton
from verandah.domain.accounts.queries import (
    digest_of,
    email_is_free,
    owner_exists,
    unconfirmed_users,
    username_is_free,
)
from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.sign_ups import is_kept_out
from verandah.domain.accounts.trust import Trust
from verandah.domain.instance.models import OwnerLink
from verandah.domain.moderation.barring import may_sign_up_from, may_sign_up_with

from . import asking_in, finding, inviting, suggesting
from .notifying import about_joined

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
LONGEST_EMAIL = 254
UNCONFIRMED_FOR = timedelta(days=3)
AT_ONCE = 200


def enrol(
    username: str,
    email: str,
    password: str,
    display_name: str = "",
    role: Role = Role.MEMBER,
    confirmed: bool = False,
    trust: Trust = Trust.BASIC,
) -> User:
    """Make a person: account, log-in and e-mail address, all or nothing. `confirmed`: the address needs no letter.
    `trust`: who signs up by themselves begins with the least.

    Raises Invalid when something cannot be used or is taken, Conflict for a second owner. Twice: the name is taken.
    """
    username = check_free_username(username)
    email = check_email(email)
    check_password(password, username, email)
    shown = check_display_name(display_name) if display_name.strip() else username
    try:
        with transaction.atomic():
            user = store(username, shown, email, password, role, trust)
            EmailAddress.objects.create(user=user, email=email, primary=True, verified=confirmed)
            if confirmed:
                welcome(user)
    except IntegrityError as error:
        raise what_is_taken(username, email, role) from error
    return user


def refuse_barred_network(address: str) -> None:
    """Raises Forbidden when the staff keeps this network from signing up."""
    if not may_sign_up_from(address):
        raise Forbidden(_("Nobody can join from your network. Ask the people who run this site."))


def refuse_barred_email(email: str) -> None:
    """Raises Invalid when the staff keeps this address out. It is asked of what people type, not of what staff does."""
    if not may_sign_up_with(email):
        raise Invalid("email", _("This e-mail address can’t be used here. Use another one."), "blocked")


def problems(username: str, email: str, password: str) -> list[Invalid]:
    """All that keeps someone from joining with these. That an address is taken is none: nobody learns who is here."""
    checks = [
        (check_free_username, username),
        (check_email, email),
        (refuse_barred_email, email),
        (lambda typed: check_password(typed, username, email), password),
    ]
    found = []
    for check, value in checks:
        try:
            check(value)
        except Invalid as refusal:
            found.append(refusal)
    return found


def hold_name(username: str, password: str) -> User:
    """Keep the name that was asked for with an address that is taken, until `purge_unconfirmed` frees it.

    It costs the same work and leaves the same traces as `enrol`, so that nobody learns by trying who is a member.
    """
    username = check_free_username(username)
    try:
        with transaction.atomic():
            return store(username, username, "", password, Role.MEMBER, Trust.NEW)
    except IntegrityError as error:
        raise what_is_taken(username, "", Role.MEMBER) from error


def offer_ownership() -> str | None:
    """The path of a fresh link that makes its visitor the owner; None once there is one. Older links stop working."""
    if owner_exists():
        return None
    secret = token_urlsafe(32)
    with transaction.atomic():
        OwnerLink.objects.filter(used_at=None).delete()
        OwnerLink.objects.create(digest=digest_of(secret), created_at=timezone.now())
    return f"/welcome/{secret}/"


def claim_ownership(secret: str, username: str, email: str, password: str, display_name: str = "") -> User:
    """Make the holder of the link the owner, once. Their e-mail address needs no letter.

    Raises NotFound when the link is unknown or used, Conflict when someone else was faster.
    """
    with transaction.atomic():
        link = OwnerLink.objects.filter(digest=digest_of(secret), used_at=None)
        # Of two visitors at the same moment only one changes a row.
        if not link.update(used_at=timezone.now()) or owner_exists():
            raise NotFound(link_is_gone())
        user = enrol(username, email, password, display_name, Role.OWNER, confirmed=True)
        OwnerLink.objects.filter(digest=digest_of(secret)).update(used_by=user.account)
    return user


def welcome(user: User) -> None:
    """The e-mail address of `user` is theirs: they have joined, and others can see them. Twice: the same.

    Unless they wait for the staff's word: then it is told that somebody does, and nobody sees them yet.
    """
    if user.account.joined_at is not None:
        return
    if is_kept_out(user.account_id):
        asking_in.tell_staff()
        return
    user.account.joined_at = timezone.now()
    user.account.save(update_fields=["joined_at"])
    about_joined(user.account)
    asking_in.follow_inviter(user.account)
    suggesting.soon(user.account)


def confirm(user: User) -> None:
    """They have shown otherwise than by our letter that their e-mail address is theirs. Twice: the same."""
    with transaction.atomic():
        EmailAddress.objects.filter(user=user, email=user.email).update(verified=True)
        release_address(user.email, user)
        welcome(user)


def clear_unconfirmed(email: str) -> None:
    """Whoever has just shown that `email` is theirs comes: what was begun with it ends. Twice: the same."""
    remove(unconfirmed_users().filter(email=email).values_list("account_id", flat=True))


def release_address(email: str, keeper: User) -> None:
    """`keeper` has shown that `email` is theirs: what others began with it, unconfirmed, ends. Twice: the same."""
    others = unconfirmed_users().filter(email=email).exclude(pk=keeper.pk)
    with transaction.atomic():
        remove(others.values_list("account_id", flat=True))
        EmailAddress.objects.filter(email=email, verified=False).exclude(user=keeper).delete()


def purge_unconfirmed() -> int:
    """Free the names and addresses of sign-ups that nobody confirmed for three days. Returns how many. Safe twice."""
    old = unconfirmed_users().filter(account__created_at__lt=timezone.now() - UNCONFIRMED_FOR)
    gone = 0
    while batch := list(old.values_list("account_id", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            # Asked again inside: someone may have confirmed between the two queries.
            still = old.filter(account__in=batch).values_list("account_id", flat=True)
            removed = remove(still)
        if not removed:
            break
        gone += removed
    return gone


def remove(account_ids: Iterable[int]) -> int:
    """These sign-ups are over, and the places that they took of invitations free again; how many there were."""
    ids = list(account_ids)
    inviting.give_back(ids)
    _rows, by_table = Account.objects.filter(pk__in=ids).delete()
    return by_table.get("verandah.Account", 0)


def store(username: str, display_name: str, email: str, password: str, role: Role, trust: Trust) -> User:
    """The two rows of a person."""
    account = Account.objects.create(
        username=username,
        skeleton=skeleton(username),
        display_name=display_name,
        trust=trust,
        created_at=timezone.now(),
    )
    user = User(account=account, username=username, email=email, role=role)
    user.set_password(password)
    user.save()
    finding.keep_words([account])
    return user


def link_is_gone() -> str:
    """Why a link does not make an owner, and where to find another."""
    return _(
        "This link has been used or replaced. While the site has no owner, each start of Verandah shows a new one."
    )


def check_free_username(username: str) -> str:
    """The canonical name, if it may be had and nobody has it or one that looks like it."""
    username = check_username(username)
    if not username_is_free(username):
        raise username_taken()
    return username


def check_email(email: str) -> str:
    """The address as it is stored."""
    email = email.strip().lower()
    try:
        email.encode()
        # The test suites of clients make up hosts without a dot.
        EmailValidator(allowlist=[email.rpartition("@")[2] if settings.FOR_SUITES else "localhost"])(email)
    except (ValidationError, UnicodeEncodeError) as error:
        why = "invalid" if email else "blank"
        raise Invalid("email", _("Enter an e-mail address such as name@example.org."), why) from error
    if len(email) > LONGEST_EMAIL:
        raise Invalid("email", _("This address is too long. Use one of at most 254 characters."), "too_long")
    return email


def check_password(password: str, username: str = "", email: str = "") -> None:
    """Refuse a password that is too short, too long, on a list of common ones or like the person's own names."""
    if settings.FOR_SUITES and password:
        # The test suites of clients choose passwords that no person should.
        return
    if len(password) < SHORTEST_PASSWORD:
        raise Invalid("password", too_short(len(password)), "too_short" if password else "blank")
    if len(password) > LONGEST_PASSWORD:
        raise Invalid("password", _("Use at most 200 characters."), "too_long")
    try:
        password.encode()
    except UnicodeEncodeError as error:
        raise Invalid("password", _("There is a sign in it that cannot be stored. Type it again.")) from error
    try:
        validate_password(password, User(username=username, email=email))
    except ValidationError as error:
        codes = {problem.code for problem in error.error_list}
        raise Invalid("password", why_weak(codes)) from error


def too_short(length: int) -> str:
    """How long a password must be, and how long this one is."""
    sentence = ngettext(
        "Use at least 10 characters. Yours has %(count)d.", "Use at least 10 characters. Yours has %(count)d.", length
    )
    return sentence % {"count": length}


def why_weak(codes: set[str | None]) -> str:
    """What is wrong with a password that is long enough."""
    if "password_too_similar" in codes:
        return _("Choose a password that is less like your name or your e-mail address.")
    return _("Choose a password that is harder to guess. Many people use this one.")


def username_taken() -> Invalid:
    """The same words for a name that is taken and for one that only looks like it."""
    return Invalid("username", _("This name is taken, or looks like one that is. Choose another one."), "taken")


def what_is_taken(username: str, email: str, role: Role) -> Invalid | Conflict:
    """Someone else was faster by a moment: what they took."""
    if not username_is_free(username):
        return username_taken()
    if email and not email_is_free(email):
        return Invalid("email", _("There is already an account with this address. Sign in, or reset your password."))
    if role == Role.OWNER and owner_exists():
        return Conflict(_("This site has its owner already."))
    return Conflict(_("Someone was faster. Go back and try again."))
