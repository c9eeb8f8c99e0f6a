"""Tables of moderation: reports, the record of what staff has done, and what is kept out."""

from django.db import models
from django.db.models import Q

from verandah.base.ids import new_id


class Report(models.Model):
    """`reporter` tells the staff of something about `target`, who is never told by whom."""

    class Category(models.IntegerChoices):
        OTHER = 0
        SPAM = 1
        LEGAL = 2
        VIOLATION = 3

    id = models.BigIntegerField(primary_key=True, default=new_id)
    reporter = models.ForeignKey("Account", models.CASCADE, related_name="+")
    target = models.ForeignKey("Account", models.CASCADE, related_name="+")
    category = models.SmallIntegerField(choices=Category.choices, default=Category.OTHER)
    comment = models.CharField(max_length=1000, blank=True)
    # The reporter wanted another server to be told, too.
    forwarded = models.BooleanField(default=False)
    # Numbers of the site's rules that it is about.
    rules = models.JSONField(default=list)
    assigned = models.ForeignKey("Account", models.SET_NULL, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    action_taken_at = models.DateTimeField(null=True)
    action_taken_by = models.ForeignKey("Account", models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(category__gte=0, category__lte=3), name="report_category_known"),
        ]
        indexes = [models.Index(fields=["-id"], name="report_open", condition=Q(action_taken_at=None))]


class ReportPost(models.Model):
    """`report` is about `post`, which its target wrote."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey("Post", models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "post"], name="reported_once")]


class AuditEntry(models.Model):
    """Someone of the staff did something. Numbers instead of foreign keys: an entry outlives what it is about."""

    actor_id = models.BigIntegerField()
    # A word of `actions.auditing`.
    deed = models.CharField(max_length=40)
    account_id = models.BigIntegerField(null=True)
    post_id = models.BigIntegerField(null=True)
    report_id = models.BigIntegerField(null=True)
    # What else there is to know of it: no one's words but those of the staff, and no address in clear text.
    facts = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["account_id", "-id"], name="audit_of_account")]


class EmailDomainBlock(models.Model):
    """Nobody can sign up with an address of `domain`, in its ASCII form, or of one below it."""

    domain = models.CharField(max_length=253, unique=True)
    created_at = models.DateTimeField()


class CanonicalEmailBlock(models.Model):
    """Nobody can sign up with an address that has this hash in any of its spellings."""

    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()


class IpBlock(models.Model):
    """What is kept from a network of the internet: signing up, or all of the site."""

    class Severity(models.IntegerChoices):
        APPROVAL = 1
        SIGN_UP = 2
        ALL = 3

    # In the spelling of Python's `ipaddress`, which is one for each network.
    network = models.CharField(max_length=50, unique=True)
    severity = models.SmallIntegerField(choices=Severity.choices)
    comment = models.CharField(max_length=500, blank=True)
    expires_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(severity__gte=1, severity__lte=3), name="ip_severity_known"),
        ]


class ServerBlock(models.Model):
    """What this site wants of another server. It counts once there is federation."""

    class Severity(models.IntegerChoices):
        NOOP = 0
        SILENCE = 1
        SUSPEND = 2

    domain = models.CharField(max_length=253, unique=True)
    severity = models.SmallIntegerField(choices=Severity.choices, default=Severity.SILENCE)
    reject_media = models.BooleanField(default=False)
    reject_reports = models.BooleanField(default=False)
    private_comment = models.CharField(max_length=1000, blank=True)
    public_comment = models.CharField(max_length=1000, blank=True)
    obfuscate = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(severity__gte=0, severity__lte=2), name="server_severity_known"),
        ]
