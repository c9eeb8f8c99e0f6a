"""What the links at the foot of letters say: whose letters, and which. They are signed: nobody has to sign in."""

from dataclasses import dataclass

from django.core import signing

from verandah.base.errors import NotFound
from verandah.domain.accounts.models import Account

from .choices import WORDS
from .letters import AT_ONCE, DIGEST

SALT, UNDO_SALT = "verandah.letters", "verandah.letters.undo"
LONGEST_LINK = 200


@dataclass(frozen=True, slots=True)
class Subscription:
    """Letters of one sort to `account`: the digest, those sent at once, or of these those about one kind."""

    account: Account
    sort: str

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of notices of which these letters tell at once."""
        if self.sort == DIGEST:
            return ()
        return WORDS if self.sort == AT_ONCE else (self.sort,)


@dataclass(frozen=True, slots=True)
class Before:
    """What someone had chosen before they wanted no more letters."""

    account: Account
    kinds: tuple[str, ...]
    digest: str


def link_of(account_id: int, sort: str) -> str:
    """What a link has to say. It holds as long as the site keeps its key: letters are read years later."""
    return signing.dumps([account_id, sort], salt=SALT)


def subscription_of(link: str) -> Subscription:
    """What `link` says. Raises NotFound for one that is not ours, and when its reader is gone."""
    said = opened(link, SALT)
    match said:
        case [int(number), str(sort)] if sort in (AT_ONCE, DIGEST, *WORDS):
            return Subscription(account_of(number), sort)
    raise NotFound


def undo_of(account_id: int, kinds: tuple[str, ...], digest: str) -> str:
    """What the button says that takes it back."""
    return signing.dumps([account_id, [WORDS.index(kind) for kind in kinds], digest], salt=UNDO_SALT)


def before_of(undo: str) -> Before:
    """What `undo` says. Raises NotFound."""
    said = opened(undo, UNDO_SALT)
    match said:
        case [int(number), list(places), str(digest)]:
            return Before(account_of(number), tuple(WORDS[place] for place in places if place < len(WORDS)), digest)
    raise NotFound


def opened(text: str, salt: str) -> object:
    """What was signed; None for what was not signed here."""
    try:
        return signing.loads(text, salt=salt) if len(text) <= LONGEST_LINK else None
    except signing.BadSignature:
        return None


def account_of(number: int) -> Account:
    """Whose letters they are. Raises NotFound."""
    account = Account.objects.filter(pk=number).first()
    if account is None:
        raise NotFound
    return account
