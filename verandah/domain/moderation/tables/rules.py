"""Tables of what is asked before something is published: rules that machines read, and banks of pictures."""

from django.db import models
from django.db.models import Q

from verandah.base.ids import new_id


class Rule(models.Model):
    """What a machine looks for, and what follows. A change is a new version; the old one is switched off.

    `config` is as `moderation.rulebook` reads it, by kind.
    """

    class Kind(models.IntegerChoices):
        WORDS = 1
        PATTERN = 2
        LINKS = 3
        RATE = 4
        NEWCOMER = 5
        BANK = 6

    class Mode(models.IntegerChoices):
        DRAFT = 1
        SHADOW = 2
        LIVE = 3
        OFF = 4

    class Effect(models.IntegerChoices):
        FLAG = 1
        BLUR = 2
        HOLD = 3
        REFUSE = 4

    id = models.BigIntegerField(primary_key=True, default=new_id)
    name = models.CharField(max_length=100)
    version = models.PositiveSmallIntegerField(default=1)
    previous = models.ForeignKey("Rule", models.PROTECT, null=True, related_name="+", db_index=False)
    kind = models.SmallIntegerField(choices=Kind.choices)
    effect = models.SmallIntegerField(choices=Effect.choices, default=Effect.FLAG)
    mode = models.SmallIntegerField(choices=Mode.choices, default=Mode.DRAFT)
    policy = models.ForeignKey("Policy", models.PROTECT, null=True, related_name="+", db_index=False)
    config = models.JSONField(default=dict)
    # Words with which it is explained to whoever it stops.
    explanation = models.CharField(max_length=500, blank=True)
    # How many hits in a hundred may be wrong before it goes back to the shadow by itself.
    budget = models.PositiveSmallIntegerField(default=10)
    hits_count = models.PositiveIntegerField(default=0)
    wrong_count = models.PositiveIntegerField(default=0)
    # The last backtest, as `moderation.rulebook` writes it.
    backtest = models.JSONField(default=dict)
    created_by_id = models.BigIntegerField(null=True)
    approved_by_id = models.BigIntegerField(null=True)
    shadow_since = models.DateTimeField(null=True)
    live_since = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(mode__gte=1, mode__lte=4), name="rule_mode_known")]


class RuleHit(models.Model):
    """A rule has found something: in a post, or, when that was refused, in what never became one."""

    class Verdict(models.IntegerChoices):
        OPEN = 0
        RIGHT = 1
        WRONG = 2

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey("Post", models.CASCADE, null=True, related_name="+")
    account = models.ForeignKey("Account", models.CASCADE, null=True, related_name="+")
    mode = models.SmallIntegerField()
    # What was found and where, in words of `moderation.rulebook`; never more of the text than that.
    explain = models.JSONField(default=dict)
    verdict = models.SmallIntegerField(choices=Verdict.choices, default=Verdict.OPEN)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["rule", "-id"], name="rule_hit_newest")]


class HashBank(models.Model):
    """Fingerprints of pictures and films that are not to be published here. Nobody can make a picture out of one."""

    class Purpose(models.IntegerChoices):
        LOCAL = 1
        SPAM = 2
        INTIMATE = 3
        EXTREMISM = 4
        CHILD_SAFETY = 5

    name = models.CharField(max_length=100, unique=True)
    purpose = models.SmallIntegerField(choices=Purpose.choices, default=Purpose.LOCAL)
    effect = models.SmallIntegerField(choices=Rule.Effect.choices, default=Rule.Effect.HOLD)
    # Of 256 bits, how many may differ.
    threshold = models.PositiveSmallIntegerField(default=20)
    policy = models.ForeignKey("Policy", models.PROTECT, null=True, related_name="+", db_index=False)
    is_enabled = models.BooleanField(default=True)
    # How many finds in a hundred may be wrong before it only flags; how many were judged, and how many of them wrong.
    budget = models.PositiveSmallIntegerField(default=10)
    hits_count = models.PositiveIntegerField(default=0)
    wrong_count = models.PositiveIntegerField(default=0)
    # Counts what changes in its entries: who keeps them in memory sees by it that they are others now.
    rev = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(threshold__lte=31), name="bank_threshold_sane")]


class BankScan(models.Model):
    """All files that are here already are compared with what has come into a bank: at most one run at a time for each.

    `at` is the last file that has been, `last` the last that will be; what comes later is compared as it comes.
    """

    bank = models.ForeignKey(HashBank, models.CASCADE, related_name="+", db_index=False)
    at = models.BigIntegerField(default=0)
    last = models.BigIntegerField(default=0)
    files_count = models.PositiveIntegerField(default=0)
    done_count = models.PositiveIntegerField(default=0)
    found_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bank"], name="bank_scanned_once", condition=Q(finished_at=None))
        ]


class BankEntry(models.Model):
    """One fingerprint of a bank: sha256 of a file, or PDQ of a picture, in hexadecimal digits."""

    class Algorithm(models.IntegerChoices):
        SHA256 = 1
        PDQ = 2

    class State(models.IntegerChoices):
        # It counts once a second person has agreed.
        PROPOSED = 1
        ACTIVE = 2
        WITHDRAWN = 3

    bank = models.ForeignKey(HashBank, models.CASCADE, related_name="+", db_index=False)
    algorithm = models.SmallIntegerField(choices=Algorithm.choices)
    value = models.CharField(max_length=64)
    state = models.SmallIntegerField(choices=State.choices, default=State.PROPOSED)
    note = models.CharField(max_length=500, blank=True)
    added_by_id = models.BigIntegerField(null=True)
    agreed_by_id = models.BigIntegerField(null=True)
    # By which a second person agrees to it, with all that was added at once.
    approval = models.ForeignKey("Approval", models.SET_NULL, null=True, related_name="+")
    # Which run compared it with what was here before it.
    scan = models.ForeignKey(BankScan, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bank", "algorithm", "value"], name="bank_entry_once")]
        indexes = [models.Index(fields=["value"], name="bank_entry_value")]


class BankMatch(models.Model):
    """An upload looked like an entry of a bank; the nearest one, of each bank. It outlives an entry that is withdrawn.

    Of a file whose verdict is WRONG, that bank never finds the `sha256` again.
    """

    class Verdict(models.IntegerChoices):
        OPEN = 0
        RIGHT = 1
        WRONG = 2

    bank = models.ForeignKey(HashBank, models.CASCADE, related_name="+", db_index=False)
    entry = models.ForeignKey(BankEntry, models.SET_NULL, null=True, related_name="+")
    media = models.ForeignKey("Media", models.SET_NULL, null=True, related_name="+")
    # Where it is looked at; None when its bank refuses what it finds.
    case = models.ForeignKey("Case", models.PROTECT, null=True, related_name="+")
    sha256 = models.CharField(max_length=64)
    distance = models.PositiveSmallIntegerField()
    # Which way it was turned or framed when it was found: a word of `base.likeness`.
    way = models.CharField(max_length=20, blank=True)
    verdict = models.SmallIntegerField(choices=Verdict.choices, default=Verdict.OPEN)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bank", "media"], name="bank_match_once")]
        indexes = [models.Index(fields=["bank", "sha256"], name="bank_match_of_file")]
