"""Going through everything that is shown and making its smaller renditions anew, one file after the other."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from verandah.base.images import Animated, Unusable
from verandah.base.sandbox import Stopped
from verandah.domain.media.models import Media, State

from .redeveloping import redevelop

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What became of one file: it is made anew, it has gone meanwhile, or why nothing could be done."""

    media_id: int
    is_new: bool = False
    trouble: str = ""


def count(after: int = 0) -> int:
    """How many files above the id `after` there are."""
    return rebuildable(after).count()


def rebuild_all(after: int = 0) -> Iterator[Rebuilt]:
    """Rebuild every file above the id `after`, oldest first; what nothing can be made of stays as it is."""
    for number in rebuildable(after).values_list("pk", flat=True).iterator():
        yield rebuild(number)


def rebuild(media_id: int) -> Rebuilt:
    """Make the smaller renditions of one file anew. Twice: the same again."""
    try:
        return Rebuilt(media_id, redevelop(media_id))
    except (Unusable, Animated, Stopped, OSError) as error:
        LOG.warning("Media %s could not be rebuilt: %s", media_id, error)
        return Rebuilt(media_id, trouble=f"{type(error).__name__}: {error}")


def rebuildable(after: int) -> QuerySet[Media]:
    """Everything that is shown, but for the pictures of people, of which there is one size."""
    return Media.objects.filter(pk__gt=after, state=State.READY, is_profile=False).order_by("pk")
