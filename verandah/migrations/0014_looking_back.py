"""Whoever does not want to be reminded of earlier years is not."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("verandah", "0013_tags_without_accents"),
    ]

    operations = [
        migrations.AddField(
            model_name="preferences",
            name="looks_back",
            field=models.BooleanField(default=True),
        ),
    ]
