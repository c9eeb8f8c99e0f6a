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
        FRIEND_REQUEST = 14
        FRIEND_ACCEPTED = 15
        WALL = 16
        BIRTHDAY = 17
        MODERATION = 18
        CASE = 19
        ANNOUNCEMENT = 20

    # Two of Mastodon's entities tell it as a number.
    id = models.BigIntegerField(primary_key=True, default=exact_id)
    recipient = models.ForeignKey("Account", models.CASCADE, related_name="+", db_index=False)
    kind = models.SmallIntegerField(choices=Kind.choices)
    actor = models.ForeignKey("Account", models.CASCADE, related_name="+")
    post = models.ForeignKey("Post", models.CASCADE, null=True, related_name="+")
    # What the actor has told the staff, when it is about that.
    report = models.ForeignKey("Report", models.CASCADE, null=True, related_name="+", db_index=False)
    # What the staff has decided about the recipient, when it is about that; and the case of theirs with an answer.
    decision = models.ForeignKey("Decision", models.CASCADE, null=True, related_name="+", db_index=False)
    case = models.ForeignKey("Case", models.CASCADE, null=True, related_name="+", db_index=False)
    # Notices of one recipient with the same key are told as one; those without a key, each by itself.
    group_key = models.CharField(max_length=60, blank=True)
    # The recipient's policy holds it back, until they let its actor through.
    is_held = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "kind", "actor"],
                name="notified_once",
                condition=Q(post=None, report=None, decision=None, case=None),
            ),
            models.UniqueConstraint(
                fields=["decision", "recipient"],
                name="notified_once_of_decision",
                condition=Q(decision__isnull=False),
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


class NotificationChoices(models.Model):
    """How and when `account` wants to be told. No row: as it begins."""

    class Digest(models.IntegerChoices):
        NEVER = 0
        DAILY = 1
        WEEKLY = 2

    account = models.OneToOneField("Account", models.CASCADE, related_name="+", primary_key=True)
    # What differs from how it begins: {"reaction:email": true, "share:push": false}.
    changed = models.JSONField(default=dict)
    digest = models.SmallIntegerField(choices=Digest.choices, default=Digest.WEEKLY)
    # Minutes after midnight in their time zone, from and until; none is the site's night.
    quiet_from = models.SmallIntegerField(null=True)
    quiet_until = models.SmallIntegerField(null=True)
    has_no_night = models.BooleanField(default=False)
    # What is older has been told by letter, or need not be.
    digested_until_id = models.BigIntegerField(default=0)
    digested_at = models.DateTimeField(null=True)


class Letter(models.Model):
    """A letter to `account` about notices. The same key is one letter, however often the job runs."""

    account = models.ForeignKey("Account", models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="letter_once")]
        indexes = [models.Index(fields=["created_at"], name="letter_by_age")]


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
    """Where an app or a browser wants to be told, in the background, what concerns a member."""

    # An app speaks for the member of its token; a browser for the member of its session, and ends with it.
    token = models.OneToOneField("AccessToken", models.CASCADE, null=True, related_name="+")
    account = models.ForeignKey("Account", models.CASCADE, null=True, related_name="+")
    session_digest = models.CharField(max_length=64, blank=True)
    # The token itself, which apps expect in every message, under a key that is not in the database.
    sealed_token = models.CharField(max_length=500, blank=True)
    endpoint = models.CharField(max_length=2000)
    p256dh = models.CharField(max_length=200)
    auth = models.CharField(max_length=100)
    # Whether it takes RFC 8291's aes128gcm, or the draft before it.
    is_standard = models.BooleanField(default=False)
    # Names of Mastodon's alerts, with a blank between; and "all", "followed", "follower" or "none".
    alerts = models.CharField(max_length=400, blank=True)
    policy = models.CharField(max_length=8, default="all")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(token__isnull=False, account=None) | Q(token=None, account__isnull=False),
                name="push_to_app_or_browser",
            ),
            models.UniqueConstraint(
                fields=["account", "session_digest"], name="push_browser_once", condition=Q(account__isnull=False)
            ),
        ]


class HeldPush(models.Model):
    """`notice` would have been pushed, had it not been night for its reader: it is, in the morning."""

    subscription = models.ForeignKey(PushSubscription, models.CASCADE, related_name="+", db_index=False)
    notice = models.ForeignKey(Notification, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subscription", "notice"], name="push_held_once")]
