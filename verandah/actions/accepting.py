"""Saying yes to the rules and the documents of the site: at sign-up, and again when a version asks for it."""

from dataclasses import dataclass

from django.db.models import Max
from django.utils import timezone

from verandah.base.memory import MEMORY
from verandah.domain.accounts.models import Account
from verandah.domain.instance.models import Acceptance
from verandah.domain.instance.papers import DocLink, Paper, asking, link, papers
from verandah.domain.moderation.models import PolicyVersion

# So long a process remembers that somebody has said yes to all that asks now.
REMEMBERED = 3600.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A document that someone is asked about: the version that holds, and the newest one they have said yes to."""

    id: int
    slug: str
    label: str
    path: str
    number: int
    accepted: int


def needed_at_sign_up(language: str = "") -> list[DocLink]:
    """The documents that whoever joins says yes to, besides the rules. No query."""
    return [link(one, language) for one in papers() if one.needs_acceptance]


def accept_all(account: Account) -> None:
    """`account` says yes to the rules and to all documents that ask for it, as they stand now. Twice: the same."""
    now = timezone.now()
    rows = [
        Acceptance(account=account, document_id=one.id, number=one.number, accepted_at=now)
        for one in papers()
        if one.needs_acceptance or one.asked
    ]
    if newest := newest_rule():
        rows.append(Acceptance(account=account, document=None, number=newest, accepted_at=now))
    Acceptance.objects.bulk_create(rows, ignore_conflicts=True)
    MEMORY.put(key_of(account.pk, asking()), True, REMEMBERED)


def still_to_accept(account: Account, language: str = "") -> list[Asked]:
    """What asks `account` again before they go on. No query while no document asks anyone."""
    if not (found := asking()) or MEMORY.get(key := key_of(account.pk, found)):
        return []
    given = Acceptance.objects.filter(account=account).exclude(document=None)
    newest = dict(given.values_list("document").annotate(newest=Max("number")).values_list("document", "newest"))
    open_ones = [asked(one, newest.get(one.id, 0), language) for one in found if newest.get(one.id, 0) < one.asked]
    if not open_ones:
        MEMORY.put(key, True, REMEMBERED)
    return open_ones


def may_be_asked(account_id: int) -> bool:
    """Whether something may ask this person, as far as this process remembers. No query."""
    found = asking()
    return bool(found) and not MEMORY.get(key_of(account_id, found))


def asked(one: Paper, accepted: int, language: str) -> Asked:
    """A document as somebody is asked about it."""
    words = link(one, language)
    return Asked(one.id, one.slug, words.label, words.path, one.number, accepted)


def key_of(account_id: int, found: tuple[Paper, ...]) -> str:
    """Under what it is remembered that someone has said yes to these versions."""
    return f"accepted:{account_id}:{','.join(f'{one.id}.{one.asked}' for one in found)}"


def newest_rule() -> int:
    """By which the rules of this moment are told from later ones."""
    return PolicyVersion.objects.filter(effective_from__lte=timezone.now()).aggregate(newest=Max("pk"))["newest"] or 0
