"""The numbers of posts that people now carry, counted once for those who have written before."""

from datetime import UTC, date, datetime
from typing import Any

from django.db import migrations
from django.db.models import Count, Max, Q

PUBLIC, MEMBERS = 1, 2


def day_of(number: int | None) -> date | None:
    """An id holds the millisecond of its making above its lowest 16 bits."""
    return datetime.fromtimestamp((number >> 16) / 1000, UTC).date() if number else None


def count(apps: Any, schema_editor: object) -> None:
    posts = apps.get_model("verandah", "Post").objects.filter(deleted_at=None)
    accounts = apps.get_model("verandah", "Account").objects
    everyone, members = Q(audience=PUBLIC), Q(audience__in=(PUBLIC, MEMBERS))
    counted = posts.order_by().values("author_id").annotate(
        all=Count("id"),
        open=Count("id", filter=members),
        public=Count("id", filter=everyone),
        newest_open=Max("id", filter=members),
        newest_public=Max("id", filter=everyone),
    )
    for row in counted.iterator():
        accounts.filter(pk=row["author_id"]).update(
            posts_count=row["all"],
            open_posts_count=row["open"],
            public_posts_count=row["public"],
            newest_open_on=day_of(row["newest_open"]),
            newest_public_on=day_of(row["newest_public"]),
        )


class Migration(migrations.Migration):
    dependencies = [("verandah", "0002_apps_door")]

    operations = [migrations.RunPython(count, migrations.RunPython.noop)]
