"""Tables of cases: what the staff works at, by when, and what was said in it."""

from django.db import models
from django.db.models import F, Q

from verandah.base.ids import new_id


class Queue(models.IntegerChoices):
    """Where a case waits: Q0 to Q12 of the specification. Which clocks run there, the law packs say."""

    THREAT_TO_LIFE = 0
    REMOVAL_ORDERS = 1
    CHILD_SAFETY = 2
    INTIMATE_IMAGES = 3
    VIOLENT_EXTREMISM = 4
    THREATS = 5
    ILLEGAL = 6
    RULES = 7
    NEWCOMERS = 8
    APPEALS = 9
    DATA_RIGHTS = 10
    FEDERATION = 11
    TRENDS = 12


class Case(models.Model):
    """All that was told of one subject, until it is decided. At most one that is not closed for each subject and queue.

    `code` is what people call it: two letters, four digits.
    """

    class State(models.IntegerChoices):
        NEW = 1
        TRIAGED = 2
        CLAIMED = 3
        WAITING = 4
        ESCALATED = 5
        AWAITING_SECOND = 6
        DECIDED = 7
        CLOSED = 8

    id = models.BigIntegerField(primary_key=True, default=new_id)
    code = models.CharField(max_length=10, unique=True)
    subject = models.ForeignKey("Subject", models.PROTECT, related_name="+")
    # Whose it is that the case is about; whoever they were, when they are gone.
    owner = models.ForeignKey("Account", models.SET_NULL, null=True, related_name="+")
    queue = models.SmallIntegerField(choices=Queue.choices)
    state = models.SmallIntegerField(choices=State.choices, default=State.NEW)
    # From 0 to 100, counted anew with each report; `harm` from 1 to 5.
    priority = models.PositiveSmallIntegerField(default=0)
    harm = models.PositiveSmallIntegerField(default=2)
    reports_count = models.PositiveIntegerField(default=0)
    # Who works at it, until when nobody else can.
    assignee = models.ForeignKey("Account", models.SET_NULL, null=True, related_name="+")
    claimed_until = models.DateTimeField(null=True)
    # The end of the clock that ends first of those that run; none when none does.
    due_at = models.DateTimeField(null=True)
    parent = models.ForeignKey("Case", models.PROTECT, null=True, related_name="+")
    reopened_from = models.ForeignKey("Case", models.PROTECT, null=True, related_name="+", db_index=False)
    # "Looked at, fine": the digest of the snapshot that was found to be. Reports of the same are folded into it.
    fine_digest = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(queue__in=Queue.values), name="case_queue_known"),
            models.CheckConstraint(condition=Q(priority__lte=100, harm__gte=1, harm__lte=5), name="case_weighed"),
            models.UniqueConstraint(
                fields=["subject", "queue"], name="case_open_once", condition=Q(closed_at=None) & ~Q(queue=9)
            ),
        ]
        indexes = [
            models.Index(
                fields=["queue", "-priority", "due_at"], name="case_waiting", condition=Q(closed_at__isnull=True)
            ),
            models.Index(fields=["owner", "-id"], name="case_about"),
        ]


class CaseLink(models.Model):
    """Two cases have to do with each other; the older comes first."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+", db_index=False)
    other = models.ForeignKey(Case, models.CASCADE, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "other"], name="case_linked_once"),
            models.CheckConstraint(condition=Q(case__lt=F("other")), name="case_linked_in_order"),
        ]


class CaseNote(models.Model):
    """What one of the staff tells the others about a case, or, without one, about a member."""

    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="+")
    account = models.ForeignKey("Account", models.CASCADE, null=True, related_name="+")
    author = models.ForeignKey("Account", models.SET_NULL, null=True, related_name="+", db_index=False)
    body = models.CharField(max_length=5000)
    is_pinned = models.BooleanField(default=False)
    created_at = models.DateTimeField()


class CaseMessage(models.Model):
    """What is said inside a case between the staff and one of those it concerns. They are not told who of the staff."""

    class Side(models.IntegerChoices):
        OWNER = 1
        REPORTER = 2

    id = models.BigIntegerField(primary_key=True, default=new_id)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    side = models.SmallIntegerField(choices=Side.choices)
    # Whose report it is about, on the side of the reporters.
    report = models.ForeignKey("Report", models.CASCADE, null=True, related_name="+")
    author = models.ForeignKey("Account", models.SET_NULL, null=True, related_name="+", db_index=False)
    is_from_staff = models.BooleanField()
    body = models.CharField(max_length=5000)
    created_at = models.DateTimeField()


class Clock(models.Model):
    """By when something must have happened to a case, and whether it has. `basis`: its line of a law pack."""

    class Kind(models.IntegerChoices):
        FIRST_LOOK = 1
        DECIDE = 2

    case = models.ForeignKey(Case, models.CASCADE, related_name="clocks", db_index=False)
    kind = models.SmallIntegerField(choices=Kind.choices)
    basis = models.CharField(max_length=80)
    starts_at = models.DateTimeField()
    due_at = models.DateTimeField()
    # Pairs of moments, as ISO 8601; the last may be open.
    pauses = models.JSONField(default=list)
    warned_half_at = models.DateTimeField(null=True)
    warned_late_at = models.DateTimeField(null=True)
    met_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "kind", "basis"], name="clock_once")]
        indexes = [models.Index(fields=["due_at"], name="clock_running", condition=Q(met_at=None, breached_at=None))]


class Probe(models.Model):
    """It was tried from all sides whether what was taken down can still be seen."""

    subject = models.ForeignKey("Subject", models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    asked_by_id = models.BigIntegerField(null=True)
    # {"surface": ..., "viewer": ..., "seen": false, "milliseconds": 3} for each.
    results = models.JSONField(default=list)
    surfaces = models.PositiveSmallIntegerField(default=0)
    seen = models.PositiveSmallIntegerField(default=0)
    seconds = models.FloatField(default=0)
    created_at = models.DateTimeField()
