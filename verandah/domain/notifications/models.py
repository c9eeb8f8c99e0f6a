"""Tables of notices."""

from django.db import models
from django.db.models import Q

from verandah.base.ids import exact_id, new_id


class Notification(models.Model):
    """`actor` did something that concerns `recipient`. Worded in the reader's language when shown."""

    class Kind(models.IntegerChoices):
        MENTION = 1
        FOLLOW = 2
        FOLLOW_REQUEST = 3
        FOLLOW_ACCEPTED = 4
        REACTION = 5
        SHARE = 6
        POST = 7
        POLL_ENDED = 8
        EDITED = 9
        QUOTE = 10
        COMMENT = 11
        REPORT = 12
        JOINED = 13

    # Two of Mastodon's entities tell it as a number.
    id = models.BigIntegerField(primary_key=True, default=exact_id)
    recipient = models.ForeignKey("Account", models.CASCADE, related_name="+", db_index=False)
    kind = models.SmallIntegerField(choices=Kind.choices)
    actor = models.ForeignKey("Account", models.CASCADE, related_name="+")
    post = models.ForeignKey("Post", models.CASCADE, null=True, related_name="+")
    # What the actor has told the staff, when it is about that.
    report = models.ForeignKey("Report", models.CASCADE, null=True, related_name="+", db_index=False)
    # Notices of one recipient with the same key are told as one; those without a key, each by itself.
    group_key = models.CharField(max_length=60, blank=True)
    # The recipient's policy holds it back, until they let its actor through.
    is_held = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "kind", "actor"], name="notified_once", condition=Q(post=None, report=None)
            ),
            models.UniqueConstraint(
                fields=["report", "recipient"], name="notified_once_of_report", condition=Q(report__isnull=False)
            ),
            models.UniqueConstraint(fields=["recipient", "kind", "post", "actor"], name="notified_once_of_deed"),
        ]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notification_newest"),
            models.Index(
                fields=["recipient", "group_key", "-id"], name="notification_group", condition=~Q(group_key="")
            ),
            models.Index(fields=["recipient", "actor", "-id"], name="notification_held", condition=Q(is_held=True)),
        ]


class NotificationPolicy(models.Model):
    """From whom `account` takes notices: "accept", "filter" (held back until asked for) or "drop", a word each."""

    account = models.OneToOneField("Account", models.CASCADE, related_name="+")
    not_following = models.CharField(max_length=6, default="accept")
    not_followers = models.CharField(max_length=6, default="accept")
    new_accounts = models.CharField(max_length=6, default="accept")
    private_mentions = models.CharField(max_length=6, default="accept")
    limited_accounts = models.CharField(max_length=6, default="accept")
    bots = models.CharField(max_length=6, default="accept")


class NotificationRequest(models.Model):
    """Notices of `actor` that are held back from `recipient`, until they accept or dismiss them."""

    class State(models.IntegerChoices):
        PENDING = 0
        # Whatever the policy says, this actor's notices come through from now on.
        ACCEPTED = 1

    id = models.BigIntegerField(primary_key=True, default=new_id)
    recipient = models.ForeignKey("Account", models.CASCADE, related_name="+", db_index=False)
    actor = models.ForeignKey("Account", models.CASCADE, related_name="+")
    state = models.SmallIntegerField(choices=State.choices, default=State.PENDING)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recipient", "actor"], name="held_back_once")]


class PushSubscription(models.Model):
    """Where an app wants to be told, in the background, what concerns the member it speaks for."""

    token = models.OneToOneField("AccessToken", models.CASCADE, related_name="+")
    # The token itself, which apps expect in every message, under a key that is not in the database.
    sealed_token = models.CharField(max_length=500)
    endpoint = models.CharField(max_length=2000)
    p256dh = models.CharField(max_length=200)
    auth = models.CharField(max_length=100)
    # Whether it takes RFC 8291's aes128gcm, or the draft before it.
    is_standard = models.BooleanField(default=False)
    # Names of Mastodon's alerts, with a blank between; and "all", "followed", "follower" or "none".
    alerts = models.CharField(max_length=400, blank=True)
    policy = models.CharField(max_length=8, default="all")
    created_at = models.DateTimeField()
