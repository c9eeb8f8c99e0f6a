"""Notices as JSON: a few words of their own around a person and a post that are rendered already."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import TYPE_CHECKING

from verandah.domain.graph.show import moment as moment_from
from verandah.domain.notifications.kinds import TYPES
from verandah.domain.notifications.stamps import NoticeStamp
from verandah.domain.posts.stamps import states

from .decisions import decisions_told
from .entities.dates import moment
from .entities.decision import DecisionJson
from .entities.report import ReportJson
from .kept import Kept, dumps
from .rendered import bodies, put_together
from .rendered_people import people
from .reports import reports_told

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account

MOST_HEADS = 8000

HEADS: Kept[bytes] = Kept(MOST_HEADS)

# The list, and the ids of what stands in it.
type Page = tuple[bytes, list[int]]


def page_of_notices(viewer: Account, found: Sequence[NoticeStamp]) -> Page:
    """Those of `viewer`'s notices whose post they may see, as a JSON list."""
    posts = bodies(viewer, posts_of(found))
    notices = told(found, posts)
    return composed(viewer, notices, posts), [notice.id for notice in notices]


def notices_at_once(viewer: Account, found: Sequence[NoticeStamp]) -> Page | None:
    """The same for a viewer without filters, if nearly all their posts are kept already."""
    if any(notice.report_id or notice.decision_id for notice in found):
        # What the staff is told is rare, and so is what it decides about someone: worded each time.
        return None
    posts = states(viewer, posts_of(found))
    notices = told(found, {state.post.id for state in posts})
    seen = (notices, posts)
    body = put_together(viewer, ("notices", viewer.id), seen, posts, lambda known: composed(viewer, notices, known))
    return None if body is None else (body, [notice.id for notice in notices])


def told(notices: Sequence[NoticeStamp], posts: Container[int]) -> list[NoticeStamp]:
    """Those about no post, or about one of these."""
    return [notice for notice in notices if notice.post_id is None or notice.post_id in posts]


def posts_of(notices: Sequence[NoticeStamp]) -> list[int]:
    """What they are about, each once."""
    return list(dict.fromkeys(notice.post_id for notice in notices if notice.post_id))


def composed(viewer: Account, notices: Sequence[NoticeStamp], posts: Mapping[int, bytes]) -> bytes:
    """The notices with the people and the posts they are about."""
    known = people(viewer, {notice.actor_id: notice.actor_rev for notice in notices})
    reports = reports_told(viewer, [notice.report_id for notice in notices if notice.report_id])
    decisions = decisions_told(viewer, [notice.decision_id for notice in notices if notice.decision_id])
    parts = [
        one(
            notice,
            known[notice.actor_id],
            posts.get(notice.post_id or 0),
            reports.get(notice.report_id or 0),
            decisions.get(notice.decision_id or 0),
        )
        for notice in notices
    ]
    return b"[%b]" % b",".join(parts)


def one(
    notice: NoticeStamp,
    actor: bytes,
    post: bytes | None,
    report: ReportJson | None = None,
    decision: DecisionJson | None = None,
) -> bytes:
    """One notice, as `entities.notification.notification` has it."""
    pieces = [head(notice), b',"account":', actor]
    if post is not None:
        pieces += (b',"status":', post)
    if report is not None:
        pieces += (b',"report":', dumps(report))
    if decision is not None:
        pieces += (b',"moderation_warning":', dumps(decision))
    if notice.reaction:
        pieces += (b',"verandah":', dumps({"reaction": notice.reaction}))
    return b"".join((*pieces, b"}"))


def head(notice: NoticeStamp) -> bytes:
    """What it says of itself, which never changes; without the bracket at its end."""
    kept = HEADS.get((notice.id, notice.group_key))
    if kept is None:
        when = moment_from(notice.created_at)
        found = {
            "id": str(notice.id),
            "type": TYPES[notice.word],
            "created_at": moment(when) if when else None,
            "group_key": notice.group_key or f"ungrouped-{notice.id}",
        }
        kept = dumps(found)[:-1]
        HEADS.put((notice.id, notice.group_key), kept)
    return kept
