"""Tables of what is kept out of the site."""

from django.db import models
from django.db.models import Q


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
