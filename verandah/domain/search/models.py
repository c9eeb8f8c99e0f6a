"""Tables of what the town talks about."""

from django.db import models
from django.db.models import Q


class Trend(models.Model):
    """What many people talk about, as a chore has found it: a tag, a post or a page, in one language.

    An empty language: in all together. Only what all members may read makes a trend.
    """

    class Kind(models.IntegerChoices):
        TAG = 1
        POST = 2
        LINK = 3

    kind = models.SmallIntegerField(choices=Kind.choices)
    tag = models.ForeignKey("Tag", models.CASCADE, null=True, related_name="+")
    post = models.ForeignKey("Post", models.CASCADE, null=True, related_name="+")
    link = models.ForeignKey("Link", models.CASCADE, null=True, related_name="+")
    language = models.CharField(max_length=12, blank=True)
    # Found in what everyone on the web may read, for guests; otherwise in what all members may read.
    is_public = models.BooleanField(default=False)
    # How much more than usual, decayed by age; by how many different people, how often.
    score = models.FloatField()
    people = models.PositiveIntegerField()
    uses = models.PositiveIntegerField()
    # The best is 1.
    rank = models.PositiveSmallIntegerField()
    found_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=1, tag__isnull=False, post=None, link=None)
                | Q(kind=2, tag=None, post__isnull=False, link=None)
                | Q(kind=3, tag=None, post=None, link__isnull=False),
                name="trend_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["language", "is_public", "tag"], name="trend_tag_once", condition=Q(kind=1)
            ),
            models.UniqueConstraint(
                fields=["language", "is_public", "post"], name="trend_post_once", condition=Q(kind=2)
            ),
            models.UniqueConstraint(
                fields=["language", "is_public", "link"], name="trend_link_once", condition=Q(kind=3)
            ),
        ]
        indexes = [models.Index(fields=["kind", "language", "is_public", "rank"], name="trend_by_rank")]


class TrendReview(models.Model):
    """Whether the staff lets something trend. What has no row waits, where the site reviews trends.

    A refused tag never trends again; of people and hosts: none of their posts or pages does.
    """

    class Kind(models.IntegerChoices):
        TAG = 1
        POST = 2
        LINK = 3
        AUTHOR = 4
        HOST = 5

    kind = models.SmallIntegerField(choices=Kind.choices)
    # The id of the tag, post, link or account; of a host: 0.
    ref = models.BigIntegerField(default=0)
    host = models.CharField(max_length=253, blank=True)
    is_allowed = models.BooleanField()
    by = models.ForeignKey("Account", models.SET_NULL, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "ref", "host"], name="trend_reviewed_once")]
