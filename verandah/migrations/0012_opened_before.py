"""Sites that anyone could join before there was a launch count as launched: nothing changes for them."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

# Numbers of `Joining`, as they were then.
OPEN, APPROVAL = 1, 2


def count_as_launched(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    site = apps.get_model("verandah", "Site").objects.using(editor.connection.alias)
    site.filter(joining__in=[OPEN, APPROVAL], launched_at=None).update(launched_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [
        ("verandah", "0011_a_site_of_its_own"),
    ]

    operations = [
        migrations.RunPython(count_as_launched, migrations.RunPython.noop, elidable=True),
    ]
