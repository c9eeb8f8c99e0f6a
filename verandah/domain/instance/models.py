"""Tables of this server: what its owner has set, and what it announces."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q


class Joining(models.IntegerChoices):
    """Who may sign up."""

    OPEN = 1
    APPROVAL = 2
    INVITE = 3
    CLOSED = 4


class Site(models.Model):
    """What the owner has set. There is exactly one row."""

    name = models.CharField(max_length=60, default="Verandah")
    tagline = models.CharField(max_length=160, blank=True)
    about = models.CharField(max_length=500, blank=True)
    joining = models.SmallIntegerField(choices=Joining.choices, default=Joining.OPEN)
    post_length = models.PositiveIntegerField(default=5000, validators=[MaxValueValidator(50_000)])
    # The reactions on offer and their order, as numbers of Reaction.Kind; none is all six.
    reactions = models.JSONField(default=list, blank=True)
    # The site's night, in minutes after midnight: nothing is pushed then. Both or neither.
    night_from = models.SmallIntegerField(null=True, blank=True)
    night_until = models.SmallIntegerField(null=True, blank=True)
    # The switches of policy: what nobody may do here, whoever they are.
    allows_avatars = models.BooleanField(default=True)
    allows_headers = models.BooleanField(default=True)
    allows_newcomer_links = models.BooleanField(default=True)
    allows_comments = models.BooleanField(default=True)
    allows_guests = models.BooleanField(default=True)
    # Pictures, films and sounds wait until staff has looked at them.
    approves_media = models.BooleanField(default=False)
    # How many of the first posts of a newcomer wait; and what someone of trust level 0 may do: posts an hour,
    # files a day. 0 is as many as they like.
    held_first_posts = models.PositiveSmallIntegerField(default=0)
    newcomer_posts_hourly = models.PositiveSmallIntegerField(default=10)
    newcomer_files_daily = models.PositiveSmallIntegerField(default=20)
    # Who answers for the site, and where people and authorities reach somebody.
    responsible_name = models.CharField(max_length=100, blank=True)
    responsible_email = models.EmailField(max_length=254, blank=True)
    legal_address = models.CharField(max_length=500, blank=True)
    contact_email = models.EmailField(max_length=254, blank=True)
    authorities_email = models.EmailField(max_length=254, blank=True)
    contact_languages = models.JSONField(default=list, blank=True)
    # The law packs that hold here, by name; which clocks they set, `moderation.lawpacks` says.
    law_packs = models.JSONField(default=list, blank=True)
    brand_hue = models.PositiveSmallIntegerField(default=188, validators=[MaxValueValidator(360)])

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="site_is_one_row"),
            models.CheckConstraint(condition=Q(joining__in=Joining.values), name="site_joining_known"),
        ]


class OwnerLink(models.Model):
    """A link that makes its first visitor the owner. Only the digest of its secret is kept."""

    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.ForeignKey("Account", models.SET_NULL, null=True, related_name="+")


class Announcement(models.Model):
    """What the site tells all members, in one or more languages, between two moments."""

    class Kind(models.IntegerChoices):
        INFO = 1
        NOTICE = 2
        URGENT = 3

    kind = models.SmallIntegerField(choices=Kind.choices, default=Kind.INFO)
    starts_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey("Account", models.SET_NULL, null=True, related_name="+")


class AnnouncementText(models.Model):
    """The words of an announcement in one language."""

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=12)
    title = models.CharField(max_length=160)
    body = models.CharField(max_length=1000, blank=True)

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
    """Someone has read an announcement and put it away."""

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="+")
    account = models.ForeignKey("Account", models.CASCADE, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["announcement", "account"], name="dismissed_once")]


class Backup(models.Model):
    """A backup was made; or one was restored into a scratch folder and compared, which proves that it can be."""

    class Kind(models.IntegerChoices):
        MADE = 1
        PROVEN = 2

    kind = models.SmallIntegerField(choices=Kind.choices)
    place = models.CharField(max_length=500)
    started_at = models.DateTimeField()
    # None: it is still being made, or it broke off.
    ended_at = models.DateTimeField(null=True)
    # Why it did not come to a good end.
    failure = models.CharField(max_length=500, blank=True)
    rows = models.BigIntegerField(default=0)
    files = models.BigIntegerField(default=0)
    bytes = models.BigIntegerField(default=0)
