"""Keeps the words that people are found by."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import batched

from django.db import transaction
from django.db.models import Exists, OuterRef

from verandah.domain.accounts.grams import grams_of
from verandah.domain.accounts.models import Account, AccountWord, NameGram
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
        words: defaultdict[int, list[bytes]] = defaultdict(list)
        for row in rows:
            words[row.account_id].append(bytes(row.word))
        grams = [NameGram(account=one, gram=gram) for one in some for gram in sorted(grams_of(words[one.pk]))]
        with transaction.atomic():
            for table in (AccountWord, NameGram):
                table.objects.filter(account__in=[one.id for one in some]).delete()
            # Two changes at once may keep a word too many, never one too few.
            AccountWord.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)
            NameGram.objects.bulk_create(grams, batch_size=AT_ONCE, ignore_conflicts=True)


def fill_grams() -> int:
    """Keep words and threes of letters of whoever lacks the latter, after an upgrade; how many. Safe to run twice."""
    count, after = 0, 0
    lacking = Account.objects.filter(~Exists(NameGram.objects.filter(account=OuterRef("pk")))).order_by("pk")
    while some := list(lacking.filter(pk__gt=after)[:AT_ONCE]):
        keep_words(some)
        count, after = count + len(some), some[-1].pk
    return count
