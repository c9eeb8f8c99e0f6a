"""Tables of reading: how far someone has got."""

from django.db import models


class Marker(models.Model):
    """The newest id `account` has seen on `timeline` ("home", "notifications" or "on_this_day")."""

    account = models.ForeignKey("Account", models.CASCADE, related_name="+", db_index=False)
    timeline = models.CharField(max_length=20)
    last_read_id = models.BigIntegerField()
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "timeline"], name="marker_once")]


class Visit(models.Model):
    """When `account` was last here, and when before that: a visit has ended after half an hour without a page."""

    account = models.OneToOneField("Account", models.CASCADE, related_name="+", primary_key=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    # When the visit before this one ended; None: there was none.
    previous_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["seen_at", "account"], name="visit_by_time")]
