"""Tables of notices."""

from django.db import models
from django.db.models import Q

from verandah.base.ids import new_id


class Notification(models.Model):
    """`actor` did something that concerns `recipient`. Worded in the reader's language when shown."""

    class Kind(models.IntegerChoices):
        MENTION = 1
        FOLLOW = 2
        FOLLOW_REQUEST = 3
        FOLLOW_ACCEPTED = 4

    id = models.BigIntegerField(primary_key=True, default=new_id)
    recipient = models.ForeignKey("Account", models.CASCADE, related_name="+", db_index=False)
    kind = models.SmallIntegerField(choices=Kind.choices)
    actor = models.ForeignKey("Account", models.CASCADE, related_name="+")
    post = models.ForeignKey("Post", models.CASCADE, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "kind", "actor"], name="notified_once", condition=Q(post=None)
            ),
            models.UniqueConstraint(fields=["recipient", "kind", "post"], name="notified_once_of_post"),
        ]
        indexes = [models.Index(fields=["recipient", "-id"], name="notification_newest")]
