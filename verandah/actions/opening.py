"""Who may come near me: follow me, be my friend, write on my wall, name me; and who reads what is written there."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from verandah.base.errors import Invalid
from verandah.domain.accounts.circles import Circle
from verandah.domain.accounts.models import Account, Preferences
from verandah.domain.graph.openness import Circles
from verandah.domain.posts.audience import Audience

# Those that need no list of people.
WALL_AUDIENCES = (Audience.PUBLIC, Audience.MEMBERS, Audience.FOLLOWERS, Audience.FRIENDS, Audience.ONLY_ME)
# Whom one can be befriended by, and whom one can let in otherwise.
BEFRIENDERS = (Circle.MEMBERS, Circle.FRIENDS_OF_FRIENDS, Circle.NOBODY)
WRITERS = (Circle.MEMBERS, Circle.FOLLOWED, Circle.FRIENDS, Circle.NOBODY)


def choose(me: Account, circles: Circles) -> None:
    """These may do it from now on; what was done before stays. Twice: the same. Raises Invalid."""
    refuse("befriended_by", circles.befriended_by in BEFRIENDERS)
    refuse("wall_open_to", circles.wall_open_to in WRITERS)
    refuse("mentioned_by", circles.mentioned_by in WRITERS)
    chosen = {
        "takes_followers": circles.takes_followers,
        "befriended_by": circles.befriended_by,
        "wall_open_to": circles.wall_open_to,
        "mentioned_by": circles.mentioned_by,
    }
    Preferences.objects.update_or_create(account=me, defaults=chosen)


def show_wall(me: Account, audience: Audience) -> None:
    """So many read what others have written on my wall, old and new. Twice: the same. Raises Invalid."""
    refuse("wall_audience", audience in WALL_AUDIENCES)
    with transaction.atomic():
        others = Account.objects.filter(pk=me.pk).exclude(wall_audience=audience)
        others.update(wall_audience=audience, rev=F("rev") + 1)
    me.wall_audience = audience


def take_suggestions(me: Account, wish: bool) -> None:
    """Whether others are suggested to me. Twice: the same."""
    Preferences.objects.update_or_create(account=me, defaults={"takes_suggestions": wish})


def refuse(field: str, is_offered: bool) -> None:
    """Raises Invalid when something is not offered there."""
    if not is_offered:
        raise Invalid(field, _("Choose one of these."))
