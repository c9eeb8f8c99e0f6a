"""Tables of what posts link to."""

from django.db import models
from django.db.models import Q

from verandah.base.ids import new_id


class State(models.IntegerChoices):
    """What is known of a page. EMPTY: there is nothing to show of it, which is known, too."""

    WAITING = 1
    READY = 2
    EMPTY = 3


class Kind(models.IntegerChoices):
    """What is at an address."""

    LINK = 1
    PHOTO = 2
    VIDEO = 3


class Link(models.Model):
    """A page of others, known once for all posts that link to it. It tells nothing of who does.

    `address` is the one spelling of the link, and where it was found to lead; `image_name` cannot be guessed.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    address = models.TextField()
    # Of the address, which is too long for an index.
    digest = models.CharField(max_length=64, unique=True)
    state = models.SmallIntegerField(choices=State.choices, default=State.WAITING)
    leads_to = models.TextField(blank=True)
    kind = models.SmallIntegerField(choices=Kind.choices, default=Kind.LINK)
    title = models.CharField(max_length=300, blank=True)
    description = models.CharField(max_length=600, blank=True)
    author_name = models.CharField(max_length=200, blank=True)
    author_url = models.TextField(blank=True)
    provider_name = models.CharField(max_length=200, blank=True)
    provider_url = models.TextField(blank=True)
    language = models.CharField(max_length=12, blank=True)
    image_name = models.CharField(max_length=64, blank=True)
    image_extension = models.CharField(max_length=8, blank=True)
    image_type = models.CharField(max_length=40, blank=True)
    image_width = models.PositiveIntegerField(default=0)
    image_height = models.PositiveIntegerField(default=0)
    image_description = models.CharField(max_length=300, blank=True)
    blurhash = models.CharField(max_length=100, blank=True)
    # How often in a row nobody has answered there.
    tries = models.PositiveSmallIntegerField(default=0)
    fetched_at = models.DateTimeField(null=True)
    # When a post last linked to it.
    used_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="link_state_known"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="link_kind_known"),
        ]
        indexes = [
            models.Index(fields=["used_at"], name="link_used"),
            models.Index(fields=["image_name"], name="link_image", condition=~Q(image_name="")),
        ]
