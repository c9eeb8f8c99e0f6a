"""Notices as their recipient sees them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from verandah.domain.accounts.models import Account
from verandah.domain.accounts.show import ShownAccount, show_account, show_accounts
from verandah.domain.posts.models import Reaction
from verandah.domain.posts.show import ShownPost, show_posts
from verandah.domain.posts.standing import WORDS

from .kinds import KINDS
from .models import Notification
from .queries import ALL, Wanted, groups_of


@dataclass(frozen=True, slots=True)
class ShownNotification:
    """One notice; `post` only when it is about a post, `reaction` the word for one, `group_key` if it has company."""

    id: int
    kind: str
    actor: ShownAccount
    post: ShownPost | None
    created_at: datetime
    is_new: bool
    group_key: str = ""
    reaction: str = ""
    report_id: int | None = None
    decision_id: int | None = None
    case_id: int | None = None


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """Notices told as one, of which `newest` stands for all. `people`: those of the newest ones."""

    newest: ShownNotification
    people: tuple[ShownAccount, ...]
    count: int
    oldest_id: int
    # The word for what all of them thought of the post; empty when they did not think the same.
    reaction: str

    @property
    def others(self) -> int:
        """How many there are besides the one who is named."""
        return self.count - 1

    @property
    def key(self) -> str:
        return self.newest.group_key or f"ungrouped-{self.newest.id}"


def show_notifications(ids: Sequence[int], viewer: Account, last_read_id: int) -> list[ShownNotification]:
    """Those of `ids` that are `viewer`'s, in the order given. Three queries for any number of notices."""
    found = Notification.objects.filter(id__in=ids, recipient=viewer).select_related("actor") if ids else ()
    rows = {row.id: row for row in found}
    posts = {post.id: post for post in show_posts([row.post_id for row in rows.values() if row.post_id], viewer)}
    reactions = reactions_of(rows.values())
    return [
        ShownNotification(
            id=row.id,
            kind=KINDS[Notification.Kind(row.kind)],
            actor=show_account(row.actor),
            post=posts.get(row.post_id) if row.post_id else None,
            created_at=row.created_at,
            is_new=row.id > last_read_id,
            group_key=row.group_key,
            reaction=reactions.get(row.id, ""),
            report_id=row.report_id,
            decision_id=row.decision_id,
            case_id=row.case_id,
        )
        for row in (rows[number] for number in ids if number in rows)
        if not row.post_id or row.post_id in posts
    ]


def show_groups(
    heads: Sequence[int], viewer: Account, last_read_id: int, from_id: int = 0, wanted: Wanted = ALL
) -> list[ShownGroup]:
    """The groups of the notices `heads`, in the order given. Five queries for any number of groups."""
    notices = show_notifications(heads, viewer, last_read_id)
    keys = [notice.id for notice in notices if notice.group_key and notice.kind in wanted.grouped]
    groups = groups_of(viewer, keys, from_id, wanted)
    people = show_accounts(number for group in groups.values() for number in group.people) if groups else {}
    found = []
    for notice in notices:
        group = groups.get(notice.group_key) if notice.kind in wanted.grouped else None
        if group is None:
            found.append(alone(notice))
        else:
            known = tuple(people[number] for number in group.people)
            same = group.count == 1 or group.are_likes
            reaction = notice.reaction if same else ""
            found.append(ShownGroup(notice, known, group.count, group.oldest_id or notice.id, reaction))
    return found


def alone(notice: ShownNotification) -> ShownGroup:
    """A notice that stands by itself."""
    bare = replace(notice, group_key="")
    return ShownGroup(bare, (notice.actor,), 1, notice.id, notice.reaction)


def reactions_of(rows: Iterable[Notification]) -> dict[int, str]:
    """The word for what was thought of the post, as it is now, for those of these notices that tell of it."""
    of_kind = [row for row in rows if row.kind == Notification.Kind.REACTION]
    if not of_kind:
        return {}
    found = Reaction.objects.filter(
        post__in={row.post_id for row in of_kind}, account__in={row.actor_id for row in of_kind}
    )
    words = {(post, person): WORDS[kind] for post, person, kind in found.values_list("post_id", "account_id", "kind")}
    return {row.id: words.get((row.post_id or 0, row.actor_id), "") for row in of_kind}
