"""Tables of what people upload."""

from django.db import models
from django.db.models import Q

from verandah.base.ids import new_id


class Kind(models.IntegerChoices):
    """What a file is for whoever looks at it."""

    IMAGE = 1
    GIFV = 2
    VIDEO = 3
    AUDIO = 4


class State(models.IntegerChoices):
    """How far the making of its renditions is."""

    WAITING = 1
    READY = 2
    FAILED = 3


class Media(models.Model):
    """A file that someone has sent, made anew. `name` names the folder of its renditions and cannot be guessed."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    owner = models.ForeignKey("Account", models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey("Post", models.SET_NULL, null=True, related_name="+", db_index=False)
    # What waits to be said with it.
    scheduled = models.ForeignKey("ScheduledPost", models.SET_NULL, null=True, related_name="+")
    # What it was sent to instead of a post: then it is for whom that is.
    album = models.ForeignKey("Album", models.SET_NULL, null=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.SmallIntegerField(choices=Kind.choices)
    state = models.SmallIntegerField(choices=State.choices, default=State.WAITING)
    name = models.CharField(max_length=64, unique=True)
    # Of the full rendition. The small one is always a picture; without one its extension is empty.
    extension = models.CharField(max_length=8, blank=True)
    content_type = models.CharField(max_length=40, blank=True)
    small_extension = models.CharField(max_length=8, blank=True)
    description = models.CharField(max_length=1500, blank=True)
    # From -1 (left, bottom) to 1 (right, top): what must not be cut off where there is little room.
    focus_x = models.FloatField(default=0)
    focus_y = models.FloatField(default=0)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    small_width = models.PositiveIntegerField(null=True)
    small_height = models.PositiveIntegerField(null=True)
    duration = models.FloatField(null=True)
    frame_rate = models.FloatField(null=True)
    bitrate = models.PositiveIntegerField(null=True)
    blurhash = models.CharField(max_length=100, blank=True)
    # All that lies in the store, as `renditions.Rendition`; empty for what was made before there were so many.
    renditions = models.JSONField(default=list)
    # What is said in it, in writing: for each language a `renditions.Writing`.
    captions = models.JSONField(default=list)
    # Of a video: how its small pictures lie in `scrub.jpg`, as `renditions.Scrub`; empty without them.
    scrub = models.JSONField(default=list)
    # Of a sound: how loud it is from moment to moment, and what it says of itself.
    peaks = models.JSONField(default=list)
    title = models.CharField(max_length=200, blank=True)
    artist = models.CharField(max_length=200, blank=True)
    # What it looks like, so that it can be found again: 256 bits as digits, and how much they say, from 0 to 100.
    pdq = models.CharField(max_length=64, blank=True)
    pdq_quality = models.PositiveSmallIntegerField(default=0)
    # Of the file as it was sent.
    bytes = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    # Why it failed: a word of `rules.REASONS`.
    failure = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # The picture of a person, which everyone on the web may see.
    is_profile = models.BooleanField(default=False)
    # A decision keeps it from everyone, or shows it only after a warning; where that was decided.
    is_withheld = models.BooleanField(default=False)
    is_blurred = models.BooleanField(default=False)
    restriction = models.ForeignKey("Restriction", models.PROTECT, null=True, related_name="+", db_index=False)
    rev = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="media_kind_known"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="media_state_known"),
            models.CheckConstraint(
                condition=Q(is_withheld=False, is_blurred=False) | Q(restriction__isnull=False),
                name="media_restricted_by_decision",
            ),
        ]
        indexes = [
            models.Index(fields=["post", "position"], name="media_of_post", condition=~Q(post=None)),
            models.Index(fields=["owner", "-id"], name="media_of_owner"),
            models.Index(fields=["created_at"], name="media_loose", condition=Q(post=None)),
        ]


class Likeness(models.Model):
    """What a file looks like turned, cut and without its borders: [way, 256 bits as digits] for each, as
    `base.likeness` writes them. Apart from `Media`, because no page needs it.
    """

    media = models.OneToOneField(Media, models.CASCADE, primary_key=True, related_name="+")
    looks = models.JSONField(default=list)


class Upload(models.Model):
    """A file that comes in piece by piece. How much of it is here tells the file itself, in the waiting room `name`."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    owner = models.ForeignKey("Account", models.CASCADE, related_name="+")
    name = models.CharField(max_length=64, unique=True)
    length = models.BigIntegerField()
    # What it has become, and then that has its name.
    media = models.ForeignKey("Media", models.CASCADE, null=True, related_name="+")
    expires_at = models.DateTimeField(db_index=True)
    created_at = models.DateTimeField()
