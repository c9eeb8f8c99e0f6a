"""Who hears of a deed: those who may see it, want to hear of its actor, and whose policy lets it through."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection
from django.forms.models import model_to_dict
from django.utils import timezone

from verandah.base.ids import comma_list
from verandah.domain.accounts.models import Account
from verandah.domain.graph.models import Follow
from verandah.domain.graph.queries import NOT_MUTED_ACTOR, PRESENT
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post
from verandah.domain.posts.queries import readers_of

from .models import Notification, NotificationPolicy, NotificationRequest
from .rules import HELD_KINDS, PARTS, Standing, Verdict, verdict

# Of the people `v`: those who hear of what `a` does in this conversation.
WILLING = f"""
SELECT v.id FROM verandah_account v JOIN verandah_account a ON a.id = %(actor)s
WHERE v.id IN ({{ids}}) AND {PRESENT} AND {NOT_MUTED_ACTOR.replace("n.actor_id", "a.id")}
  AND NOT EXISTS (SELECT 1 FROM verandah_threadstate t
    WHERE t.account_id = %(viewer)s AND t.root_id = %(root)s AND t.is_muted = true)""".replace(  # noqa: S608
    "%(viewer)s", "v.id"
)


@dataclass(frozen=True, slots=True)
class Deed:
    """`actor` did something, perhaps with `post`, or told the staff of something."""

    kind: Notification.Kind
    actor: Account
    post: Post | None = None
    report_id: int | None = None

    @property
    def conversation(self) -> int:
        """The post under which all of it stands; 0 when there is none."""
        return (self.post.root_id or self.post.id) if self.post else 0


def verdicts(deed: Deed, among: Collection[int]) -> dict[int, Verdict]:
    """What becomes of the notice for each of the accounts `among`. Who is not in the answer is not told."""
    ids = set(among)
    if deed.kind == Notification.Kind.REPORT:
        # Whoever of the staff has blocked or muted someone has to look at what they report all the same.
        return dict.fromkeys(ids - {deed.actor.id}, Verdict.TELL)
    if deed.kind != Notification.Kind.POLL_ENDED:
        ids.discard(deed.actor.id)
    if deed.post and ids:
        ids = readers_of(deed.post.author, list(ids), deed.post.id)
    ids = willing(deed, ids)
    return dict.fromkeys(ids, Verdict.TELL) | by_policy(deed, ids)


def willing(deed: Deed, ids: set[int]) -> set[int]:
    """Those who have neither blocked nor muted the actor, nor muted the conversation."""
    if not ids:
        return ids
    with connection.cursor() as cursor:
        values = {"actor": deed.actor.id, "root": deed.conversation}
        cursor.execute(WILLING.format(ids=comma_list(ids)), values)
        return {row[0] for row in cursor.fetchall()}


def by_policy(deed: Deed, ids: set[int]) -> dict[int, Verdict]:
    """What the policies say of it, for those who have one and have not let the actor through before."""
    if deed.kind not in HELD_KINDS or not ids:
        return {}
    rows = list(NotificationPolicy.objects.filter(account__in=ids))
    if not rows:
        return {}
    accepted = NotificationRequest.objects.filter(
        recipient__in=ids, actor=deed.actor, state=NotificationRequest.State.ACCEPTED
    )
    let_through = set(accepted.values_list("recipient_id", flat=True))
    standings, now = standings_of(deed, {row.account_id for row in rows}), timezone.now()
    return {
        row.account_id: verdict(model_to_dict(row, PARTS), standings[row.account_id], now)
        for row in rows
        if row.account_id not in let_through
    }


def standings_of(deed: Deed, ids: set[int]) -> dict[int, Standing]:
    """How the actor stands to each of them. Three queries at most."""
    actor = deed.actor
    following = set(Follow.objects.filter(follower__in=ids, followee=actor).values_list("follower_id", flat=True))
    since = dict(Follow.objects.filter(follower=actor, followee__in=ids).values_list("followee_id", "created_at"))
    is_private = deed.post is not None and deed.post.audience == Audience.PEOPLE
    answered = author_answered(deed.post) if deed.post and is_private else 0
    return {
        number: Standing(
            is_followed=number in following,
            follows_since=since.get(number),
            joined_at=actor.joined_at,
            is_limited=actor.limited_at is not None,
            is_bot=actor.is_bot,
            speaks_privately=is_private and number != answered,
        )
        for number in ids
    }


def author_answered(post: Post) -> int:
    """Who wrote what `post` is a comment on; 0 when it is none."""
    return Post.objects.filter(pk=post.parent_id or 0).values_list("author_id", flat=True).first() or 0
