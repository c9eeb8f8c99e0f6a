"""Who invited whom, as a tree: a few levels at a time, each person with how many came by them in all."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from verandah.base.ids import comma_list
from verandah.base.reading import rows
from verandah.domain.instance.models import Invite, SignUp

from .closing import is_away
from .invites import open_now
from .models import Account
from .show import ShownAccount, show_account

LEVELS = 4
# Of each person, and of all people of one level.
CHILDREN = 20
PEOPLE = 400
# Nobody invites in longer chains; and a query must come to its end.
DEEPEST = 200

COUNTS = """WITH RECURSIVE branch(root, id, depth) AS (
    SELECT s.invited_by_id, s.account_id, 1 FROM verandah_signup s WHERE s.invited_by_id IN ({ids})
    UNION ALL
    SELECT b.root, s.account_id, b.depth + 1 FROM verandah_signup s JOIN branch b ON s.invited_by_id = b.id
    WHERE b.depth < {deepest})
SELECT root, count(*) FROM branch GROUP BY root"""

BRANCH = """WITH RECURSIVE branch(id, depth) AS (
    SELECT s.account_id, 1 FROM verandah_signup s WHERE s.invited_by_id = {root}
    UNION ALL
    SELECT s.account_id, b.depth + 1 FROM verandah_signup s JOIN branch b ON s.invited_by_id = b.id
    WHERE b.depth < {deepest})
SELECT DISTINCT id FROM branch"""


@dataclass(slots=True)
class Twig:
    """Someone, who came by them, and how many in all stand below. `has_more`: not all of them are shown."""

    account: ShownAccount
    is_suspended: bool
    has_joined: bool
    below: int = 0
    open_invites: int = 0
    children: list["Twig"] = field(default_factory=list)

    @property
    def has_more(self) -> bool:
        return self.below > sum(child.below + 1 for child in self.children)


def tree(viewer: Account, root: Account | None) -> list[Twig]:
    """The people who have invited others and came by nobody; or `root` alone. Each with those below, some levels deep.

    Two queries a level, and two.
    """
    roots = [root] if root else first_inviters()
    top = [twig(account) for account in roots]
    shown, level = list(top), top
    for _level in range(LEVELS):
        level = grown(level)
        shown.extend(level)
    count(shown)
    return top


def first_inviters() -> list[Account]:
    """Who has invited somebody and was invited by nobody who is still here, the newest first."""
    invited = SignUp.objects.filter(account=OuterRef("pk"), invited_by__isnull=False)
    inviting = SignUp.objects.filter(invited_by=OuterRef("pk"))
    return list(Account.objects.filter(Exists(inviting), ~Exists(invited)).order_by("-pk")[: CHILDREN * LEVELS])


def grown(level: Sequence[Twig]) -> list[Twig]:
    """Those who came by the people of this level, each put below theirs."""
    above = {one.account.id: one for one in level}
    found = SignUp.objects.filter(invited_by__in=above).select_related("account").order_by("-account")
    below = []
    for row in found[:PEOPLE] if above else ():
        parent = above[row.invited_by_id or 0]
        if len(parent.children) < CHILDREN:
            child = twig(row.account)
            parent.children.append(child)
            below.append(child)
    return below


def count(shown: Sequence[Twig]) -> None:
    """Tell each how many stand below, and how many invitations of theirs are open."""
    ids = [one.account.id for one in shown]
    below: dict[int, int] = dict(rows(COUNTS.format(ids=comma_list(ids), deepest=DEEPEST), {})) if ids else {}
    still_open: dict[int | None, int] = {}
    for maker in Invite.objects.filter(open_now(), made_by__in=ids).values_list("made_by", flat=True):
        still_open[maker] = still_open.get(maker, 0) + 1
    for one in shown:
        one.below, one.open_invites = below.get(one.account.id, 0), still_open.get(one.account.id, 0)


def branch_of(account_id: int) -> Collection[int]:
    """Everyone who came by this person, and by those who did; not the person."""
    return [row[0] for row in rows(BRANCH.format(root=int(account_id), deepest=DEEPEST), {})]


def twig(account: Account) -> Twig:
    """Someone, with nobody below yet."""
    return Twig(
        show_account(account), account.suspended_at is not None and not is_away(account), account.joined_at is not None
    )
