"""The four steps of someone's first day, and which of them are still to be taken."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from verandah.domain.instance.switches import switches

from .models import Account, Preferences

# A picture or none, people, tags, the first post.
STEPS = ("picture", "people", "tags", "post")
# For so long they stand on the front page.
SHOWN_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class FirstDay:
    """The steps that there are here, and those that are left, in their order."""

    steps: tuple[str, ...]
    left: tuple[str, ...]

    @property
    def count(self) -> int:
        return len(self.steps)

    @property
    def done(self) -> int:
        return len(self.steps) - len(self.left)

    @property
    def next(self) -> str:
        """The first that is left; empty when none is."""
        return self.left[0] if self.left else ""


def first_day(viewer: Account) -> FirstDay:
    """How far `viewer` has come: what they have done elsewhere counts as well. One query."""
    row = Preferences.objects.filter(pk=viewer.pk).values_list("first_steps", flat=True).first()
    taken = set(row or [])
    taken |= {"picture"} if viewer.avatar_path else set()
    taken |= {"post"} if viewer.posts_count else set()
    steps = tuple(step for step in STEPS if step != "picture" or switches().allows_avatars)
    return FirstDay(steps, tuple(step for step in steps if step not in taken))


def first_day_on_home(viewer: Account) -> FirstDay | None:
    """What is left of it, while `viewer` is new. No query for anyone else."""
    if viewer.joined_at is None or timezone.now() - viewer.joined_at > SHOWN_FOR:
        return None
    found = first_day(viewer)
    return found if found.left else None
