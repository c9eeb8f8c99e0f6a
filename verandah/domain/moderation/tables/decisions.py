"""Tables of what is decided, what follows from it, and how it is looked at again."""

from django.db import models
from django.db.models import F, Q

from verandah.base.ids import new_id


class Decision(models.Model):
    """What was decided about a subject, by whom and why. Triggers refuse its update and its deletion.

    `effects`: words of `moderation.effects`. People stand there as numbers, so that it outlives them.
    """

    class Automation(models.IntegerChoices):
        NONE = 0
        PARTIAL = 1
        FULL = 2

    id = models.BigIntegerField(primary_key=True, default=new_id)
    case = models.ForeignKey("Case", models.PROTECT, related_name="+")
    subject = models.ForeignKey("Subject", models.PROTECT, related_name="+")
    # None: a rule or a clock of the site.
    actor_id = models.BigIntegerField(null=True)
    second_actor_id = models.BigIntegerField(null=True)
    effects = models.JSONField(default=list)
    policy_version = models.ForeignKey("PolicyVersion", models.PROTECT, null=True, related_name="+", db_index=False)
    # What happened, in the decider's words: they stand in the statement of reasons.
    facts = models.CharField(max_length=5000, blank=True)
    # What the decider says to the person besides.
    message = models.CharField(max_length=2000, blank=True)
    is_illegal = models.BooleanField(default=False)
    automated_detection = models.BooleanField(default=False)
    automated_decision = models.SmallIntegerField(choices=Automation.choices, default=Automation.NONE)
    rule = models.ForeignKey("Rule", models.PROTECT, null=True, related_name="+", db_index=False)
    # ISO 3166; empty is everywhere.
    territory = models.JSONField(default=list)
    snapshot = models.ForeignKey("Snapshot", models.PROTECT, null=True, related_name="+", db_index=False)
    # A decision takes an earlier one back, or stands in its place.
    reverses = models.ForeignKey("Decision", models.PROTECT, null=True, related_name="+")
    supersedes = models.ForeignKey("Decision", models.PROTECT, null=True, related_name="+", db_index=False)
    # Of many at once: what they were decided by.
    parent = models.ForeignKey("Decision", models.PROTECT, null=True, related_name="+", db_index=False)
    ends_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(second_actor_id=None) | Q(actor_id=None) | ~Q(second_actor_id=F("actor_id")),
                name="decision_by_two",
            ),
        ]
        indexes = [models.Index(fields=["actor_id", "-id"], name="decision_by_actor")]


class Restriction(models.Model):
    """What a decision keeps from a subject, from a moment and until one. `kind`: a word of `moderation.effects`.

    What holds now is repeated in columns of the post, the file, the album or the account, which the one rule reads;
    those columns name the row here that they come from, or the database refuses them.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="+")
    subject = models.ForeignKey("Subject", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    params = models.JSONField(default=dict)
    active_from = models.DateTimeField()
    # When it ends by itself.
    active_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    # None although it has ended: its time was over.
    ended_by = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        indexes = [
            models.Index(fields=["active_until"], name="restriction_timed", condition=Q(ended_at=None)),
            models.Index(fields=["subject", "kind"], name="restriction_active", condition=Q(ended_at=None)),
        ]


class Statement(models.Model):
    """The statement of reasons (DSA art. 17) of a decision, as whom it is about reads it. `puid` is never reused."""

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="statement")
    account = models.ForeignKey("Account", models.SET_NULL, null=True, related_name="+")
    puid = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=12, blank=True)
    # {"en": {...}}: its parts in the languages it was made in, as `moderation.statements` writes them.
    texts = models.JSONField(default=dict)
    withheld_until = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["account", "-decision"], name="statement_of_account")]


class Strike(models.Model):
    """A decision counts against `account`, with a weight, until it expires or the decision is overturned."""

    account = models.ForeignKey("Account", models.CASCADE, related_name="+")
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="+")
    weight = models.PositiveSmallIntegerField()
    expires_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()


class Appeal(models.Model):
    """Someone asks for a decision to be looked at again, by somebody else.

    The database refuses a reviewer who made the decision or agreed to it: a check on the copied numbers, and a trigger
    that reads the decision itself.
    """

    class By(models.IntegerChoices):
        AFFECTED = 1
        REPORTER = 2

    class State(models.IntegerChoices):
        OPEN = 1
        IN_REVIEW = 2
        UPHELD = 3
        OVERTURNED = 4
        PARTLY = 5

    id = models.BigIntegerField(primary_key=True, default=new_id)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="+")
    # The case in which it is looked at, in the queue of appeals.
    case = models.OneToOneField("Case", models.PROTECT, related_name="+")
    by = models.SmallIntegerField(choices=By.choices)
    account = models.ForeignKey("Account", models.SET_NULL, null=True, related_name="+")
    report = models.ForeignKey("Report", models.SET_NULL, null=True, related_name="+")
    text = models.CharField(max_length=5000)
    state = models.SmallIntegerField(choices=State.choices, default=State.OPEN)
    # Copied from the decision.
    decider_id = models.BigIntegerField(null=True)
    second_decider_id = models.BigIntegerField(null=True)
    reviewer_id = models.BigIntegerField(null=True)
    # The reviewer's own words to whoever asked.
    answer = models.CharField(max_length=5000, blank=True)
    outcome = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reviewer_id=None)
                | (
                    (Q(decider_id=None) | ~Q(reviewer_id=F("decider_id")))
                    & (Q(second_decider_id=None) | ~Q(reviewer_id=F("second_decider_id")))
                ),
                name="appeal_to_another",
            ),
            models.UniqueConstraint(
                fields=["decision", "account"], name="appeal_once", condition=Q(account__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["decision", "report"], name="appeal_once_a_report", condition=Q(report__isnull=False)
            ),
        ]


class Approval(models.Model):
    """Someone of the staff asks for something that two must want; another agrees, or a day passes where one is alone.

    `verb` and `what`: a word of `actions.approving` and what it is done with. It is good once.
    """

    class State(models.IntegerChoices):
        WAITING = 1
        AGREED = 2
        REFUSED = 3
        USED = 4
        EXPIRED = 5

    id = models.BigIntegerField(primary_key=True, default=new_id)
    verb = models.CharField(max_length=40)
    what = models.JSONField(default=dict)
    reason = models.CharField(max_length=1000)
    case = models.ForeignKey("Case", models.PROTECT, null=True, related_name="+")
    requested_by_id = models.BigIntegerField()
    approved_by_id = models.BigIntegerField(null=True)
    state = models.SmallIntegerField(choices=State.choices, default=State.WAITING)
    # Nobody else could agree: it is good from this moment on, and everyone can count how often.
    alone_from = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by_id=None) | ~Q(approved_by_id=F("requested_by_id")), name="approval_by_two"
            ),
        ]
