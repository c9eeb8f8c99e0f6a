"""Tables of what is told to the staff, and of what it looked like then."""

from django.db import models
from django.db.models import Q

from verandah.base.ids import new_id


class Subject(models.Model):
    """One thing that can be reported and decided about: `ref` is its id, `part` what of it.

    `part` is empty but for a profile: "avatar", "header", "name", "bio" or "fields". A comment is a post. It stays when
    the thing itself is gone.
    """

    class Kind(models.IntegerChoices):
        ACCOUNT = 1
        POST = 2
        MEDIA = 3
        ALBUM = 4
        GROUP = 5
        EVENT = 6
        MESSAGE = 7
        LINK = 8
        TAG = 9
        DOMAIN = 10

    id = models.BigIntegerField(primary_key=True, default=new_id)
    kind = models.SmallIntegerField(choices=Kind.choices)
    ref = models.BigIntegerField()
    part = models.CharField(max_length=10, blank=True)
    # Whose it is; whoever they were, when they are gone.
    owner = models.ForeignKey("Account", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "ref", "part"], name="subject_once"),
            models.CheckConstraint(condition=Q(kind__gte=1, kind__lte=10), name="subject_kind_known"),
        ]


class Snapshot(models.Model):
    """What a subject looked like at a moment: what the decider sees, whatever becomes of it. `digest`: of `body`."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    # As `moderation.snapshots` writes it: words, names, for whom it was, and its files.
    body = models.JSONField()
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "digest"], name="snapshot_once")]


class SnapshotFile(models.Model):
    """A copy of a file of a snapshot, kept apart from what is served: `name` is its folder in the media store."""

    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="+", db_index=False)
    position = models.PositiveSmallIntegerField()
    media_id = models.BigIntegerField()
    name = models.CharField(max_length=64, unique=True)
    extension = models.CharField(max_length=8)
    content_type = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64, blank=True)
    pdq = models.CharField(max_length=64, blank=True)
    description = models.CharField(max_length=1500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["snapshot", "position"], name="snapshot_file_once")]


class Report(models.Model):
    """Someone tells the staff of something. Whom it is about is never told by whom.

    `reporter` is a member; without one it came from a stranger, or from the site itself (`channel`).
    """

    class Category(models.IntegerChoices):
        OTHER = 0
        SPAM = 1
        LEGAL = 2
        VIOLATION = 3

    class Channel(models.IntegerChoices):
        APP = 1
        WEB = 2
        NOTICE = 3
        RULE = 4
        BANK = 5
        FLAGGER = 6
        AUTHORITY = 7
        FEDERATION = 8

    class Outcome(models.IntegerChoices):
        NONE = 0
        ACTED = 1
        NOTHING_WRONG = 2
        FOLDED = 3

    id = models.BigIntegerField(primary_key=True, default=new_id)
    case = models.ForeignKey("Case", models.PROTECT, null=True, related_name="+")
    channel = models.SmallIntegerField(choices=Channel.choices, default=Channel.APP)
    reporter = models.ForeignKey("Account", models.SET_NULL, null=True, related_name="+")
    # Name and e-mail address of a stranger, sealed with a key of the site; empty when they gave none.
    contact = models.TextField(blank=True)
    target = models.ForeignKey("Account", models.SET_NULL, null=True, related_name="+")
    category = models.SmallIntegerField(choices=Category.choices, default=Category.OTHER)
    policy = models.ForeignKey("Policy", models.PROTECT, null=True, related_name="+", db_index=False)
    # A notice in the sense of DSA art. 16: something is against a law, not only against the rules.
    is_illegal = models.BooleanField(default=False)
    law_country = models.CharField(max_length=2, blank=True)
    # Since when they have said that they believe all of it to be true.
    good_faith_at = models.DateTimeField(null=True)
    comment = models.CharField(max_length=5000, blank=True)
    # The reporter wanted another server to be told, too.
    forwarded = models.BooleanField(default=False)
    # Numbers of the site's rules that it is about.
    rules = models.JSONField(default=list)
    # The addresses of what it is about, as a stranger gave them.
    places = models.JSONField(default=list)
    # In which they are answered.
    language = models.CharField(max_length=12, blank=True)
    # Of the secret in the address of a stranger's case page.
    receipt_digest = models.CharField(max_length=64, blank=True, db_index=True)
    # Which letters were written to a stranger: "receipt", and a word and a number for each outcome.
    letters = models.JSONField(default=list)
    # The same form sent again is the same report.
    key = models.CharField(max_length=64, blank=True)
    # How much it counts, in hundredths: what comes from someone whose reports were right counts more.
    weight = models.PositiveSmallIntegerField(default=100)
    assigned = models.ForeignKey("Account", models.SET_NULL, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    outcome = models.SmallIntegerField(choices=Outcome.choices, default=Outcome.NONE)
    outcome_at = models.DateTimeField(null=True)
    action_taken_at = models.DateTimeField(null=True)
    action_taken_by = models.ForeignKey("Account", models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(category__gte=0, category__lte=3), name="report_category_known"),
            models.UniqueConstraint(fields=["reporter", "key"], name="report_key_once", condition=~Q(key="")),
            # Of strangers, whom no column tells from each other.
            models.UniqueConstraint(fields=["key"], name="report_notice_once", condition=Q(channel=3) & ~Q(key="")),
        ]
        indexes = [
            models.Index(fields=["-id"], name="report_open", condition=Q(action_taken_at=None)),
            models.Index(fields=["reporter", "-id"], name="report_by_reporter"),
        ]


class ReportItem(models.Model):
    """`report` is about `subject`, as it was in `snapshot`."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="items", db_index=False)
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "subject"], name="report_item_once")]


class ReportPost(models.Model):
    """`report` is about `post`, which its target wrote: what apps ask for, as long as the post is there."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey("Post", models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "post"], name="reported_once")]
