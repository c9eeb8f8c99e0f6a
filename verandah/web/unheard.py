"""What is said to someone who has named people that have chosen not to be named by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from verandah.actions.wording import unheard

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account


def unheard_words(viewer: Account, text: str) -> list[str]:
    """A sentence for each of them."""
    sentence = _("@%(name)s has chosen who may mention them: their name is plain text, and they are not told.")
    return [sentence % {"name": name} for name in unheard(viewer, text)]
