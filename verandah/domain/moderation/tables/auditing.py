"""The table of the record: written once, never changed. The database refuses to."""

from django.db import models


class AuditEntry(models.Model):
    """Someone of the staff did something, or looked at something. Numbers instead of foreign keys: an entry outlives
    what it is about. Triggers refuse its update and its deletion.

    `digest` seals the entry and, by `previous`, all before it: sha256 of its canonical JSON.
    """

    # None: the site itself, by a rule or a clock.
    actor_id = models.BigIntegerField(null=True)
    # A word of `actions.auditing`.
    deed = models.CharField(max_length=40)
    # The actor's at that moment, as a number of `accounts.roles.Role`.
    role = models.SmallIntegerField(default=0)
    account_id = models.BigIntegerField(null=True)
    post_id = models.BigIntegerField(null=True)
    report_id = models.BigIntegerField(null=True)
    case_id = models.BigIntegerField(null=True)
    decision_id = models.BigIntegerField(null=True)
    approval_id = models.BigIntegerField(null=True)
    # Keyed digests of where they sat and of their session; empty where there is none.
    address_digest = models.CharField(max_length=64, blank=True)
    session_digest = models.CharField(max_length=64, blank=True)
    # What else there is to know of it: no one's words, and no address in clear text.
    facts = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    # Empty on entries of before there was a chain; `auditing` says from where it begins.
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["account_id", "-id"], name="audit_of_account"),
            models.Index(fields=["case_id", "id"], name="audit_of_case"),
            models.Index(fields=["actor_id", "-id"], name="audit_by_actor"),
        ]
