"""Wanting no more letters, by a link in one of them, and taking that back."""

from verandah.domain.accounts.models import Account
from verandah.domain.notifications.choices import FIXED, WORDS, choices_of
from verandah.domain.notifications.letters import DIGEST
from verandah.domain.notifications.unsubscribing import Before, Subscription, undo_of

from . import choosing
from .choosing import Wish


def stop(subscription: Subscription) -> str:
    """No more letters of this sort. What takes it back, or nothing if there were none. Twice: the same."""
    return stop_these(subscription.account, subscription.kinds, subscription.sort == DIGEST)


def stop_all(account: Account) -> str:
    """No more letters about notices, of whatever sort; those about the account itself still come. Twice: the same."""
    return stop_these(account, WORDS, True)


def resume(before: Before) -> None:
    """As it was before. Twice: the same."""
    wants = {(kind, "email"): True for kind in before.kinds}
    choosing.choose(before.account, Wish(wants=wants, digest=before.digest or None))


def stop_these(account: Account, kinds: tuple[str, ...], with_digest: bool) -> str:
    """Change what has to be changed, and say how it was."""
    choices = choices_of(account)
    ending = tuple(kind for kind in kinds if choices.wants[kind, "email"] and (kind, "email") not in FIXED)
    digest = choices.digest if with_digest and choices.digest != "never" else ""
    if not ending and not digest:
        return ""
    wish = Wish(wants={(kind, "email"): False for kind in ending}, digest="never" if digest else None)
    choosing.choose(account, wish)
    return undo_of(account.id, ending, digest)
