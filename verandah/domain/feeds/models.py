"""Tables of reading: how far someone has got."""

from django.db import models


class Marker(models.Model):
    """The newest id `account` has seen on `timeline` ("home" or "notifications")."""

    account = models.ForeignKey("Account", models.CASCADE, related_name="+", db_index=False)
    timeline = models.CharField(max_length=20)
    last_read_id = models.BigIntegerField()
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "timeline"], name="marker_once")]
