"""Tables of albums."""

from django.db import models
from django.db.models import Q

from verandah.base.ids import new_id
from verandah.domain.posts.audience import Audience, Withheld


class Album(models.Model):
    """Pictures and films of `author`'s. Its columns have the names of a post's, because the same rule reads them."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    author = models.ForeignKey("Account", models.CASCADE, related_name="+", db_index=False)
    audience = models.SmallIntegerField(choices=Audience.choices)
    title = models.CharField(max_length=100)
    text = models.CharField(max_length=2000, blank=True)
    # What its author has chosen; without one, or for whom that is not, the first picture stands for it.
    cover = models.ForeignKey("Media", models.SET_NULL, null=True, related_name="+")
    # The same key by the same author is the same album.
    key = models.CharField(max_length=64)
    rev = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)
    withheld = models.SmallIntegerField(choices=Withheld.choices, default=Withheld.NO)
    restriction = models.ForeignKey("Restriction", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "key"], name="album_key_once"),
            models.CheckConstraint(condition=Q(audience__in=Audience.values), name="album_audience_known"),
            models.CheckConstraint(
                condition=Q(withheld=Withheld.NO) | Q(restriction__isnull=False), name="album_restricted_by_decision"
            ),
        ]
        indexes = [
            models.Index(fields=["author", "-id"], name="album_by_author", condition=Q(deleted_at=None)),
            models.Index(fields=["deleted_at"], name="album_deleted", condition=~Q(deleted_at=None)),
        ]


class AlbumAudience(models.Model):
    """One list or one person an album is for, or is kept from: as PostAudience, with the same names of columns."""

    album = models.ForeignKey(Album, models.CASCADE, related_name="+", db_index=False)
    people_list = models.ForeignKey("PeopleList", models.CASCADE, null=True, related_name="+")
    account = models.ForeignKey("Account", models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(people_list=None, account__isnull=False) | Q(people_list__isnull=False, account=None),
                name="album_audience_list_or_person",
            ),
            models.UniqueConstraint(fields=["album", "people_list"], name="album_audience_list_once"),
            models.UniqueConstraint(fields=["album", "account"], name="album_audience_person_once"),
        ]


class AlbumItem(models.Model):
    """`media` stands in `album`, at `position` among the others."""

    album = models.ForeignKey(Album, models.CASCADE, related_name="+", db_index=False)
    media = models.ForeignKey("Media", models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["album", "media"], name="album_item_once")]
        indexes = [models.Index(fields=["album", "position"], name="album_in_order")]
