"""What is held back from a member, by whom it is, and what the member has said about such notices."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.forms.models import model_to_dict

from verandah.base.errors import NotFound
from verandah.base.paging import HIGHEST, Page
from verandah.base.reading import rows as rows_of
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.show import ShownAccount, show_account
from verandah.domain.graph.queries import NOT_MUTED_ACTOR, PRESENT
from verandah.domain.posts.queries import VISIBLE

from .models import NotificationPolicy, NotificationRequest
from .rules import PARTS

MOST_COUNTED = 100

# The same conditions as for notices that are shown: what could not be seen there is not counted here.
HELD = f"""
FROM verandah_notificationrequest r
JOIN verandah_notification n ON n.recipient_id = r.recipient_id AND n.actor_id = r.actor_id AND n.is_held = true
JOIN verandah_account a ON a.id = n.actor_id LEFT JOIN verandah_post p ON p.id = n.post_id
WHERE r.recipient_id = %(viewer)s AND r.state = {NotificationRequest.State.PENDING:d}
  AND {PRESENT} AND {NOT_MUTED_ACTOR} AND (n.post_id IS NULL OR {VISIBLE})"""

REQUESTS = f"""
SELECT r.id, count(*), max(CASE WHEN p.author_id = n.actor_id THEN p.id END) {HELD}
AND r.id < %(before)s AND r.id > %(after)s GROUP BY r.id ORDER BY r.id DESC LIMIT %(length)s"""

SUMMARY = f"SELECT count(DISTINCT r.id), count(*) {HELD}"

DESK = f"""
SELECT coalesce((SELECT time_zone FROM verandah_preferences WHERE account_id = %(viewer)s), ''),
    coalesce((SELECT last_read_id FROM verandah_marker
        WHERE account_id = %(viewer)s AND timeline = 'notifications'), 0),
    count(DISTINCT r.id) {HELD}"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Desk:
    """What the page of notices begins with. `zone`: empty when it is the site's; `held`: no more than a hundred."""

    zone: str
    last_read_id: int
    held: int


@dataclass(frozen=True, slots=True)
class ShownRequest:
    """Someone whose notices are held back; `post_id` is the newest thing of theirs among them."""

    id: int
    actor: ShownAccount
    count: int
    post_id: int | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class ShownPolicy:
    """What becomes of notices from whom, in the words of `rules.CHOICES`; and what is held back now."""

    choices: dict[str, str]
    requests_count: int
    notices_count: int


def policy_of(viewer: Account) -> ShownPolicy:
    """What `viewer` has said, and what is held back from them. Two queries."""
    row = NotificationPolicy.objects.filter(account=viewer).first() or NotificationPolicy()
    with connection.cursor() as cursor:
        cursor.execute(SUMMARY, {"viewer": viewer.id})
        requests, notices = cursor.fetchone()
    return ShownPolicy(model_to_dict(row, PARTS), min(requests, MOST_COUNTED), min(notices, MOST_COUNTED))


def desk_of(viewer: Account) -> Desk:
    """How far `viewer` has read, in which time zone, and of how many people something is held back. One query."""
    [(zone, last_read_id, held)] = rows_of(DESK, {"viewer": viewer.id})
    return Desk(zone, last_read_id, min(held, MOST_COUNTED))


def held_requests(viewer: Account, page: Page) -> list[ShownRequest]:
    """Those whose notices are held back from `viewer`, the newest first. Two queries."""
    values = {"viewer": viewer.id, "before": page.before, "after": page.after, "length": page.length}
    with connection.cursor() as cursor:
        cursor.execute(page.ordered(REQUESTS), values)
        found = page.newest_first(cursor.fetchall())
    return shown(found)


def held_request(viewer: Account, request_id: int) -> ShownRequest:
    """One of them. Raises NotFound."""
    page = Page(before=min(request_id, HIGHEST - 1) + 1, after=request_id - 1, length=1)
    if not (found := held_requests(viewer, page)):
        raise NotFound
    return found[0]


def shown(found: Sequence[tuple[int, int, int | None]]) -> list[ShownRequest]:
    """Requests that the query has found, with who they are of."""
    ids = [number for number, _count, _post in found]
    rows = {row.id: row for row in NotificationRequest.objects.filter(id__in=ids).select_related("actor")}
    return [
        ShownRequest(row.id, show_account(row.actor), count, post_id, row.created_at, row.updated_at)
        for row, count, post_id in ((rows[number], count, post_id) for number, count, post_id in found)
    ]
