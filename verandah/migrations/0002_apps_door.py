import django.db.models.deletion
import verandah.base.columns
import verandah.base.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("verandah", "0001_first_light"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="notification",
            name="notified_once",
        ),
        migrations.RemoveConstraint(
            model_name="notification",
            name="notified_once_of_post",
        ),
        migrations.RemoveIndex(
            model_name="post",
            name="post_by_author",
        ),
        migrations.CreateModel(
            name="AnnouncementReaction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40)),
                ("created_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.account"
                    ),
                ),
                (
                    "announcement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="verandah.announcement",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("announcement", "account", "name"), name="announcement_reaction_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("actor_id", models.BigIntegerField()),
                ("deed", models.CharField(max_length=40)),
                ("account_id", models.BigIntegerField(null=True)),
                ("post_id", models.BigIntegerField(null=True)),
                ("report_id", models.BigIntegerField(null=True)),
                ("facts", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["account_id", "-id"], name="audit_of_account")],
            },
        ),
        migrations.CreateModel(
            name="Bookmark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField()),
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
                    "post",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="verandah.post",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["account", "-id"], name="bookmark_by_account")],
                "constraints": [models.UniqueConstraint(fields=("post", "account"), name="bookmark_once")],
            },
        ),
        migrations.CreateModel(
            name="CanonicalEmailBlock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="DomainBlock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("domain", models.CharField(max_length=253)),
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
                "constraints": [models.UniqueConstraint(fields=("account", "domain"), name="domain_block_once")],
            },
        ),
        migrations.CreateModel(
            name="EmailDomainBlock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("domain", models.CharField(max_length=253, unique=True)),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="FeaturedTag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField()),
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
                    "tag",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.tag"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("account", "tag"), name="tag_featured_once")],
            },
        ),
        migrations.CreateModel(
            name="Filter",
            fields=[
                ("id", models.BigIntegerField(default=verandah.base.ids.new_id, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=200)),
                ("contexts", models.CharField(max_length=100)),
                ("action", models.CharField(default="warn", max_length=4)),
                ("until", models.DateTimeField(null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.account"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FollowedTag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    "tag",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.tag"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("account", "tag"), name="tag_followed_once")],
            },
        ),
        migrations.CreateModel(
            name="IpBlock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("network", models.CharField(max_length=50, unique=True)),
                ("severity", models.SmallIntegerField(choices=[(1, "Approval"), (2, "Sign Up"), (3, "All")])),
                ("comment", models.CharField(blank=True, max_length=500)),
                ("expires_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("severity__gte", 1), ("severity__lte", 3)), name="ip_severity_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Mute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hides_notifications", models.BooleanField(default=True)),
                ("until", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "muted",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.account"
                    ),
                ),
                (
                    "muter",
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
                    models.UniqueConstraint(fields=("muter", "muted"), name="mute_once"),
                    models.CheckConstraint(
                        condition=models.Q(("muter", models.F("muted")), _negated=True), name="mute_not_oneself"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=2000)),
                (
                    "about",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.account"
                    ),
                ),
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
                "constraints": [models.UniqueConstraint(fields=("author", "about"), name="note_once")],
            },
        ),
        migrations.CreateModel(
            name="NotificationPolicy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("not_following", models.CharField(default="accept", max_length=6)),
                ("not_followers", models.CharField(default="accept", max_length=6)),
                ("new_accounts", models.CharField(default="accept", max_length=6)),
                ("private_mentions", models.CharField(default="accept", max_length=6)),
                ("limited_accounts", models.CharField(default="accept", max_length=6)),
                ("bots", models.CharField(default="accept", max_length=6)),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.account"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NotificationRequest",
            fields=[
                ("id", models.BigIntegerField(default=verandah.base.ids.new_id, primary_key=True, serialize=False)),
                ("state", models.SmallIntegerField(choices=[(0, "Pending"), (1, "Accepted")], default=0)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.account"
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="verandah.account",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("recipient", "actor"), name="held_back_once")],
            },
        ),
        migrations.CreateModel(
            name="NotSuggested",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.account"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("account", "other"), name="not_suggested_once")],
            },
        ),
        migrations.CreateModel(
            name="Poll",
            fields=[
                ("id", models.BigIntegerField(default=verandah.base.ids.new_id, primary_key=True, serialize=False)),
                ("is_multiple", models.BooleanField(default=False)),
                ("hides_totals", models.BooleanField(default=False)),
                ("ends_at", models.DateTimeField(null=True)),
                ("votes_count", models.PositiveIntegerField(default=0)),
                ("voters_count", models.PositiveIntegerField(default=0)),
                (
                    "post",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.post"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PostVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField()),
                ("html", models.TextField()),
                ("warning", models.CharField(blank=True, max_length=500)),
                ("is_sensitive", models.BooleanField(default=False)),
                ("poll_titles", models.JSONField(default=list)),
                ("media", models.JSONField(default=list)),
                ("created_at", models.DateTimeField()),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.post"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PushSubscription",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sealed_token", models.CharField(max_length=500)),
                ("endpoint", models.CharField(max_length=2000)),
                ("p256dh", models.CharField(max_length=200)),
                ("auth", models.CharField(max_length=100)),
                ("is_standard", models.BooleanField(default=False)),
                ("alerts", models.CharField(blank=True, max_length=400)),
                ("policy", models.CharField(default="all", max_length=8)),
                ("created_at", models.DateTimeField()),
                (
                    "token",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.accesstoken"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Reaction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.SmallIntegerField(
                        choices=[(1, "Like"), (2, "Thanks"), (3, "Cheer"), (4, "Laugh"), (5, "Wow"), (6, "Sad")],
                        default=1,
                    ),
                ),
                ("created_at", models.DateTimeField()),
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
                    "post",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="verandah.post",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["account", "-id"], name="reaction_by_account")],
                "constraints": [
                    models.UniqueConstraint(fields=("post", "account"), name="reaction_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__gte", 1), ("kind__lte", 6)), name="reaction_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recommendation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField()),
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
                    "recommended",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.account"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("account", "recommended"), name="recommended_once")],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigIntegerField(default=verandah.base.ids.new_id, primary_key=True, serialize=False)),
                (
                    "category",
                    models.SmallIntegerField(
                        choices=[(0, "Other"), (1, "Spam"), (2, "Legal"), (3, "Violation")], default=0
                    ),
                ),
                ("comment", models.CharField(blank=True, max_length=1000)),
                ("forwarded", models.BooleanField(default=False)),
                ("rules", models.JSONField(default=list)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                ("action_taken_at", models.DateTimeField(null=True)),
                (
                    "action_taken_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="verandah.account",
                    ),
                ),
                (
                    "assigned",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="verandah.account",
                    ),
                ),
                (
                    "reporter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.account"
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.account"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("action_taken_at", None)), fields=["-id"], name="report_open")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("category__gte", 0), ("category__lte", 3)), name="report_category_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ScheduledPost",
            fields=[
                ("id", models.BigIntegerField(default=verandah.base.ids.new_id, primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=64)),
                ("due_at", models.DateTimeField()),
                ("draft", models.JSONField()),
                ("failure", models.CharField(blank=True, max_length=500)),
                ("created_at", models.DateTimeField()),
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
                "constraints": [models.UniqueConstraint(fields=("author", "key"), name="scheduled_key_once")],
            },
        ),
        migrations.CreateModel(
            name="ServerBlock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("domain", models.CharField(max_length=253, unique=True)),
                (
                    "severity",
                    models.SmallIntegerField(choices=[(0, "Noop"), (1, "Silence"), (2, "Suspend")], default=1),
                ),
                ("reject_media", models.BooleanField(default=False)),
                ("reject_reports", models.BooleanField(default=False)),
                ("private_comment", models.CharField(blank=True, max_length=1000)),
                ("public_comment", models.CharField(blank=True, max_length=1000)),
                ("obfuscate", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("severity__gte", 0), ("severity__lte", 2)), name="server_severity_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ThreadState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_muted", models.BooleanField(default=False)),
                ("last_read_id", models.BigIntegerField(default=0)),
                ("hidden_until_id", models.BigIntegerField(default=0)),
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
                    "root",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.post"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("account", "root"), name="thread_state_once")],
            },
        ),
        migrations.CreateModel(
            name="FilterKeyword",
            fields=[
                ("id", models.BigIntegerField(default=verandah.base.ids.new_id, primary_key=True, serialize=False)),
                ("keyword", models.CharField(max_length=200)),
                ("is_whole_word", models.BooleanField(default=True)),
                (
                    "filter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.filter"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FilterPost",
            fields=[
                ("id", models.BigIntegerField(default=verandah.base.ids.new_id, primary_key=True, serialize=False)),
                (
                    "filter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.filter"
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.post"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("filter", "post"), name="filter_post_once")],
            },
        ),
        migrations.CreateModel(
            name="Media",
            fields=[
                ("id", models.BigIntegerField(default=verandah.base.ids.new_id, primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("kind", models.SmallIntegerField(choices=[(1, "Image"), (2, "Gifv"), (3, "Video"), (4, "Audio")])),
                ("state", models.SmallIntegerField(choices=[(1, "Waiting"), (2, "Ready"), (3, "Failed")], default=1)),
                ("name", models.CharField(max_length=64, unique=True)),
                ("extension", models.CharField(blank=True, max_length=8)),
                ("content_type", models.CharField(blank=True, max_length=40)),
                ("small_extension", models.CharField(blank=True, max_length=8)),
                ("description", models.CharField(blank=True, max_length=1500)),
                ("focus_x", models.FloatField(default=0)),
                ("focus_y", models.FloatField(default=0)),
                ("width", models.PositiveIntegerField(null=True)),
                ("height", models.PositiveIntegerField(null=True)),
                ("small_width", models.PositiveIntegerField(null=True)),
                ("small_height", models.PositiveIntegerField(null=True)),
                ("duration", models.FloatField(null=True)),
                ("frame_rate", models.FloatField(null=True)),
                ("bitrate", models.PositiveIntegerField(null=True)),
                ("blurhash", models.CharField(blank=True, max_length=100)),
                ("bytes", models.BigIntegerField(default=0)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("failure", models.CharField(blank=True, max_length=200)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("is_profile", models.BooleanField(default=False)),
                ("rev", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="verandah.account",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="verandah.post",
                    ),
                ),
                (
                    "scheduled",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="verandah.scheduledpost",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("post", None), _negated=True),
                        fields=["post", "position"],
                        name="media_of_post",
                    ),
                    models.Index(fields=["owner", "-id"], name="media_of_owner"),
                    models.Index(condition=models.Q(("post", None)), fields=["created_at"], name="media_loose"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("kind__in", [1, 2, 3, 4])), name="media_kind_known"),
                    models.CheckConstraint(condition=models.Q(("state__in", [1, 2, 3])), name="media_state_known"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PollOption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.SmallIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("votes_count", models.PositiveIntegerField(default=0)),
                (
                    "poll",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="verandah.poll",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("poll", "position"), name="poll_option_once")],
            },
        ),
        migrations.CreateModel(
            name="ReportPost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.post"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="verandah.report",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("report", "post"), name="reported_once")],
            },
        ),
        migrations.CreateModel(
            name="PollVote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.account"
                    ),
                ),
                (
                    "option",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="verandah.polloption",
                    ),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="verandah.poll",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("poll", "account", "option"), name="vote_once")],
            },
        ),
        verandah.base.columns.AddColumns(
            model_name="accesstoken",
            fields=[("session_digest", models.CharField(blank=True, max_length=64))],
        ),
        verandah.base.columns.AddColumns(
            model_name="account",
            fields=[
                ("attribution_domains", models.JSONField(default=list)),
                ("avatar_description", models.CharField(blank=True, max_length=1500)),
                ("avatar_path", models.CharField(blank=True, max_length=200)),
                ("default_audience", models.SmallIntegerField(null=True)),
                ("default_language", models.CharField(blank=True, max_length=12)),
                ("default_sensitive", models.BooleanField(default=False)),
                ("discoverable", models.BooleanField(default=True)),
                ("fields", models.JSONField(default=list)),
                ("header_description", models.CharField(blank=True, max_length=1500)),
                ("header_path", models.CharField(blank=True, max_length=200)),
                ("hides_connections", models.BooleanField(default=False)),
                ("indexable", models.BooleanField(default=False)),
                ("is_always_sensitive", models.BooleanField(default=False)),
                ("is_bot", models.BooleanField(default=False)),
                ("limited_at", models.DateTimeField(null=True)),
                ("newest_open_on", models.DateField(null=True)),
                ("newest_public_on", models.DateField(null=True)),
                ("open_posts_count", models.PositiveIntegerField(default=0)),
                ("posts_count", models.PositiveIntegerField(default=0)),
                ("public_posts_count", models.PositiveIntegerField(default=0)),
                (
                    "quote_policy",
                    models.SmallIntegerField(choices=[(1, "Everyone"), (2, "Followers"), (3, "Nobody")], default=1),
                ),
                ("shows_media", models.BooleanField(default=True)),
                ("shows_media_replies", models.BooleanField(default=True)),
                ("shows_recommended", models.BooleanField(default=True)),
                ("suspended_at", models.DateTimeField(null=True)),
                (
                    "avatar",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="verandah.media",
                    ),
                ),
                (
                    "header",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="verandah.media",
                    ),
                ),
            ],
        ),
        verandah.base.columns.AddColumns(
            model_name="authorizationcode",
            fields=[("session_digest", models.CharField(blank=True, max_length=64))],
        ),
        verandah.base.columns.AddColumns(
            model_name="follow",
            fields=[
                ("languages", models.CharField(blank=True, max_length=300)),
                ("notifies", models.BooleanField(default=False)),
                ("shows_shares", models.BooleanField(default=True)),
            ],
        ),
        verandah.base.columns.AddColumns(
            model_name="followrequest",
            fields=[
                ("languages", models.CharField(blank=True, max_length=300)),
                ("notifies", models.BooleanField(default=False)),
                ("shows_shares", models.BooleanField(default=True)),
            ],
        ),
        verandah.base.columns.AddColumns(
            model_name="notification",
            fields=[
                ("group_key", models.CharField(blank=True, max_length=60)),
                ("is_held", models.BooleanField(default=False)),
                (
                    "report",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="verandah.report",
                    ),
                ),
            ],
        ),
        verandah.base.columns.AddColumns(
            model_name="peoplelist",
            fields=[
                ("is_exclusive", models.BooleanField(default=False)),
                ("replies", models.CharField(default="list", max_length=8)),
            ],
        ),
        verandah.base.columns.AddColumns(
            model_name="post",
            fields=[
                (
                    "app",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="verandah.app",
                    ),
                ),
                ("comments_count", models.PositiveIntegerField(default=0)),
                ("has_media", models.BooleanField(default=False)),
                ("has_poll", models.BooleanField(default=False)),
                ("is_comment", models.BooleanField(default=False)),
                ("is_sensitive", models.BooleanField(default=False)),
                ("language", models.CharField(blank=True, max_length=12)),
                (
                    "parent",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="verandah.post"
                    ),
                ),
                ("pinned_at", models.DateTimeField(null=True)),
                (
                    "quote_of",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="verandah.post"
                    ),
                ),
                (
                    "quote_policy",
                    models.SmallIntegerField(choices=[(1, "Everyone"), (2, "Followers"), (3, "Nobody")], default=1),
                ),
                (
                    "quote_state",
                    models.SmallIntegerField(choices=[(0, "None"), (1, "Accepted"), (2, "Revoked")], default=0),
                ),
                ("quotes_count", models.PositiveIntegerField(default=0)),
                ("reactions_count", models.PositiveIntegerField(default=0)),
                (
                    "root",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="verandah.post",
                    ),
                ),
                (
                    "share_of",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="verandah.post",
                    ),
                ),
                ("shares_count", models.PositiveIntegerField(default=0)),
                ("warning", models.CharField(blank=True, max_length=500)),
            ],
        ),
        migrations.AlterField(
            model_name="notification",
            name="id",
            field=models.BigIntegerField(default=verandah.base.ids.exact_id, primary_key=True, serialize=False),
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
                ]
            ),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(
                condition=models.Q(("deleted_at", None)),
                fields=["author", "-id", "audience", "is_comment"],
                name="post_by_author",
            ),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(condition=models.Q(("root__isnull", False)), fields=["root", "id"], name="post_by_root"),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(
                condition=models.Q(("pinned_at", None), _negated=True),
                fields=["author", "-pinned_at"],
                name="post_pinned",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at", None), ("share_of__isnull", False)),
                fields=("share_of", "author"),
                name="share_once",
            ),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(
                condition=models.Q(("group_key", ""), _negated=True),
                fields=["recipient", "group_key", "-id"],
                name="notification_group",
            ),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(
                condition=models.Q(("is_held", True)), fields=["recipient", "actor", "-id"], name="notification_held"
            ),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.UniqueConstraint(
                condition=models.Q(("post", None), ("report", None)),
                fields=("recipient", "kind", "actor"),
                name="notified_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.UniqueConstraint(
                condition=models.Q(("report__isnull", False)),
                fields=("report", "recipient"),
                name="notified_once_of_report",
            ),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.UniqueConstraint(
                fields=("recipient", "kind", "post", "actor"), name="notified_once_of_deed"
            ),
        ),
    ]
