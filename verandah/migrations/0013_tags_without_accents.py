"""Tags are found as they are typed in a hurry; those that are there already, too."""

from itertools import batched
from typing import Any
from unicodedata import category, decimal, normalize

from django.db import migrations, models

import verandah.base.columns

AT_ONCE = 1000
SAME = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ς": "σ"}
    | {"ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": ""}
)


def fold(apps: Any, schema_editor: object) -> None:
    tags = apps.get_model("verandah", "Tag")
    named = tags.objects.filter(folded=b"").order_by("id").values_list("id", "name")
    for some in batched(list(named), AT_ONCE, strict=False):
        rows = [tags(id=number, name=name, folded=folded_tag(name)) for number, name in some]
        tags.objects.bulk_update(rows, ["folded"], batch_size=AT_ONCE)


def folded_tag(name: str) -> bytes:
    """As the program did at the time of this migration. A name is stored in its one spelling."""
    return (bare(unmarked(name.casefold())) or name).encode()


def bare(word: str) -> str:
    return "".join(str(decimal(char, char)) for char in unmarked(normalize("NFKD", word))).translate(SAME)


def unmarked(text: str) -> str:
    return "".join(char for char in text if category(char)[0] != "M")


class Migration(migrations.Migration):
    dependencies = [
        ("verandah", "0012_opened_before"),
    ]

    operations = [
        verandah.base.columns.AddColumns("tag", [("folded", models.BinaryField(default=b"", max_length=900))]),
        migrations.RunPython(fold, migrations.RunPython.noop),
        migrations.AddIndex(model_name="tag", index=models.Index(fields=["folded"], name="tag_by_folded")),
    ]
