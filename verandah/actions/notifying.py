"""Telling people what concerns them, and noting that they know."""

from collections.abc import Collection, Iterator, Mapping
from functools import cache, lru_cache
from itertools import batched

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from verandah.base.errors import NotFound
from verandah.base.ids import comma_list, exact_id
from verandah.base.reading import Rows, rows, vendor
from verandah.base.writing import Value, changed, returned, stored
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.permissions import Permission, roles_with
from verandah.domain.feeds.models import Marker
from verandah.domain.notifications.groups import group_keys
from verandah.domain.notifications.hearing import Deed, verdicts
from verandah.domain.notifications.models import Notification, NotificationRequest
from verandah.domain.notifications.rules import Verdict
from verandah.domain.posts.models import Post
from verandah.domain.posts.quoting import QuoteState

from . import announcing, mailing, pushing

NOTIFICATIONS = "notifications"
HOME = "home"
# So many are told in one transaction.
BATCH = 500
# What a post itself can be to someone. Of these they are told one.
OF_POST = (
    Notification.Kind.WALL,
    Notification.Kind.MENTION,
    Notification.Kind.COMMENT,
    Notification.Kind.QUOTE,
    Notification.Kind.POST,
)

# What somebody else has told at the same moment is not stored a second time.
OF_ALL = "%(kind)s, %(actor)s, %(post)s, %(report)s, %(decision)s, %(case)s, %(now)s"
STORE = """INSERT INTO verandah_notification
(id, recipient_id, group_key, is_held, kind, actor_id, post_id, report_id, decision_id, case_id, created_at)
VALUES {rows} ON CONFLICT DO NOTHING RETURNING id, recipient_id, is_held"""

TOLD_OF_POST = f"""SELECT recipient_id FROM verandah_notification
WHERE post_id = %(post)s AND kind IN ({comma_list(OF_POST)})"""  # noqa: S608
NAMED = "SELECT account_id FROM verandah_mention WHERE post_id = %(post)s"
AUTHOR = "SELECT author_id FROM verandah_post WHERE id = %(post)s"
FOLLOWING = "SELECT account_id FROM verandah_threadstate WHERE root_id = %(root)s AND is_followed = true"
# Of a hundred thousand followers nearly nobody wants this: they have an index of their own, which SQLite finds only by
# the very words of its condition.
WHO_ASKED = "SELECT follower_id, languages FROM verandah_follow WHERE followee_id = %(author)s AND {wish}"

WITHDRAW_DEED = """DELETE FROM verandah_notification
WHERE recipient_id = %(recipient)s AND kind = %(kind)s AND post_id = %(post)s AND actor_id = %(actor)s"""

# Word for word as in the index of what is told once.
WITHDRAW = """DELETE FROM verandah_notification
WHERE recipient_id = %(recipient)s AND kind = %(kind)s AND actor_id = %(actor)s
    AND post_id IS NULL AND report_id IS NULL AND decision_id IS NULL AND case_id IS NULL"""


def about_post(post: Post) -> None:
    """Tell those whom `post` names, answers or quotes, and who asked to be told of it. Twice: nobody is told twice."""
    if post.share_of_id:
        return
    told = {row[0] for row in rows(TOLD_OF_POST, {"post": post.id})}
    for kind, among in concerned(post):
        for batch in batched(among, BATCH, strict=False):
            tell(Deed(kind, post.author, post), [number for number in batch if number not in told])
            told.update(batch)


def about_new_post(post: Post, most: int) -> bool:
    """The same for a post that nobody has been told of, if it concerns no more than `most`; whether it does not."""
    if post.share_of_id:
        return True
    found = [(kind, among) for kind, among in concerned(post) if among]
    if sum(len(among) for _kind, among in found) > most:
        return False
    told: set[int] = set()
    for kind, among in found:
        tell(Deed(kind, post.author, post), [number for number in among if number not in told])
        told.update(among)
    return True


def about_deed(kind: Notification.Kind, actor: Account, post: Post, recipient: Account | None = None) -> None:
    """Tell `recipient`, or the author of `post`, what `actor` did with it. Twice: told once; of each edit, once."""
    number = recipient.id if recipient else post.author_id
    if kind == Notification.Kind.EDITED:
        # The notice of an older version makes room for the new one.
        before = post.edited_at or post.created_at
        Notification.objects.filter(recipient=number, kind=kind, post=post, created_at__lt=before).delete()
    tell(Deed(kind, actor, post), [number])


def withdraw_deed(kind: Notification.Kind, actor: Account, post: Post) -> None:
    """`actor` has taken back what they did with `post`. Twice: nothing more happens."""
    withdraw_from(post.author_id, kind, actor, post.id)


def withdraw_from(recipient: int, kind: Notification.Kind, actor: Account, post_id: int) -> None:
    """The same of the author's number and the post's."""
    changed(WITHDRAW_DEED, {"recipient": recipient, "kind": kind, "post": post_id, "actor": actor.id})


def about_relation(kind: Notification.Kind, actor: Account, recipient: Account) -> None:
    """Tell `recipient` that `actor` follows, asks or has agreed. Again: as news, with the new time."""
    withdraw(kind, actor, recipient)
    tell(Deed(kind, actor), [recipient.id])


def about_joined(account: Account) -> None:
    """Tell those who run the site that `account` has joined. Twice: told once."""
    staff = User.objects.filter(role__in=roles_with(Permission.GRANT_ROLES), is_active=True)
    tell(Deed(Notification.Kind.JOINED, account), list(staff.values_list("account_id", flat=True)))


def about_report(report_id: int, reporter: Account, target: Account) -> None:
    """Tell the staff that `reporter` has reported `target`; but not the target, if they are of it. Twice: told once."""
    users = User.objects.filter(role__in=roles_with(Permission.SORT_CASES), is_active=True, account__suspended_at=None)
    staff = users.exclude(account=target).values_list("account_id", flat=True)
    tell(Deed(Notification.Kind.REPORT, reporter, report_id=report_id), list(staff))


def about_decision(account: Account, decision_id: int) -> None:
    """Tell `account` what the staff has decided about them, and nobody's name. Twice: told once."""
    tell(Deed(Notification.Kind.MODERATION, account, decision_id=decision_id), [account.id])


def about_case(account: Account, case_id: int) -> None:
    """Tell `account` that there is something new in a case of theirs. Each call is news."""
    tell(Deed(Notification.Kind.CASE, account, case_id=case_id), [account.id])


def withdraw(kind: Notification.Kind, actor: Account, recipient: Account) -> None:
    """What was told is no longer so. Twice: nothing more happens."""
    changed(WITHDRAW, {"recipient": recipient.id, "kind": kind, "actor": actor.id})


def tell(deed: Deed, among: Collection[int]) -> None:
    """Store a notice for each of `among` who is to be told, and have it brought to them. Twice: told once."""
    found = {number: verdict for number, verdict in verdicts(deed, among).items() if verdict is not Verdict.DROP}
    if found:
        keys = group_keys(deed.kind, found, deed.post.id if deed.post else 0, timezone.now())
        with transaction.atomic(savepoint=False):
            bring(store(deed, found, keys), deed)


def store(deed: Deed, found: Mapping[int, Verdict], keys: Mapping[int, str]) -> Rows:
    """The notices themselves: id, recipient and whether it is held back, of those that had not been stored before."""
    values: dict[str, Value] = {
        "kind": deed.kind,
        "actor": deed.actor.id,
        "post": deed.post.id if deed.post else None,
        "report": deed.report_id,
        "decision": deed.decision_id,
        "case": deed.case_id,
        "now": stored(timezone.now()),
    }
    for place, (number, verdict) in enumerate(found.items()):
        values |= {f"id{place}": exact_id(), f"to{place}": number, f"group{place}": keys.get(number, "")}
        values[f"held{place}"] = verdict is Verdict.HOLD
    return returned(store_sql(len(found)), values)


@lru_cache(16)
def store_sql(length: int) -> str:
    """The statement for so many notices."""
    lines = (f"(%(id{n})s, %(to{n})s, %(group{n})s, %(held{n})s, {OF_ALL})" for n in range(length))
    return STORE.replace("{rows}", ", ".join(lines))


def bring(notices: Rows, deed: Deed) -> None:
    """What was stored is brought to open streams; for what is held back, there is a request to look at."""
    hold_back(deed.actor, [recipient for _number, recipient, is_held in notices if is_held])
    told = {number: recipient for number, recipient, is_held in notices if not is_held}
    announcing.told(told)
    pushing.about(deed.kind, told)
    mailing.about(deed.kind, told)


def hold_back(actor: Account, recipients: Collection[int]) -> None:
    """There is something of `actor`'s that these people can ask for. Twice: the time is the later one."""
    now, pending = timezone.now(), NotificationRequest.State.PENDING
    if not recipients:
        return
    NotificationRequest.objects.bulk_create(
        [
            NotificationRequest(recipient_id=number, actor=actor, state=pending, created_at=now, updated_at=now)
            for number in recipients
        ],
        update_conflicts=True,
        unique_fields=["recipient", "actor"],
        update_fields=["updated_at"],
    )


def concerned(post: Post) -> Iterator[tuple[Notification.Kind, Collection[int]]]:
    """Whom a post concerns and as what, the closest first."""
    if post.wall_id and not post.edited_at:
        yield Notification.Kind.WALL, [post.wall_id]
    yield Notification.Kind.MENTION, [row[0] for row in rows(NAMED, {"post": post.id})]
    yield Notification.Kind.COMMENT, author_of(post.parent_id)
    if post.is_comment and not post.edited_at:
        yield Notification.Kind.COMMENT, [row[0] for row in rows(FOLLOWING, {"root": post.root_id or 0})]
    if post.quote_state == QuoteState.ACCEPTED:
        yield Notification.Kind.QUOTE, author_of(post.quote_of_id)
    # Who asked to be told of posts is told of them when they come out, and not of what is said below others'.
    if not post.edited_at and (not post.is_comment or author_of(post.parent_id) == [post.author_id]):
        yield Notification.Kind.POST, who_asked(post)


def author_of(post_id: int | None) -> list[int]:
    """Who wrote it, if it is there."""
    return [row[0] for row in rows(AUTHOR, {"post": post_id})] if post_id else []


def who_asked(post: Post) -> list[int]:
    """The followers of its author who asked to be told of each post in its language."""
    found = rows(who_asked_sql(), {"author": post.author_id})
    return [number for number, languages in found if not languages or post.language in languages]


@cache
def who_asked_sql() -> str:
    """The query for the database in use."""
    return WHO_ASKED.format(wish="notifies = 1" if vendor() == "sqlite" else "notifies")


def dismiss(account: Account, notification_id: int) -> None:
    """Put one notice away for good. Raises NotFound when it is not there, also the second time."""
    gone, _rows = Notification.objects.filter(pk=notification_id, recipient=account).delete()
    if not gone:
        raise NotFound
    announcing.notices_read(account.id)


def dismiss_several(account: Account, notification_ids: Collection[int]) -> None:
    """Put these notices away for good. Twice, or not there: nothing happens."""
    Notification.objects.filter(pk__in=notification_ids, recipient=account).delete()
    announcing.notices_read(account.id)


def dismiss_group(account: Account, key: str) -> None:
    """Put a group of notices away for good. Raises NotFound when it is not there, also the second time."""
    gone, _rows = Notification.objects.filter(recipient=account, group_key=key).exclude(group_key="").delete()
    if not gone:
        raise NotFound
    announcing.notices_read(account.id)


def clear(account: Account) -> None:
    """Put all notices away for good. Twice: there is nothing left."""
    Notification.objects.filter(recipient=account).delete()
    announcing.notices_read(account.id)


def mark_read(account: Account, timeline: str, last_id: int) -> None:
    """`account` has seen `timeline` up to `last_id`. A lower number than the one kept changes nothing."""
    now = timezone.now()
    marker, made = Marker.objects.get_or_create(
        account=account, timeline=timeline, defaults={"last_read_id": last_id, "updated_at": now}
    )
    if not made:
        Marker.objects.filter(pk=marker.pk, last_read_id__lt=last_id).update(
            last_read_id=last_id, updated_at=now, version=F("version") + 1
        )
    if timeline == NOTIFICATIONS:
        announcing.notices_read(account.id)
