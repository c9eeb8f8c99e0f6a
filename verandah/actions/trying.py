"""What would come of a draft, without saying it. Nothing is stored and nobody is told."""

from dataclasses import dataclass

from django.utils import timezone

from verandah.domain.accounts.models import Account
from verandah.domain.posts.models import Post

from . import linking
from .posting import Draft, for_someone, sayable_draft
from .voting import Question, askable
from .wording import worded


@dataclass(frozen=True, slots=True)
class Trial:
    """A post that is in no table, what it asks, and whom its author names in it, each by name."""

    post: Post
    poll: Question | None
    named: dict[str, int]


def trial_of(author: Account, draft: Draft) -> Trial:
    """The post that `draft` would be. Raises Invalid as saying it would."""
    draft = sayable_draft(author, draft)
    wording = worded(author, draft.text)
    draft = for_someone(draft, wording)
    question = askable(draft.poll) if draft.poll else None
    link = linking.known_link(wording.parsed.links)
    post = Post(
        id=0,
        author=author,
        audience=draft.audience,
        link_id=link.pk if link else None,
        text=wording.parsed.text,
        html=wording.html,
        warning=draft.warning,
        is_sensitive=bool(draft.is_sensitive or draft.warning),
        language=draft.language or "",
        place=draft.place,
        mood=draft.mood,
        created_at=timezone.now(),
    )
    return Trial(post, question, wording.named)
