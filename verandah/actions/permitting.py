"""Whether someone may do what others see: not while staff keeps them from it."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base import formats
from verandah.base.errors import Forbidden, TooMany
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.standing import Standing
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import Restriction, Subject
from verandah.domain.posts.models import Post

# What someone may say in a day whom staff has slowed down: posts, comments and shares.
MOST_A_DAY = 10
DAY = timedelta(days=1)


def refuse_read_only(account: Account) -> None:
    """Raises Forbidden, with a sentence that leads to the reasons, for someone who may only read.

    Every verb calls it that writes what others see. What takes something back is open to everyone always.
    """
    if account.standing >= Standing.READ_ONLY:
        raise Forbidden(sentence(account))


def refuse_while_slowed(account: Account) -> None:
    """Raises TooMany when someone whom staff has slowed down has said as much as they may in a day."""
    if account.standing != Standing.RATE_LIMITED:
        return
    since = timezone.now() - DAY
    said = list(Post.objects.filter(author=account, created_at__gt=since).order_by("-created_at")[:MOST_A_DAY])
    if len(said) >= MOST_A_DAY:
        wait = said[-1].created_at - since
        text = _("You can post %(most)s times a day at the moment. Why, and how to object: %(link)s")
        link = address_of(restriction_of(account, Effect.RATE_LIMIT))
        raise TooMany(text % {"most": MOST_A_DAY, "link": link}, max(1, int(wait.total_seconds())))


def held_for_approval(author: Account) -> bool:
    """Whether what they post waits until staff has looked at it."""
    return author.standing == Standing.POST_APPROVAL


def refuse_frozen(account: Account) -> None:
    """Raises Forbidden when nothing of someone's may be removed, not even by them."""
    if account.is_frozen:
        row = restriction_of(account, Effect.FREEZE)
        text = _("Nothing of yours can be deleted at the moment. Why, and how to object: %(link)s")
        raise Forbidden(text % {"link": address_of(row)})


def sentence(account: Account) -> str:
    """Until when they may only read, and where the reasons are."""
    row = restriction_of(account, Effect.READ_ONLY)
    if row is not None and row.active_until is not None:
        until = formats.moment(row.active_until)
        text = _("You can read, but not post or react, until %(until)s. Why, and how to object: %(link)s")
        return text % {"until": until, "link": address_of(row)}
    return _("You can read, but not post or react, at the moment. Why, and how to object: %(link)s") % {
        "link": address_of(row)
    }


def restriction_of(account: Account, effect: Effect) -> Restriction | None:
    """Of those of this kind that hold, the one that lasts longest."""
    rows = Restriction.objects.filter(
        subject__kind=Subject.Kind.ACCOUNT, subject__ref=account.pk, kind=effect, ended_at=None
    )
    return rows.order_by(F("active_until").desc(nulls_first=True), "-pk").first()


def address_of(row: Restriction | None) -> str:
    """Where the statement of reasons is read."""
    return f"/decisions/{row.decision_id}/" if row is not None else "/decisions/"
