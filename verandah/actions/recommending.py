"""Recommending people on my profile, and not having someone suggested to me again."""

from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base.errors import Invalid
from verandah.domain.accounts.models import Account
from verandah.domain.graph.models import Follow, NotSuggested, Recommendation

from .following import held
from .permitting import refuse_read_only

MOST_RECOMMENDED = 50


def recommend(me: Account, her: Account) -> None:
    """My profile recommends her. Twice: the same. Raises Invalid when I do not follow her, or recommend many."""
    refuse_read_only(me)
    with held(me, her):
        mine = Recommendation.objects.filter(account=me)
        if mine.filter(recommended=her).exists():
            return
        if not Follow.objects.filter(follower=me, followee=her).exists():
            raise Invalid("account", _("You can recommend only people you follow."))
        if mine.count() >= MOST_RECOMMENDED:
            raise Invalid("account", _("You recommend as many people as a profile can show. Remove one first."))
        Recommendation.objects.create(account=me, recommended=her, created_at=timezone.now())


def withdraw(me: Account, her: Account) -> None:
    """My profile no longer recommends her. Twice: the same."""
    Recommendation.objects.filter(account=me, recommended=her).delete()


def dismiss(me: Account, other_id: int) -> None:
    """This person is not suggested to me any more. Twice: the same, also for someone who is not there."""
    if other_id != me.id and Account.objects.filter(pk=other_id).exists():
        NotSuggested.objects.update_or_create(account=me, other_id=other_id, defaults={"until": None})
