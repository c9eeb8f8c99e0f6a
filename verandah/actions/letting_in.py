"""Letting people in who ask to join, sending them away, and their thinking better of it."""

from collections.abc import Collection
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base import markup
from verandah.base.errors import Conflict, Forbidden, NotFound, Refusal
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.sign_ups import is_confirmed, is_kept_out
from verandah.domain.instance.models import SignUp

from . import authenticating, enrolling, inviting
from .auditing import note, role_of

LONGEST_WORDS = 500
# So long the staff can read whom it has sent away; then nothing is left of them.
KEPT = timedelta(days=30)
AT_ONCE = 200


def approve(by: Account, account_id: int, words: str = "") -> None:
    """Let someone in, with a letter in their language. Twice: the same. Raises Forbidden, NotFound, Conflict."""
    words = markup.clean(words, LONGEST_WORDS)
    with transaction.atomic():
        row = held(by, account_id)
        if row.state == SignUp.State.APPROVED:
            return
        refuse_answered(row)
        settle(row, by, SignUp.State.APPROVED, words)
        note(by, "approve_sign_up", account=row.account)
        user = row.account.user
        # Who has not confirmed their address joins once they do.
        if is_confirmed(row.account):
            enrolling.welcome(user)
            write(user, "let_in", words)


def reject(by: Account, account_id: int, words: str = "") -> None:
    """Send someone away, with a letter in their language. Nobody signs in with the account, and its e-mail address is
    forgotten at once. Twice: the same. Raises Forbidden, NotFound, Conflict."""
    words = markup.clean(words, LONGEST_WORDS)
    with transaction.atomic():
        row = held(by, account_id)
        if row.state == SignUp.State.REJECTED:
            return
        refuse_answered(row)
        settle(row, by, SignUp.State.REJECTED, words)
        note(by, "reject_sign_up", account=row.account)
        write(row.account.user, "turned_away", words)
        forget(row.account.user)


def decide_many(by: Account, ids: Collection[int], let_in: bool) -> int:
    """The same for many, without words; how many. Whoever was answered or withdrew meanwhile is left out."""
    done = 0
    for number in ids:
        try:
            (approve if let_in else reject)(by, number)
        except Forbidden:
            raise
        except Refusal:
            continue
        done += 1
    return done


def withdraw(user: User) -> None:
    """They ask no more: nothing is left of them, from this moment on. Raises Conflict once they have joined."""
    with transaction.atomic():
        account = Account.objects.select_for_update().filter(pk=user.account_id).first()
        if account is None:
            return
        if account.joined_at is not None or not is_kept_out(account.pk):
            raise Conflict(_("You have joined meanwhile. You can leave in your settings."))
        authenticating.end_everything(user)
        inviting.give_back([account.pk])
        account.delete()


def clear_rejected() -> int:
    """Remove for good whom the staff sent away a month ago; how many. Safe twice."""
    over = SignUp.objects.filter(state=SignUp.State.REJECTED, decided_at__lt=timezone.now() - KEPT)
    over = over.filter(account__joined_at=None)
    gone = 0
    while batch := list(over.values_list("account", flat=True)[:AT_ONCE]):
        _rows, by_table = Account.objects.filter(pk__in=batch, joined_at=None).delete()
        gone += by_table.get("verandah.Account", 0)
    return gone


def held(by: Account, account_id: int) -> SignUp:
    """The request, held for this transaction. Raises Forbidden, NotFound."""
    if not may(Role(role_of(by)), Permission.DECIDE_ABOUT_PEOPLE):
        raise Forbidden
    row = SignUp.objects.select_for_update().filter(pk=account_id).first()
    if row is None:
        raise NotFound
    return row


def refuse_answered(row: SignUp) -> None:
    """Raises Conflict unless they wait."""
    if row.state != SignUp.State.WAITING:
        raise Conflict(_("This request does not wait any more."))


def settle(row: SignUp, by: Account, state: SignUp.State, words: str) -> None:
    """What was said, by whom and when."""
    row.state, row.decided_by, row.decided_at, row.answer = state, by, timezone.now(), words
    row.save(update_fields=["state", "decided_by", "decided_at", "answer"])


def write(user: User, letter: str, words: str) -> None:
    """The letter, if there is an address to write to."""
    if user.email:
        authenticating.write_letter(letter, user.email, user.language, {"name": f"@{user.username}", "words": words})


def forget(user: User) -> None:
    """Nobody signs in as they any more, and where they can be written to is not kept."""
    authenticating.end_everything(user)
    EmailAddress.objects.filter(user=user).delete()
    user.set_unusable_password()
    user.email = ""
    user.save(update_fields=["password", "email"])
