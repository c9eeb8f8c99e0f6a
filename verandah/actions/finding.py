"""Keeps the words that people are found by."""

from collections.abc import Iterable
from itertools import batched

from django.db import transaction

from verandah.domain.accounts.models import Account, AccountWord
from verandah.domain.accounts.words import words_of

AT_ONCE = 1000


def keep_words(accounts: Iterable[Account]) -> None:
    """Keep what each of `accounts` is found by now, and nothing else. Twice: the same."""
    for some in batched(accounts, AT_ONCE, strict=False):
        rows = [
            AccountWord(account=one, word=word)
            for one in some
            for word in sorted(words_of(one.username, one.display_name))
        ]
        with transaction.atomic():
            AccountWord.objects.filter(account__in=[one.id for one in some]).delete()
            # Two changes at once may keep a word too many, never one too few.
            AccountWord.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)
