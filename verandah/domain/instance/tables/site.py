"""What the owner has set, and the site's own pictures."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q


class Joining(models.IntegerChoices):
    """Who may sign up."""

    OPEN = 1
    APPROVAL = 2
    INVITE = 3
    CLOSED = 4


class Backdrop(models.IntegerChoices):
    """What stands behind the landing page."""

    NONE = 0
    MAP = 1
    PICTURE = 2


class Mode(models.IntegerChoices):
    """What the site does at the moment. Closed: it has ended; members take their data with them, and nothing else."""

    OPEN = 0
    READ_ONLY = 1
    MAINTENANCE = 2
    CLOSED = 3


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
    # How strong the colour is, in percent.
    brand_chroma = models.PositiveSmallIntegerField(default=100, validators=[MaxValueValidator(100)])
    # What stands behind the landing page, and what it tells guests of who is here and what is said.
    backdrop = models.SmallIntegerField(choices=Backdrop.choices, default=Backdrop.MAP)
    # The names of the site's own pictures in `SitePicture`; empty: the sign that comes with Verandah, and none.
    logo = models.CharField(max_length=32, blank=True)
    backdrop_picture = models.CharField(max_length=32, blank=True)
    landing_shows_members = models.BooleanField(default=True)
    landing_shows_posts = models.BooleanField(default=False)
    # What a new post of a member begins with who has chosen nothing: a value of `domain.posts.audience.Audience`.
    default_audience = models.SmallIntegerField(default=2)
    # The languages on offer, as codes of the setting LANGUAGES, and the one for whoever reads none of them; all, and
    # that of the setting LANGUAGE_CODE, while there is nothing here.
    languages = models.JSONField(default=list, blank=True)
    language = models.CharField(max_length=12, blank=True)
    # Who joins says that they are as old as this; no date is asked for. 0: nothing is asked.
    minimum_age = models.PositiveSmallIntegerField(default=16)
    # Whether members invite others; how many each, all in all.
    members_invite = models.BooleanField(default=False)
    invite_quota = models.PositiveSmallIntegerField(default=5)
    # The owner says openly that nobody else looks after the site.
    is_run_by_one = models.BooleanField(default=False)
    # Search engines may list what everyone on the web may read; public profiles have feeds; programs that gather texts
    # to train models may read along.
    allows_indexing = models.BooleanField(default=False)
    allows_feeds = models.BooleanField(default=True)
    allows_gathering = models.BooleanField(default=False)
    # So many different people make a trend; new ones wait until the staff has looked at them.
    trend_people = models.PositiveSmallIntegerField(default=5)
    reviews_trends = models.BooleanField(default=True)
    # Where backups are made each night, at this hour of the site's time, and how many are kept; empty: nowhere.
    backup_place = models.CharField(max_length=500, blank=True)
    backup_hour = models.PositiveSmallIntegerField(default=3, validators=[MaxValueValidator(23)])
    backups_kept = models.PositiveSmallIntegerField(default=7)
    # A letter that tried the mail server came to whom it was for.
    mail_proven_at = models.DateTimeField(null=True, blank=True)
    # The steps of the first-run wizard that are done, as words of `actions.preparing`; and when it was left for good.
    prepared = models.JSONField(default=list, blank=True)
    prepared_at = models.DateTimeField(null=True, blank=True)
    # When sign-up was first opened to everyone.
    launched_at = models.DateTimeField(null=True, blank=True)
    # Whether all is as usual, nobody can change anything, or everyone but the staff reads why nothing is there.
    mode = models.SmallIntegerField(choices=Mode.choices, default=Mode.OPEN)
    mode_reason = models.CharField(max_length=500, blank=True)
    mode_until = models.DateTimeField(null=True, blank=True)
    mode_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="site_is_one_row"),
            models.CheckConstraint(condition=Q(joining__in=Joining.values), name="site_joining_known"),
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="site_mode_known"),
        ]


class SitePicture(models.Model):
    """The site's logo, or the picture behind its landing page, in one of its sizes: bytes that anyone may have.

    They lie in the database, so that every host and every backup has them. A new picture has a new name.
    """

    class Kind(models.IntegerChoices):
        LOGO = 1
        BACKDROP = 2

    kind = models.SmallIntegerField(choices=Kind.choices)
    # The same for all sizes of one picture.
    name = models.CharField(max_length=32)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    content_type = models.CharField(max_length=30)
    data = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "width", "height"], name="site_picture_once")]


class OwnerLink(models.Model):
    """A link that makes its first visitor the owner. Only the digest of its secret is kept."""

    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.ForeignKey("Account", models.SET_NULL, null=True, related_name="+")
