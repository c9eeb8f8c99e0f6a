import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import verandah.base.columns
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("verandah", "0010_search"),
    ]

    operations = [
        migrations.CreateModel(
            name="DayFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("name", models.CharField(max_length=40)),
                ("value", models.BigIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("name", "day"), name="figure_of_day_once")],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.SmallIntegerField(
                        choices=[
                            (1, "Privacy"),
                            (2, "Terms"),
                            (3, "About"),
                            (4, "Imprint"),
                            (5, "Accessibility"),
                            (6, "Own"),
                        ]
                    ),
                ),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("is_in_footer", models.BooleanField(default=True)),
                ("is_on_landing", models.BooleanField(default=False)),
                ("needs_acceptance", models.BooleanField(default=False)),
                ("answers", models.JSONField(blank=True, default=dict)),
                ("retired_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__gte", 1), ("kind__lte", 6)), name="document_kind_known"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind__lt", 6)), fields=("kind",), name="document_of_kind_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=32, unique=True)),
                ("asked_at", models.DateTimeField()),
                ("erased_at", models.DateTimeField()),
                ("counts", models.JSONField(default=dict)),
                ("kept", models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name="Export",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField()),
                ("steps", models.PositiveIntegerField(default=0)),
                ("steps_done", models.PositiveIntegerField(default=0)),
                ("state", models.JSONField(default=dict)),
                ("ended_at", models.DateTimeField(null=True)),
                ("failure", models.CharField(blank=True, max_length=500)),
                ("name", models.CharField(blank=True, max_length=100)),
                ("bytes", models.BigIntegerField(default=0)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("expires_at", models.DateTimeField(null=True)),
                ("fetched_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.account"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("account",), name="one_export_at_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InviteBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_name", models.CharField(blank=True, max_length=200)),
                ("total", models.PositiveIntegerField(default=0)),
                ("sent", models.PositiveIntegerField(default=0)),
                ("failed", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="verandah.account"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="JoinQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("texts", models.JSONField()),
                ("is_required", models.BooleanField(default=True)),
                ("retired_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="NameGram",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("gram", models.BinaryField(max_length=12)),
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
                "indexes": [models.Index(fields=["gram", "account"], name="account_by_gram")],
                "constraints": [models.UniqueConstraint(fields=("account", "gram"), name="name_gram_once")],
            },
        ),
        migrations.CreateModel(
            name="PageTime",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("route", models.CharField(max_length=80)),
                ("count", models.PositiveIntegerField(default=0)),
                ("milliseconds", models.BigIntegerField(default=0)),
                ("slowest", models.PositiveIntegerField(default=0)),
                ("slow", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("day", "route"), name="page_time_once")],
            },
        ),
        migrations.CreateModel(
            name="ProfileField",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.SmallIntegerField(
                        choices=[(1, "Text"), (2, "Long"), (3, "Choice"), (4, "Date"), (5, "Link")], default=1
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("texts", models.JSONField()),
                ("choices", models.JSONField(blank=True, default=list)),
                ("audience", models.CharField(default="members", max_length=10)),
                ("is_required", models.BooleanField(default=False)),
                ("is_asked_at_sign_up", models.BooleanField(default=False)),
                ("is_filter", models.BooleanField(default=False)),
                ("retired_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="SitePicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.SmallIntegerField(choices=[(1, "Logo"), (2, "Backdrop")])),
                ("name", models.CharField(max_length=32)),
                ("width", models.PositiveSmallIntegerField()),
                ("height", models.PositiveSmallIntegerField()),
                ("content_type", models.CharField(max_length=30)),
                ("data", models.BinaryField()),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("name", "width", "height"), name="site_picture_once")],
            },
        ),
        migrations.CreateModel(
            name="StaffPick",
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
                ("created_at", models.DateTimeField()),
                (
                    "picked_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="verandah.account",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Trend",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.SmallIntegerField(choices=[(1, "Tag"), (2, "Post"), (3, "Link")])),
                ("language", models.CharField(blank=True, max_length=12)),
                ("is_public", models.BooleanField(default=False)),
                ("score", models.FloatField()),
                ("people", models.PositiveIntegerField()),
                ("uses", models.PositiveIntegerField()),
                ("rank", models.PositiveSmallIntegerField()),
                ("found_at", models.DateTimeField()),
                (
                    "link",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.link"
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.post"
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.tag"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "language", "is_public", "rank"], name="trend_by_rank")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", 1), ("link", None), ("post", None), ("tag__isnull", False)),
                            models.Q(("kind", 2), ("link", None), ("post__isnull", False), ("tag", None)),
                            models.Q(("kind", 3), ("link__isnull", False), ("post", None), ("tag", None)),
                            _connector="OR",
                        ),
                        name="trend_of_one_thing",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", 1)), fields=("language", "is_public", "tag"), name="trend_tag_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", 2)),
                        fields=("language", "is_public", "post"),
                        name="trend_post_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", 3)),
                        fields=("language", "is_public", "link"),
                        name="trend_link_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrendReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.SmallIntegerField(
                        choices=[(1, "Tag"), (2, "Post"), (3, "Link"), (4, "Author"), (5, "Host")]
                    ),
                ),
                ("ref", models.BigIntegerField(default=0)),
                ("host", models.CharField(blank=True, max_length=253)),
                ("is_allowed", models.BooleanField()),
                ("decided_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="verandah.account",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "ref", "host"), name="trend_reviewed_once")],
            },
        ),
        migrations.CreateModel(
            name="Visit",
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
                ("began_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("previous_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["seen_at", "account"], name="visit_by_time")],
            },
        ),
        migrations.CreateModel(
            name="Acceptance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField()),
                ("accepted_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="verandah.account",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="verandah.document",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("document__isnull", False)),
                        fields=("account", "document", "number"),
                        name="accepted_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("document", None)), fields=("account", "number"), name="accepted_rules_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("texts", models.JSONField()),
                ("template", models.CharField(blank=True, max_length=100)),
                ("changes", models.JSONField(blank=True, default=dict)),
                ("asks_again", models.BooleanField(default=False)),
                ("is_mailed", models.BooleanField(default=False)),
                ("mailed_at", models.DateTimeField(null=True)),
                ("mailed_until", models.BigIntegerField(default=0)),
                ("effective_from", models.DateTimeField(null=True)),
                ("created_by_id", models.BigIntegerField(null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "document",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="verandah.document",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("document", "number"), name="document_version_once")],
            },
        ),
        migrations.CreateModel(
            name="Invite",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=32, unique=True)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("name", models.CharField(blank=True, max_length=60)),
                ("message", models.CharField(blank=True, max_length=500)),
                ("language", models.CharField(blank=True, max_length=12)),
                ("most_uses", models.PositiveSmallIntegerField(default=1)),
                ("uses", models.PositiveSmallIntegerField(default=0)),
                ("skips_approval", models.BooleanField(default=False)),
                ("follows_inviter", models.BooleanField(default=True)),
                ("expires_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("mailed_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="verandah.account"
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="verandah.invitebatch",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["made_by", "-id"], name="invite_by_maker")],
            },
        ),
        migrations.CreateModel(
            name="ProfileAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.CharField(max_length=500)),
                ("folded", models.BinaryField(default=b"", max_length=120)),
                ("audience", models.CharField(default="members", max_length=10)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="verandah.account",
                    ),
                ),
                (
                    "field",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="verandah.profilefield",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["field", "folded", "account"], name="profile_answer_by_value")],
                "constraints": [models.UniqueConstraint(fields=("account", "field"), name="profile_answer_once")],
            },
        ),
        migrations.CreateModel(
            name="SuggestedPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    models.SmallIntegerField(
                        choices=[
                            (1, "Follows Me"),
                            (2, "Friends Of Friends"),
                            (3, "Followed By Followed"),
                            (4, "Inviter"),
                            (5, "Same Answer"),
                            (6, "Same Tag"),
                            (7, "Staff Pick"),
                            (8, "Newcomer"),
                        ]
                    ),
                ),
                ("number", models.PositiveIntegerField(default=1)),
                ("score", models.FloatField()),
                ("found_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="verandah.account",
                    ),
                ),
                (
                    "field",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="verandah.profilefield",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.account"
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="verandah.tag",
                    ),
                ),
                (
                    "via",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.account"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["account", "-score"], name="suggested_best")],
                "constraints": [models.UniqueConstraint(fields=("account", "other"), name="suggested_once")],
            },
        ),
        migrations.CreateModel(
            name="SignUp",
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
                (
                    "state",
                    models.SmallIntegerField(
                        choices=[(0, "Free"), (1, "Waiting"), (2, "Approved"), (3, "Rejected")], default=0
                    ),
                ),
                ("answers", models.JSONField(default=list)),
                ("said_old_enough", models.BooleanField(default=False)),
                ("decided_at", models.DateTimeField(null=True)),
                ("answer", models.CharField(blank=True, max_length=500)),
                ("created_at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="verandah.account"
                    ),
                ),
                (
                    "invite",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="verandah.invite"
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="verandah.account"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", 1)), fields=["created_at"], name="sign_up_waiting")
                ],
            },
        ),
        verandah.base.columns.AddColumns(
            model_name="account",
            fields=[("erase_at", models.DateTimeField(null=True)), ("left_at", models.DateTimeField(null=True))],
        ),
        verandah.base.columns.AddColumns(
            model_name="announcement",
            fields=[
                ("asks_to_read", models.BooleanField(default=False)),
                (
                    "audience",
                    models.SmallIntegerField(
                        choices=[(1, "Members"), (2, "Staff"), (3, "Newcomers"), (4, "Everyone")], default=1
                    ),
                ),
                ("changed_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(null=True)),
                ("is_draft", models.BooleanField(default=False)),
                ("is_mailed", models.BooleanField(default=False)),
                ("mailed_at", models.DateTimeField(null=True)),
                ("reminded_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
        ),
        verandah.base.columns.AddColumns(
            model_name="notsuggested",
            fields=[("until", models.DateTimeField(null=True))],
        ),
        verandah.base.columns.AddColumns(
            model_name="preferences",
            fields=[
                ("first_steps", models.JSONField(blank=True, default=list)),
                ("takes_suggestions", models.BooleanField(default=True)),
            ],
        ),
        verandah.base.columns.AddColumns(
            model_name="site",
            fields=[
                ("allows_feeds", models.BooleanField(default=True)),
                ("allows_gathering", models.BooleanField(default=False)),
                ("allows_indexing", models.BooleanField(default=False)),
                ("backdrop", models.SmallIntegerField(choices=[(0, "None"), (1, "Map"), (2, "Picture")], default=1)),
                ("backdrop_picture", models.CharField(blank=True, max_length=32)),
                (
                    "backup_hour",
                    models.PositiveSmallIntegerField(
                        default=3, validators=[django.core.validators.MaxValueValidator(23)]
                    ),
                ),
                ("backup_place", models.CharField(blank=True, max_length=500)),
                ("backups_kept", models.PositiveSmallIntegerField(default=7)),
                (
                    "brand_chroma",
                    models.PositiveSmallIntegerField(
                        default=100, validators=[django.core.validators.MaxValueValidator(100)]
                    ),
                ),
                ("default_audience", models.SmallIntegerField(default=2)),
                ("invite_quota", models.PositiveSmallIntegerField(default=5)),
                ("is_run_by_one", models.BooleanField(default=False)),
                ("landing_shows_members", models.BooleanField(default=True)),
                ("landing_shows_posts", models.BooleanField(default=False)),
                ("language", models.CharField(blank=True, max_length=12)),
                ("languages", models.JSONField(blank=True, default=list)),
                ("launched_at", models.DateTimeField(blank=True, null=True)),
                ("logo", models.CharField(blank=True, max_length=32)),
                ("mail_proven_at", models.DateTimeField(blank=True, null=True)),
                ("members_invite", models.BooleanField(default=False)),
                ("minimum_age", models.PositiveSmallIntegerField(default=16)),
                (
                    "mode",
                    models.SmallIntegerField(
                        choices=[(0, "Open"), (1, "Read Only"), (2, "Maintenance"), (3, "Closed")], default=0
                    ),
                ),
                ("mode_reason", models.CharField(blank=True, max_length=500)),
                ("mode_since", models.DateTimeField(blank=True, null=True)),
                ("mode_until", models.DateTimeField(blank=True, null=True)),
                ("prepared", models.JSONField(blank=True, default=list)),
                ("prepared_at", models.DateTimeField(blank=True, null=True)),
                ("reviews_trends", models.BooleanField(default=True)),
                ("trend_people", models.PositiveSmallIntegerField(default=5)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="account",
            name="account_restricted_by_decision",
        ),
        migrations.AlterField(
            model_name="announcementtext",
            name="body",
            field=models.CharField(blank=True, max_length=5000),
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
                    (19, "Case"),
                    (20, "Announcement"),
                ]
            ),
        ),
        migrations.AddIndex(
            model_name="account",
            index=models.Index(
                condition=models.Q(("erase_at__isnull", False)), fields=["erase_at"], name="account_to_erase"
            ),
        ),
        migrations.AddIndex(
            model_name="account",
            index=models.Index(
                django.db.models.functions.text.Lower("display_name"), models.F("id"), name="account_by_name"
            ),
        ),
        migrations.AddIndex(
            model_name="account",
            index=models.Index(fields=["newest_open_on", "id"], name="account_by_newest_open"),
        ),
        migrations.AddIndex(
            model_name="account",
            index=models.Index(fields=["newest_public_on", "id"], name="account_by_newest_public"),
        ),
        migrations.AddIndex(
            model_name="account",
            index=models.Index(fields=["joined_at"], name="account_by_joining"),
        ),
        migrations.AddIndex(
            model_name="account",
            index=models.Index(fields=["trust", "joined_at"], name="account_by_trust"),
        ),
        migrations.AddIndex(
            model_name="account",
            index=models.Index(
                condition=models.Q(("limited_at__isnull", False)), fields=["id"], name="account_limited"
            ),
        ),
        migrations.AddIndex(
            model_name="account",
            index=models.Index(
                condition=models.Q(("suspended_at__isnull", False)), fields=["id"], name="account_suspended"
            ),
        ),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(condition=models.Q(("role__gt", 0)), fields=["role"], name="user_of_staff"),
        ),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(fields=["language"], name="user_by_language"),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("is_always_sensitive", False),
                        ("is_frozen", False),
                        ("limited_at", None),
                        ("standing", 0),
                        ("terminated_at", None),
                        models.Q(("suspended_at", None), ("left_at__isnull", False), _connector="OR"),
                    ),
                    ("restriction__isnull", False),
                    _connector="OR",
                ),
                name="account_restricted_by_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("erase_at", None), ("left_at__isnull", False), _connector="OR"),
                name="account_erased_after_leaving",
            ),
        ),
        migrations.AddConstraint(
            model_name="site",
            constraint=models.CheckConstraint(condition=models.Q(("mode__in", [0, 1, 2, 3])), name="site_mode_known"),
        ),
    ]
