"""Whom to tell of a post, and the words by which people are found, of the names that are there already."""

import re
from collections.abc import Iterator
from itertools import batched
from typing import Any
from unicodedata import category, decimal, name, normalize

import django.db.models.deletion
from django.db import migrations, models

AT_ONCE = 1000
LONGEST_WORD = 120
SAME = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ς": "σ"}
    | {"ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": ""}
)
UNSPACED = frozenset({"CJK", "HIRAGANA", "KATAKANA", "BOPOMOFO", "HANGUL", "THAI", "LAO", "KHMER", "MYANMAR"})
ARTICLE = "ال"


def collect(apps: Any, schema_editor: object) -> None:
    accounts, words = apps.get_model("verandah", "Account"), apps.get_model("verandah", "AccountWord")
    named = accounts.objects.order_by("id").values_list("id", "username", "display_name")
    for some in batched(named.iterator(), AT_ONCE, strict=False):
        words.objects.bulk_create(
            [words(account_id=number, word=word) for number, *names in some for word in sorted(words_of(*names))],
            ignore_conflicts=True,
        )


def words_of(*names: str) -> set[bytes]:
    """As the program did at the time of this migration."""
    small = (unmarked(normalize("NFKC", text).casefold()) for text in names)
    words = (word for text in small for word in re.findall(r"[^\W_]+", text))
    return {start.encode()[:LONGEST_WORD] for word in words for start in starts_of(word) if start}


def starts_of(word: str) -> Iterator[str]:
    """The word, and where else in it someone may begin."""
    yield (whole := bare(word))
    yield from (bare(word[place:]) for place, char in enumerate(word) if place and script(char) in UNSPACED)
    if whole.startswith(ARTICLE) and len(whole) > len(ARTICLE) + 1:
        yield whole.removeprefix(ARTICLE)


def bare(word: str) -> str:
    return "".join(str(decimal(char, char)) for char in unmarked(normalize("NFKD", word))).translate(SAME)


def unmarked(text: str) -> str:
    return "".join(char for char in text if category(char)[0] != "M")


def script(char: str) -> str:
    return name(char, "").split(" ")[0]


class Migration(migrations.Migration):
    dependencies = [("verandah", "0003_count_posts")]

    operations = [
        migrations.CreateModel(
            name="AccountWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.BinaryField(max_length=120)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="verandah.account",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["word", "account"], name="found_by_word")],
                "constraints": [models.UniqueConstraint(fields=("account", "word"), name="found_by_once")],
            },
        ),
        migrations.AddIndex(
            model_name="follow",
            index=models.Index(condition=models.Q(("notifies", True)), fields=["followee"], name="follow_to_be_told"),
        ),
        migrations.RunPython(collect, migrations.RunPython.noop),
    ]
