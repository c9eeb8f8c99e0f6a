"""Tables of what the site tells its people."""

from django.db import models


class Announcement(models.Model):
    """What the site tells those it is for, in one or more languages, between two moments."""

    class Kind(models.IntegerChoices):
        INFO = 1
        NOTICE = 2
        URGENT = 3

    class Audience(models.IntegerChoices):
        MEMBERS = 1
        STAFF = 2
        NEWCOMERS = 3
        # Guests too, on the landing page.
        EVERYONE = 4

    kind = models.SmallIntegerField(choices=Kind.choices, default=Kind.INFO)
    audience = models.SmallIntegerField(choices=Audience.choices, default=Audience.MEMBERS)
    # A draft is seen by the staff alone, whatever its times say.
    is_draft = models.BooleanField(default=False)
    starts_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField(null=True)
    # Taken back before its end.
    withdrawn_at = models.DateTimeField(null=True)
    # Each reader is asked to say that they have read it: a `Dismissal` is that word.
    asks_to_read = models.BooleanField(default=False)
    # It goes out by letter as well; when that was begun, and when those who had not read it were reminded, once.
    is_mailed = models.BooleanField(default=False)
    mailed_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey("Account", models.SET_NULL, null=True, related_name="+")


class AnnouncementText(models.Model):
    """The words of an announcement in one language."""

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=12)
    title = models.CharField(max_length=160)
    # Markdown, as `base.prose` knows it.
    body = models.CharField(max_length=5000, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["announcement", "language"], name="announcement_language_once")]


class AnnouncementReaction(models.Model):
    """What `account` thinks of an announcement: one emoji, of which they may give several."""

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="+", db_index=False)
    account = models.ForeignKey("Account", models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["announcement", "account", "name"], name="announcement_reaction_once")
        ]


class Dismissal(models.Model):
    """Someone has read an announcement and put it away; where they were asked to, that is their word for it."""

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="+")
    account = models.ForeignKey("Account", models.CASCADE, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["announcement", "account"], name="dismissed_once")]
