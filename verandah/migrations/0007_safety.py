import django.db.models.deletion
import verandah.base.columns
import verandah.base.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("verandah", "0006_conversation"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="notification",
            name="notified_once",
        ),
        migrations.RemoveConstraint(
            model_name="user",
            name="user_role_known",
        ),
        migrations.RemoveIndex(
            model_name="post",
            name="post_by_author",
        ),
        migrations.CreateModel(
            name="Likeness",
            fields=[
                (
                    "media",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="verandah.media",
                    ),
                ),
                ("looks", models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name="Policy",
            fields=[
                ("id", models.BigIntegerField(default=verandah.base.ids.exact_id, primary_key=True, serialize=False)),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("severity", models.PositiveSmallIntegerField(default=2)),
                ("strike_weight", models.PositiveSmallIntegerField(default=1)),
                ("strike_days", models.PositiveSmallIntegerField(default=180)),
                ("ground", models.SmallIntegerField(choices=[(1, "Terms"), (2, "Illegal")], default=1)),
                ("category", models.CharField(default="OTHER_VIOLATION_TC", max_length=60)),
                ("keywords", models.JSONField(blank=True, default=list)),
                ("queue", models.SmallIntegerField(default=7)),
                ("is_template", models.BooleanField(default=False)),
                ("retired_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("severity__gte", 1), ("severity__lte", 5)), name="policy_severity_known"
                    ),
                    models.CheckConstraint(condition=models.Q(("ground__in", (1, 2))), name="policy_ground_known"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Subject",
            fields=[
                ("id", models.BigIntegerField(default=verandah.base.ids.new_id, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.SmallIntegerField(
                        choices=[
                            (1, "Account"),
                            (2, "Post"),
                            (3, "Media"),
                            (4, "Album"),
                            (5, "Group"),
                            (6, "Event"),
                            (7, "Message"),
                            (8, "Link"),
                            (9, "Tag"),
                            (10, "Domain"),
                        ]
                    ),
                ),
                ("ref", models.BigIntegerField()),
                ("part", models.CharField(blank=True, max_length=10)),
                ("created_at", models.DateTimeField()),
                (
                    "owner",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="verandah.account"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "ref", "part"), name="subject_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__gte", 1), ("kind__lte", 10)), name="subject_kind_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.BigIntegerField(default=verandah.base.ids.new_id, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=10, unique=True)),
                (
                    "queue",
                    models.SmallIntegerField(
                        choices=[
                            (0, "Threat To Life"),
                            (1, "Removal Orders"),
                            (2, "Child Safety"),
                            (3, "Intimate Images"),
                            (4, "Violent Extremism"),
                            (5, "Threats"),
                            (6, "Illegal"),
                            (7, "Rules"),
                            (8, "Newcomers"),
                            (9, "Appeals"),
                            (10, "Data Rights"),
                            (11, "Federation"),
                            (12, "Trends"),
                        ]
                    ),
                ),
                (
                    "state",
                    models.SmallIntegerField(
                        choices=[
                            (1, "New"),
                            (2, "Triaged"),
                            (3, "Claimed"),
                            (4, "Waiting"),
                            (5, "Escalated"),
                            (6, "Awaiting Second"),
                            (7, "Decided"),
                            (8, "Closed"),
                        ],
                        default=1,
                    ),
                ),
                ("priority", models.PositiveSmallIntegerField(default=0)),
                ("harm", models.PositiveSmallIntegerField(default=2)),
                ("reports_count", models.PositiveIntegerField(default=0)),
                ("claimed_until", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("fine_digest", models.CharField(blank=True, max_length=64)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "assignee",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="verandah.account"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="verandah.account"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="verandah.case"
                    ),
                ),
                (
                    "reopened_from",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="verandah.case",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="verandah.subject"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=["queue", "-priority", "due_at"],
                        name="case_waiting",
                    ),
                    models.Index(fields=["owner", "-id"], name="case_about"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("queue__in", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])),
                        name="case_queue_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("harm__gte", 1), ("harm__lte", 5), ("priority__lte", 100)),
                        name="case_weighed",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None), models.Q(("queue", 9), _negated=True)),
                        fields=("subject", "queue"),
                        name="case_open_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HashBank",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, unique=True)),
                (
                    "purpose",
                    models.SmallIntegerField(
                        choices=[(1, "Local"), (2, "Spam"), (3, "Intimate"), (4, "Extremism"), (5, "Child Safety")],
                        default=1,
                    ),
                ),
                (
                    "effect",
                    models.SmallIntegerField(choices=[(1, "Flag"), (2, "Blur"), (3, "Hold"), (4, "Refuse")], default=3),
                ),
                ("threshold", models.PositiveSmallIntegerField(default=20)),
                ("is_enabled", models.BooleanField(default=True)),
                ("budget", models.PositiveSmallIntegerField(default=10)),
                ("hits_count", models.PositiveIntegerField(default=0)),
                ("wrong_count", models.PositiveIntegerField(default=0)),
                ("rev", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                (
                    "policy",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="verandah.policy",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("threshold__lte", 31)), name="bank_threshold_sane")
                ],
            },
        ),
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("texts", models.JSONField()),
                ("effective_from", models.DateTimeField()),
                ("created_by_id", models.BigIntegerField(null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "policy",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="verandah.policy",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("policy", "number"), name="policy_version_once")],
            },
        ),
        migrations.CreateModel(
            name="Rule",
            fields=[
                ("id", models.BigIntegerField(default=verandah.base.ids.new_id, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=100)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                (
                    "kind",
                    models.SmallIntegerField(
                        choices=[(1, "Words"), (2, "Pattern"), (3, "Links"), (4, "Rate"), (5, "Newcomer"), (6, "Bank")]
                    ),
                ),
                (
                    "effect",
                    models.SmallIntegerField(choices=[(1, "Flag"), (2, "Blur"), (3, "Hold"), (4, "Refuse")], default=1),
                ),
                (
                    "mode",
                    models.SmallIntegerField(choices=[(1, "Draft"), (2, "Shadow"), (3, "Live"), (4, "Off")], default=1),
                ),
                ("config", models.JSONField(default=dict)),
                ("explanation", models.CharField(blank=True, max_length=500)),
                ("budget", models.PositiveSmallIntegerField(default=10)),
                ("hits_count", models.PositiveIntegerField(default=0)),
                ("wrong_count", models.PositiveIntegerField(default=0)),
                ("backtest", models.JSONField(default=dict)),
                ("created_by_id", models.BigIntegerField(null=True)),
                ("approved_by_id", models.BigIntegerField(null=True)),
                ("shadow_since", models.DateTimeField(null=True)),
                ("live_since", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                (
                    "policy",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="verandah.policy",
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="verandah.rule",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("mode__gte", 1), ("mode__lte", 4)), name="rule_mode_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                ("id", models.BigIntegerField(default=verandah.base.ids.new_id, primary_key=True, serialize=False)),
                ("body", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="verandah.subject"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("subject", "digest"), name="snapshot_once")],
            },
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("id", models.BigIntegerField(default=verandah.base.ids.new_id, primary_key=True, serialize=False)),
                ("verb", models.CharField(max_length=40)),
                ("what", models.JSONField(default=dict)),
                ("reason", models.CharField(max_length=1000)),
                ("requested_by_id", models.BigIntegerField()),
                ("approved_by_id", models.BigIntegerField(null=True)),
                (
                    "state",
                    models.SmallIntegerField(
                        choices=[(1, "Waiting"), (2, "Agreed"), (3, "Refused"), (4, "Used"), (5, "Expired")], default=1
                    ),
                ),
                ("alone_from", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField()),
                ("created_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="verandah.case"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by_id", None),
                            models.Q(("approved_by_id", models.F("requested_by_id")), _negated=True),
                            _connector="OR",
                        ),
                        name="approval_by_two",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BankScan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.BigIntegerField(default=0)),
                ("last", models.BigIntegerField(default=0)),
                ("files_count", models.PositiveIntegerField(default=0)),
                ("done_count", models.PositiveIntegerField(default=0)),
                ("found_count", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "bank",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="verandah.hashbank",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("finished_at", None)), fields=("bank",), name="bank_scanned_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="verandah.case",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.case"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "other"), name="case_linked_once"),
                    models.CheckConstraint(
                        condition=models.Q(("case__lt", models.F("other"))), name="case_linked_in_order"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseMessage",
            fields=[
                ("id", models.BigIntegerField(default=verandah.base.ids.new_id, primary_key=True, serialize=False)),
                ("side", models.SmallIntegerField(choices=[(1, "Owner"), (2, "Reporter")])),
                ("is_from_staff", models.BooleanField()),
                ("body", models.CharField(max_length=5000)),
                ("created_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="verandah.account",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.case"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.report"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body", models.CharField(max_length=5000)),
                ("is_pinned", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.account"
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="verandah.account",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.case"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Clock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.SmallIntegerField(choices=[(1, "First Look"), (2, "Decide")])),
                ("basis", models.CharField(max_length=80)),
                ("starts_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("pauses", models.JSONField(default=list)),
                ("warned_half_at", models.DateTimeField(null=True)),
                ("warned_late_at", models.DateTimeField(null=True)),
                ("met_at", models.DateTimeField(null=True)),
                ("breached_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clocks",
                        to="verandah.case",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("breached_at", None), ("met_at", None)),
                        fields=["due_at"],
                        name="clock_running",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("case", "kind", "basis"), name="clock_once")],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigIntegerField(default=verandah.base.ids.new_id, primary_key=True, serialize=False)),
                ("actor_id", models.BigIntegerField(null=True)),
                ("second_actor_id", models.BigIntegerField(null=True)),
                ("effects", models.JSONField(default=list)),
                ("facts", models.CharField(blank=True, max_length=5000)),
                ("message", models.CharField(blank=True, max_length=2000)),
                ("is_illegal", models.BooleanField(default=False)),
                ("automated_detection", models.BooleanField(default=False)),
                (
                    "automated_decision",
                    models.SmallIntegerField(choices=[(0, "None"), (1, "Partial"), (2, "Full")], default=0),
                ),
                ("territory", models.JSONField(default=list)),
                ("ends_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="verandah.case"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="verandah.decision",
                    ),
                ),
                (
                    "reverses",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="verandah.decision"
                    ),
                ),
                (
                    "supersedes",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="verandah.decision",
                    ),
                ),
                (
                    "policy_version",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="verandah.policyversion",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="verandah.rule",
                    ),
                ),
                (
                    "snapshot",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="verandah.snapshot",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="verandah.subject"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["actor_id", "-id"], name="decision_by_actor")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("second_actor_id", None),
                            ("actor_id", None),
                            models.Q(("second_actor_id", models.F("actor_id")), _negated=True),
                            _connector="OR",
                        ),
                        name="decision_by_two",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Probe",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_by_id", models.BigIntegerField(null=True)),
                ("results", models.JSONField(default=list)),
                ("surfaces", models.PositiveSmallIntegerField(default=0)),
                ("seen", models.PositiveSmallIntegerField(default=0)),
                ("seconds", models.FloatField(default=0)),
                ("created_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="verandah.case"
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="verandah.subject"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReportItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "report",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="verandah.report",
                    ),
                ),
                (
                    "snapshot",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="verandah.snapshot",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="verandah.subject"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("report", "subject"), name="report_item_once")],
            },
        ),
        migrations.CreateModel(
            name="RuleHit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mode", models.SmallIntegerField()),
                ("explain", models.JSONField(default=dict)),
                ("verdict", models.SmallIntegerField(choices=[(0, "Open"), (1, "Right"), (2, "Wrong")], default=0)),
                ("created_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.account"
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.post"
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="verandah.rule",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["rule", "-id"], name="rule_hit_newest")],
            },
        ),
        migrations.CreateModel(
            name="SnapshotFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("media_id", models.BigIntegerField()),
                ("name", models.CharField(max_length=64, unique=True)),
                ("extension", models.CharField(max_length=8)),
                ("content_type", models.CharField(max_length=40)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("pdq", models.CharField(blank=True, max_length=64)),
                ("description", models.CharField(blank=True, max_length=1500)),
                (
                    "snapshot",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="verandah.snapshot",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("snapshot", "position"), name="snapshot_file_once")],
            },
        ),
        migrations.CreateModel(
            name="Appeal",
            fields=[
                ("id", models.BigIntegerField(default=verandah.base.ids.new_id, primary_key=True, serialize=False)),
                ("by", models.SmallIntegerField(choices=[(1, "Affected"), (2, "Reporter")])),
                ("text", models.CharField(max_length=5000)),
                (
                    "state",
                    models.SmallIntegerField(
                        choices=[(1, "Open"), (2, "In Review"), (3, "Upheld"), (4, "Overturned"), (5, "Partly")],
                        default=1,
                    ),
                ),
                ("decider_id", models.BigIntegerField(null=True)),
                ("second_decider_id", models.BigIntegerField(null=True)),
                ("reviewer_id", models.BigIntegerField(null=True)),
                ("answer", models.CharField(blank=True, max_length=5000)),
                ("created_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="verandah.account"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="verandah.report"
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="verandah.case"
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="verandah.decision"
                    ),
                ),
                (
                    "outcome",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="verandah.decision",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reviewer_id", None),
                            models.Q(
                                models.Q(
                                    ("decider_id", None),
                                    models.Q(("reviewer_id", models.F("decider_id")), _negated=True),
                                    _connector="OR",
                                ),
                                models.Q(
                                    ("second_decider_id", None),
                                    models.Q(("reviewer_id", models.F("second_decider_id")), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="appeal_to_another",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("account__isnull", False)),
                        fields=("decision", "account"),
                        name="appeal_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("report__isnull", False)),
                        fields=("decision", "report"),
                        name="appeal_once_a_report",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("algorithm", models.SmallIntegerField(choices=[(1, "Sha256"), (2, "Pdq")])),
                ("value", models.CharField(max_length=64)),
                (
                    "state",
                    models.SmallIntegerField(choices=[(1, "Proposed"), (2, "Active"), (3, "Withdrawn")], default=1),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                ("added_by_id", models.BigIntegerField(null=True)),
                ("agreed_by_id", models.BigIntegerField(null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "approval",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="verandah.approval",
                    ),
                ),
                (
                    "scan",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="verandah.bankscan",
                    ),
                ),
                (
                    "bank",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="verandah.hashbank",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["value"], name="bank_entry_value")],
                "constraints": [models.UniqueConstraint(fields=("bank", "algorithm", "value"), name="bank_entry_once")],
            },
        ),
        migrations.CreateModel(
            name="Restriction",
            fields=[
                ("id", models.BigIntegerField(default=verandah.base.ids.new_id, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("params", models.JSONField(default=dict)),
                ("active_from", models.DateTimeField()),
                ("active_until", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="verandah.decision"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="verandah.decision",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="verandah.subject"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)), fields=["active_until"], name="restriction_timed"
                    ),
                    models.Index(
                        condition=models.Q(("ended_at", None)), fields=["subject", "kind"], name="restriction_active"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("puid", models.CharField(max_length=64, unique=True)),
                ("language", models.CharField(blank=True, max_length=12)),
                ("texts", models.JSONField(default=dict)),
                ("withheld_until", models.DateTimeField(null=True)),
                ("delivered_at", models.DateTimeField(null=True)),
                ("mailed_at", models.DateTimeField(null=True)),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="verandah.account"
                    ),
                ),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="statement", to="verandah.decision"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["account", "-decision"], name="statement_of_account")],
            },
        ),
        migrations.CreateModel(
            name="Strike",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("weight", models.PositiveSmallIntegerField()),
                ("expires_at", models.DateTimeField()),
                ("voided_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verandah.account"
                    ),
                ),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="verandah.decision"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BankMatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64)),
                ("distance", models.PositiveSmallIntegerField()),
                ("way", models.CharField(blank=True, max_length=20)),
                ("verdict", models.SmallIntegerField(choices=[(0, "Open"), (1, "Right"), (2, "Wrong")], default=0)),
                ("created_at", models.DateTimeField()),
                (
                    "entry",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="verandah.bankentry",
                    ),
                ),
                (
                    "media",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="verandah.media"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="verandah.case"
                    ),
                ),
                (
                    "bank",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="verandah.hashbank",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["bank", "sha256"], name="bank_match_of_file")],
                "constraints": [models.UniqueConstraint(fields=("bank", "media"), name="bank_match_once")],
            },
        ),
        verandah.base.columns.AddColumns(
            model_name="account",
            fields=[
                ("is_frozen", models.BooleanField(default=False)),
                (
                    "standing",
                    models.SmallIntegerField(
                        choices=[(0, "Ok"), (1, "Rate Limited"), (2, "Post Approval"), (3, "Read Only")], default=0
                    ),
                ),
                ("terminated_at", models.DateTimeField(null=True)),
                (
                    "trust",
                    models.SmallIntegerField(
                        choices=[(0, "New"), (1, "Basic"), (2, "Member"), (3, "Regular")], default=1
                    ),
                ),
                ("trust_is_fixed", models.BooleanField(default=False)),
                (
                    "restriction",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="verandah.restriction",
                    ),
                ),
            ],
        ),
        verandah.base.columns.AddColumns(
            model_name="album",
            fields=[
                ("withheld", models.SmallIntegerField(choices=[(0, "No"), (1, "Hidden"), (2, "Removed")], default=0)),
                (
                    "restriction",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="verandah.restriction",
                    ),
                ),
            ],
        ),
        verandah.base.columns.AddColumns(
            model_name="auditentry",
            fields=[
                ("address_digest", models.CharField(blank=True, max_length=64)),
                ("approval_id", models.BigIntegerField(null=True)),
                ("case_id", models.BigIntegerField(null=True)),
                ("decision_id", models.BigIntegerField(null=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("previous", models.CharField(blank=True, max_length=64)),
                ("role", models.SmallIntegerField(default=0)),
                ("session_digest", models.CharField(blank=True, max_length=64)),
            ],
        ),
        verandah.base.columns.AddColumns(
            model_name="media",
            fields=[
                ("is_blurred", models.BooleanField(default=False)),
                ("is_withheld", models.BooleanField(default=False)),
                (
                    "restriction",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="verandah.restriction",
                    ),
                ),
            ],
        ),
        verandah.base.columns.AddColumns(
            model_name="post",
            fields=[
                ("is_blurred", models.BooleanField(default=False)),
                ("is_limited", models.BooleanField(default=False)),
                ("is_locked", models.BooleanField(default=False)),
                ("withheld", models.SmallIntegerField(choices=[(0, "No"), (1, "Hidden"), (2, "Removed")], default=0)),
                (
                    "restriction",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="verandah.restriction",
                    ),
                ),
            ],
        ),
        verandah.base.columns.AddColumns(
            model_name="report",
            fields=[
                (
                    "channel",
                    models.SmallIntegerField(
                        choices=[
                            (1, "App"),
                            (2, "Web"),
                            (3, "Notice"),
                            (4, "Rule"),
                            (5, "Bank"),
                            (6, "Flagger"),
                            (7, "Authority"),
                            (8, "Federation"),
                        ],
                        default=1,
                    ),
                ),
                ("contact", models.TextField(blank=True)),
                ("good_faith_at", models.DateTimeField(null=True)),
                ("is_illegal", models.BooleanField(default=False)),
                ("key", models.CharField(blank=True, max_length=64)),
                ("language", models.CharField(blank=True, max_length=12)),
                ("law_country", models.CharField(blank=True, max_length=2)),
                ("letters", models.JSONField(default=list)),
                (
                    "outcome",
                    models.SmallIntegerField(
                        choices=[(0, "None"), (1, "Acted"), (2, "Nothing Wrong"), (3, "Folded")], default=0
                    ),
                ),
                ("outcome_at", models.DateTimeField(null=True)),
                ("places", models.JSONField(default=list)),
                ("receipt_digest", models.CharField(blank=True, db_index=True, max_length=64)),
                ("weight", models.PositiveSmallIntegerField(default=100)),
                (
                    "case",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="verandah.case"
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="verandah.policy",
                    ),
                ),
            ],
        ),
        verandah.base.columns.AddColumns(
            model_name="site",
            fields=[
                ("allows_avatars", models.BooleanField(default=True)),
                ("allows_comments", models.BooleanField(default=True)),
                ("allows_guests", models.BooleanField(default=True)),
                ("allows_headers", models.BooleanField(default=True)),
                ("allows_newcomer_links", models.BooleanField(default=True)),
                ("approves_media", models.BooleanField(default=False)),
                ("authorities_email", models.EmailField(blank=True, max_length=254)),
                ("contact_email", models.EmailField(blank=True, max_length=254)),
                ("contact_languages", models.JSONField(blank=True, default=list)),
                ("held_first_posts", models.PositiveSmallIntegerField(default=0)),
                ("law_packs", models.JSONField(blank=True, default=list)),
                ("legal_address", models.CharField(blank=True, max_length=500)),
                ("newcomer_files_daily", models.PositiveSmallIntegerField(default=20)),
                ("newcomer_posts_hourly", models.PositiveSmallIntegerField(default=10)),
                ("responsible_email", models.EmailField(blank=True, max_length=254)),
                ("responsible_name", models.CharField(blank=True, max_length=100)),
            ],
        ),
        verandah.base.columns.AddColumns(
            model_name="notification",
            fields=[
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="verandah.case",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="verandah.decision",
                    ),
                ),
            ],
        ),
        verandah.base.columns.AddColumns(
            model_name="user",
            fields=[
                (
                    "restriction",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="verandah.restriction",
                    ),
                )
            ],
        ),
        migrations.AlterField(
            model_name="auditentry",
            name="actor_id",
            field=models.BigIntegerField(null=True),
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
                ]
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="comment",
            field=models.CharField(blank=True, max_length=5000),
        ),
        migrations.AlterField(
            model_name="report",
            name="reporter",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="verandah.account"
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="target",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="verandah.account"
            ),
        ),
        migrations.AlterField(
            model_name="user",
            name="role",
            field=models.SmallIntegerField(
                choices=[(0, "Member"), (3, "Auditor"), (5, "Triage"), (10, "Moderator"), (20, "Admin"), (30, "Owner")],
                default=0,
            ),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["case_id", "id"], name="audit_of_case"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["actor_id", "-id"], name="audit_by_actor"),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decision__isnull", False)),
                fields=("decision", "recipient"),
                name="notified_once_of_decision",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["reporter", "-id"], name="report_by_reporter"),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                condition=models.Q(("key", ""), _negated=True), fields=("reporter", "key"), name="report_key_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                condition=models.Q(("channel", 3), models.Q(("key", ""), _negated=True)),
                fields=("key",),
                name="report_notice_once",
            ),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(
                condition=models.Q(("deleted_at", None)),
                fields=["author", "-id", "audience", "is_comment", "withheld"],
                name="post_by_author",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", [0, 3, 5, 10, 20, 30])), name="user_role_known"
            ),
        ),
    ]
