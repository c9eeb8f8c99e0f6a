import django.db.models.deletion
import verandah.base.columns
import verandah.base.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("verandah", "0005_media"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="album",
            name="album_audience_known",
        ),
        migrations.RemoveConstraint(
            model_name="notification",
            name="notified_once",
        ),
        migrations.RemoveConstraint(
            model_name="post",
            name="post_audience_known",
        ),
        migrations.CreateModel(
            name="AlbumAudience",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "account",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.account"
                    ),
                ),
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
                    "people_list",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="verandah.peoplelist",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("account__isnull", False), ("people_list", None)),
                            models.Q(("account", None), ("people_list__isnull", False)),
                            _connector="OR",
                        ),
                        name="album_audience_list_or_person",
                    ),
                    models.UniqueConstraint(fields=("album", "people_list"), name="album_audience_list_once"),
                    models.UniqueConstraint(fields=("album", "account"), name="album_audience_person_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Backup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.SmallIntegerField(choices=[(1, "Made"), (2, "Proven")])),
                ("place", models.CharField(max_length=500)),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("failure", models.CharField(blank=True, max_length=500)),
                ("rows", models.BigIntegerField(default=0)),
                ("files", models.BigIntegerField(default=0)),
                ("bytes", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="FriendRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField()),
                ("declined_at", models.DateTimeField(null=True)),
                ("is_withdrawn", models.BooleanField(default=False)),
                (
                    "asked",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.account"
                    ),
                ),
                (
                    "asker",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="verandah.account",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("asker", "asked"), name="asked_once"),
                    models.CheckConstraint(
                        condition=models.Q(("asker", models.F("asked")), _negated=True), name="asked_another"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HeldPush",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.notification"
                    ),
                ),
                (
                    "subscription",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="verandah.pushsubscription",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("subscription", "notice"), name="push_held_once")],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=80)),
                ("created_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
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
                "indexes": [models.Index(fields=["created_at"], name="letter_by_age")],
                "constraints": [models.UniqueConstraint(fields=("account", "key"), name="letter_once")],
            },
        ),
        migrations.CreateModel(
            name="NotificationChoices",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="verandah.account",
                    ),
                ),
                ("changed", models.JSONField(default=dict)),
                ("digest", models.SmallIntegerField(choices=[(0, "Never"), (1, "Daily"), (2, "Weekly")], default=2)),
                ("quiet_from", models.SmallIntegerField(null=True)),
                ("quiet_until", models.SmallIntegerField(null=True)),
                ("has_no_night", models.BooleanField(default=False)),
                ("digested_until_id", models.BigIntegerField(default=0)),
                ("digested_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Preferences",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="verandah.account",
                    ),
                ),
                ("takes_followers", models.BooleanField(default=True)),
                (
                    "befriended_by",
                    models.SmallIntegerField(
                        choices=[
                            (1, "Members"),
                            (2, "Followed"),
                            (3, "Friends Of Friends"),
                            (4, "Friends"),
                            (5, "Nobody"),
                        ],
                        default=1,
                    ),
                ),
                (
                    "wall_open_to",
                    models.SmallIntegerField(
                        choices=[
                            (1, "Members"),
                            (2, "Followed"),
                            (3, "Friends Of Friends"),
                            (4, "Friends"),
                            (5, "Nobody"),
                        ],
                        default=4,
                    ),
                ),
                (
                    "mentioned_by",
                    models.SmallIntegerField(
                        choices=[
                            (1, "Members"),
                            (2, "Followed"),
                            (3, "Friends Of Friends"),
                            (4, "Friends"),
                            (5, "Nobody"),
                        ],
                        default=1,
                    ),
                ),
                ("last_audience", models.JSONField(default=dict)),
                ("birthday", models.CharField(blank=True, max_length=5)),
                ("birthday_audience", models.SmallIntegerField(default=4)),
                ("birthday_told_on", models.DateField(null=True)),
                ("time_zone", models.CharField(blank=True, max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="SavedDraft",
            fields=[
                ("id", models.BigIntegerField(default=verandah.base.ids.new_id, primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=64)),
                ("place", models.CharField(blank=True, max_length=24)),
                ("content", models.JSONField()),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                ("dropped_at", models.DateTimeField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="verandah.account",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["author", "-updated_at"], name="saved_draft_newest")],
                "constraints": [models.UniqueConstraint(fields=("author", "key"), name="saved_draft_once")],
            },
        ),
        verandah.base.columns.AddColumns(
            model_name="account",
            fields=[("wall_audience", models.SmallIntegerField(default=2))],
        ),
        verandah.base.columns.AddColumns(
            model_name="notification",
            fields=[
                (
                    "entry",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="verandah.auditentry",
                    ),
                )
            ],
        ),
        verandah.base.columns.AddColumns(
            model_name="peoplelist",
            fields=[
                (
                    "kind",
                    models.SmallIntegerField(
                        choices=[(0, "Own"), (1, "Close Friends"), (2, "Family"), (3, "Colleagues")], default=0
                    ),
                )
            ],
        ),
        verandah.base.columns.AddColumns(
            model_name="post",
            fields=[
                (
                    "comment_policy",
                    models.SmallIntegerField(choices=[(1, "Everyone"), (2, "Friends"), (3, "Nobody")], default=1),
                ),
                (
                    "mood",
                    models.SmallIntegerField(
                        choices=[
                            (0, "None"),
                            (1, "Happy"),
                            (2, "Thankful"),
                            (3, "Hopeful"),
                            (4, "Amused"),
                            (5, "Curious"),
                            (6, "Impressed"),
                            (7, "Thoughtful"),
                            (8, "Worried"),
                            (9, "Sad"),
                            (10, "Angry"),
                        ],
                        default=0,
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=100)),
                (
                    "wall",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="verandah.account",
                    ),
                ),
            ],
        ),
        verandah.base.columns.AddColumns(
            model_name="pushsubscription",
            fields=[
                (
                    "account",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.account"
                    ),
                ),
                ("session_digest", models.CharField(blank=True, max_length=64)),
            ],
        ),
        verandah.base.columns.AddColumns(
            model_name="site",
            fields=[
                ("night_from", models.SmallIntegerField(blank=True, null=True)),
                ("night_until", models.SmallIntegerField(blank=True, null=True)),
                ("reactions", models.JSONField(blank=True, default=list)),
            ],
        ),
        verandah.base.columns.AddColumns(
            model_name="threadstate",
            fields=[("is_followed", models.BooleanField(default=False))],
        ),
        migrations.AlterField(
            model_name="album",
            name="audience",
            field=models.SmallIntegerField(
                choices=[
                    (1, "Public"),
                    (2, "Members"),
                    (3, "Followers"),
                    (4, "Friends"),
                    (5, "Lists"),
                    (6, "People"),
                    (7, "Group"),
                    (8, "Only Me"),
                    (9, "Friends Except"),
                ]
            ),
        ),
        migrations.AlterField(
            model_name="notification",
            name="kind",
            field=models.SmallIntegerField(
                choices=[
                    (1, "Mention"),
                    (2, "Follow"),
                    (3, "Follow Request"),
                    (4, "Follow Accepted"),
                    (5, "Reaction"),
                    (6, "Share"),
                    (7, "Post"),
                    (8, "Poll Ended"),
                    (9, "Edited"),
                    (10, "Quote"),
                    (11, "Comment"),
                    (12, "Report"),
                    (13, "Joined"),
                    (14, "Friend Request"),
                    (15, "Friend Accepted"),
                    (16, "Wall"),
                    (17, "Birthday"),
                    (18, "Moderation"),
                ]
            ),
        ),
        migrations.AlterField(
            model_name="post",
            name="audience",
            field=models.SmallIntegerField(
                choices=[
                    (1, "Public"),
                    (2, "Members"),
                    (3, "Followers"),
                    (4, "Friends"),
                    (5, "Lists"),
                    (6, "People"),
                    (7, "Group"),
                    (8, "Only Me"),
                    (9, "Friends Except"),
                ]
            ),
        ),
        migrations.AlterField(
            model_name="pushsubscription",
            name="sealed_token",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AlterField(
            model_name="pushsubscription",
            name="token",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.accesstoken"
            ),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(
                condition=models.Q(("wall", None), _negated=True), fields=["wall", "-id"], name="post_on_wall"
            ),
        ),
        migrations.AddConstraint(
            model_name="album",
            constraint=models.CheckConstraint(
                condition=models.Q(("audience__in", [1, 2, 3, 4, 5, 6, 7, 8, 9])), name="album_audience_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.UniqueConstraint(
                condition=models.Q(("entry", None), ("post", None), ("report", None)),
                fields=("recipient", "kind", "actor"),
                name="notified_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.UniqueConstraint(
                condition=models.Q(("entry__isnull", False)),
                fields=("entry", "recipient"),
                name="notified_once_of_entry",
            ),
        ),
        migrations.AddConstraint(
            model_name="peoplelist",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__gt", 0)), fields=("owner", "kind"), name="people_list_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(("audience__in", [1, 2, 3, 4, 5, 6, 7, 8, 9])), name="post_audience_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="pushsubscription",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("account", None), ("token__isnull", False)),
                    models.Q(("account__isnull", False), ("token", None)),
                    _connector="OR",
                ),
                name="push_to_app_or_browser",
            ),
        ),
        migrations.AddConstraint(
            model_name="pushsubscription",
            constraint=models.UniqueConstraint(
                condition=models.Q(("account__isnull", False)),
                fields=("account", "session_digest"),
                name="push_browser_once",
            ),
        ),
    ]
