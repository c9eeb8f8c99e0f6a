"""What I note about someone, for myself alone."""

from verandah.base import markup
from verandah.domain.accounts.models import Account
from verandah.domain.graph.models import Note

LONGEST_NOTE = 2000


def note(me: Account, her: Account, text: str) -> None:
    """My note about her is this; none when it is empty. Twice: the same. Raises Invalid when it is too long."""
    text = markup.clean(text, LONGEST_NOTE)
    if text:
        Note.objects.update_or_create(author=me, about=her, defaults={"text": text})
    else:
        Note.objects.filter(author=me, about=her).delete()
