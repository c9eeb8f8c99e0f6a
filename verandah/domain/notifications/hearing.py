"""Who hears of a deed: those who may see it, want to hear of its actor, and whose policy lets it through."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from django.forms.models import model_to_dict
from django.utils import timezone

from verandah.base.reading import id_rows, id_text, rows
from verandah.domain.accounts.models import Account
from verandah.domain.graph.models import Follow
from verandah.domain.graph.queries import NOT_MUTED_ACTOR, PRESENT
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post
from verandah.domain.posts.visible import VISIBLE_TO_ROW

from .choices import wanting
from .models import Notification, NotificationPolicy, NotificationRequest
from .rules import HELD_KINDS, PARTS, Standing, Verdict, verdict

# Of these one is told as well of what one has done oneself, or what the staff has done about one.
OF_ONESELF = (
    Notification.Kind.POLL_ENDED,
    Notification.Kind.MODERATION,
    Notification.Kind.CASE,
    Notification.Kind.ANNOUNCEMENT,
)

# Of the people `v`: those who hear of what `a` does in this conversation; whether they have a policy, and choices.
WILLING = f"""
SELECT v.id, EXISTS (SELECT 1 FROM verandah_notificationpolicy y WHERE y.account_id = v.id),
    EXISTS (SELECT 1 FROM verandah_notificationchoices c WHERE c.account_id = v.id)
FROM {{ids}} CROSS JOIN verandah_account v CROSS JOIN verandah_account a
WHERE v.id = j.value AND a.id = %(actor)s AND {PRESENT} AND {NOT_MUTED_ACTOR.replace("n.actor_id", "a.id")}
  AND NOT EXISTS (SELECT 1 FROM verandah_threadstate t
    WHERE t.account_id = %(viewer)s AND t.root_id = %(root)s AND t.is_muted = true)""".replace(  # noqa: S608
    "%(viewer)s", "v.id"
)

# The same, and they may see the post.
READERS = f" AND EXISTS (SELECT 1 FROM verandah_post p WHERE p.id = %(post)s AND {VISIBLE_TO_ROW})"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Deed:
    """`actor` did something, perhaps with `post`, or told the staff of something.

    `decision_id`, `case_id`: the staff did it.
    """

    kind: Notification.Kind
    actor: Account
    post: Post | None = None
    report_id: int | None = None
    decision_id: int | None = None
    case_id: int | None = None

    @property
    def conversation(self) -> int:
        """The post under which all of it stands; 0 when there is none."""
        return (self.post.root_id or self.post.id) if self.post else 0


def verdicts(deed: Deed, among: Collection[int]) -> dict[int, Verdict]:
    """What becomes of the notice for each of the accounts `among`. Who is not in the answer is not told."""
    ids = set(among)
    if deed.kind == Notification.Kind.REPORT:
        # Whoever of the staff has blocked or muted someone has to look at what they report all the same.
        return dict.fromkeys(wanting(ids - {deed.actor.id}, deed.kind, "app"), Verdict.TELL)
    if deed.kind not in OF_ONESELF:
        ids.discard(deed.actor.id)
    found = willing(deed, ids)
    chose = {number for number, (_has_policy, has_choices) in found.items() if has_choices}
    deaf = chose - wanting(chose, deed.kind, "app")
    policed = {number for number, (has_policy, _has_choices) in found.items() if has_policy}
    return dict.fromkeys(found.keys() - deaf, Verdict.TELL) | by_policy(deed, policed - deaf)


def willing(deed: Deed, ids: Collection[int]) -> dict[int, tuple[bool, bool]]:
    """Those who may see the post and have neither blocked nor muted the actor, nor muted the conversation.

    Each with whether they have a policy, and whether they have chosen what they want to hear. One query.
    """
    if not ids:
        return {}
    values: dict[str, int | str] = {"actor": deed.actor.id, "root": deed.conversation, "ids": id_text(ids)}
    if deed.post:
        values["post"] = deed.post.id
    found = rows(willing_sql(deed.post is not None), values)
    return {number: (bool(has_policy), bool(has_choices)) for number, has_policy, has_choices in found}


@cache
def willing_sql(of_post: bool) -> str:
    """The query for the database in use."""
    return WILLING.replace("{ids}", id_rows()) + (READERS if of_post else "")


def by_policy(deed: Deed, ids: Collection[int]) -> dict[int, Verdict]:
    """What the policies of these say of it, for those who have not let the actor through before."""
    if deed.kind not in HELD_KINDS or not ids:
        return {}
    policies = list(NotificationPolicy.objects.filter(account__in=ids))
    accepted = NotificationRequest.objects.filter(
        recipient__in=ids, actor=deed.actor, state=NotificationRequest.State.ACCEPTED
    )
    let_through = set(accepted.values_list("recipient_id", flat=True))
    standings, now = standings_of(deed, {row.account_id for row in policies}), timezone.now()
    return {
        row.account_id: verdict(model_to_dict(row, PARTS), standings[row.account_id], now)
        for row in policies
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
