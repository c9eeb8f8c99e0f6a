import django.db.models.deletion
import verandah.base.columns
import verandah.base.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("verandah", "0004_speed"),
    ]

    operations = [
        migrations.CreateModel(
            name="Album",
            fields=[
                ("id", models.BigIntegerField(default=verandah.base.ids.new_id, primary_key=True, serialize=False)),
                (
                    "audience",
                    models.SmallIntegerField(
                        choices=[
                            (1, "Public"),
                            (2, "Members"),
                            (3, "Followers"),
                            (4, "Friends"),
                            (5, "Lists"),
                            (6, "People"),
                            (7, "Group"),
                            (8, "Only Me"),
                        ]
                    ),
                ),
                ("title", models.CharField(max_length=100)),
                ("text", models.CharField(blank=True, max_length=2000)),
                ("key", models.CharField(max_length=64)),
                ("rev", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("deleted_at", models.DateTimeField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="verandah.account",
                    ),
                ),
                (
                    "cover",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="verandah.media"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("deleted_at", None)), fields=["author", "-id"], name="album_by_author"
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at", None), _negated=True),
                        fields=["deleted_at"],
                        name="album_deleted",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("author", "key"), name="album_key_once"),
                    models.CheckConstraint(
                        condition=models.Q(("audience__in", [1, 2, 3, 4, 5, 6, 7, 8])), name="album_audience_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigIntegerField(default=verandah.base.ids.new_id, primary_key=True, serialize=False)),
                ("address", models.TextField()),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("state", models.SmallIntegerField(choices=[(1, "Waiting"), (2, "Ready"), (3, "Empty")], default=1)),
                ("leads_to", models.TextField(blank=True)),
                ("kind", models.SmallIntegerField(choices=[(1, "Link"), (2, "Photo"), (3, "Video")], default=1)),
                ("title", models.CharField(blank=True, max_length=300)),
                ("description", models.CharField(blank=True, max_length=600)),
                ("author_name", models.CharField(blank=True, max_length=200)),
                ("author_url", models.TextField(blank=True)),
                ("provider_name", models.CharField(blank=True, max_length=200)),
                ("provider_url", models.TextField(blank=True)),
                ("language", models.CharField(blank=True, max_length=12)),
                ("image_name", models.CharField(blank=True, max_length=64)),
                ("image_extension", models.CharField(blank=True, max_length=8)),
                ("image_type", models.CharField(blank=True, max_length=40)),
                ("image_width", models.PositiveIntegerField(default=0)),
                ("image_height", models.PositiveIntegerField(default=0)),
                ("image_description", models.CharField(blank=True, max_length=300)),
                ("blurhash", models.CharField(blank=True, max_length=100)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("fetched_at", models.DateTimeField(null=True)),
                ("used_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["used_at"], name="link_used"),
                    models.Index(
                        condition=models.Q(("image_name", ""), _negated=True), fields=["image_name"], name="link_image"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("state__in", [1, 2, 3])), name="link_state_known"),
                    models.CheckConstraint(condition=models.Q(("kind__in", [1, 2, 3])), name="link_kind_known"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.BigIntegerField(default=verandah.base.ids.new_id, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=64, unique=True)),
                ("length", models.BigIntegerField()),
                ("expires_at", models.DateTimeField(db_index=True)),
                ("created_at", models.DateTimeField()),
                (
                    "media",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.media"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.account"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AlbumItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("created_at", models.DateTimeField()),
                (
                    "album",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="verandah.album",
                    ),
                ),
                (
                    "media",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.media"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["album", "position"], name="album_in_order")],
                "constraints": [models.UniqueConstraint(fields=("album", "media"), name="album_item_once")],
            },
        ),
        verandah.base.columns.AddColumns(
            model_name="account",
            fields=[("media_bytes", models.BigIntegerField(default=0))],
        ),
        verandah.base.columns.AddColumns(
            model_name="media",
            fields=[
                ("artist", models.CharField(blank=True, max_length=200)),
                ("captions", models.JSONField(default=list)),
                ("pdq", models.CharField(blank=True, max_length=64)),
                ("pdq_quality", models.PositiveSmallIntegerField(default=0)),
                ("peaks", models.JSONField(default=list)),
                ("renditions", models.JSONField(default=list)),
                ("scrub", models.JSONField(default=list)),
                ("title", models.CharField(blank=True, max_length=200)),
                (
                    "album",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="verandah.album"
                    ),
                ),
            ],
        ),
        verandah.base.columns.AddColumns(
            model_name="post",
            fields=[
                (
                    "link",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="verandah.link",
                    ),
                )
            ],
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(
                condition=models.Q(("link", None), _negated=True), fields=["link", "-id"], name="post_by_link"
            ),
        ),
    ]
