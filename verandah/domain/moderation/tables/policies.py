"""Tables of the rules that people read: each with its versions, so that a decision quotes the one of its day."""

from django.db import models
from django.db.models import Q

from verandah.base.ids import exact_id


class Policy(models.Model):
    """One rule of the site. `category` and `keywords` are words of the DSA Transparency Database."""

    class Ground(models.IntegerChoices):
        TERMS = 1
        ILLEGAL = 2

    # Apps tell it as a number.
    id = models.BigIntegerField(primary_key=True, default=exact_id)
    slug = models.SlugField(max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    # From 1 to 5; what a breach counts as a strike, and for how many days.
    severity = models.PositiveSmallIntegerField(default=2)
    strike_weight = models.PositiveSmallIntegerField(default=1)
    strike_days = models.PositiveSmallIntegerField(default=180)
    ground = models.SmallIntegerField(choices=Ground.choices, default=Ground.TERMS)
    category = models.CharField(max_length=60, default="OTHER_VIOLATION_TC")
    keywords = models.JSONField(default=list, blank=True)
    # Where a report of a breach waits: a number of `Queue`.
    queue = models.SmallIntegerField(default=7)
    is_template = models.BooleanField(default=False)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(severity__gte=1, severity__lte=5), name="policy_severity_known"),
            models.CheckConstraint(condition=Q(ground__in=(1, 2)), name="policy_ground_known"),
        ]


class PolicyVersion(models.Model):
    """How a rule reads since `effective_from`: {"en": {"title": ..., "body": ...}}, the body in Markdown."""

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveSmallIntegerField()
    texts = models.JSONField()
    effective_from = models.DateTimeField()
    created_by_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["policy", "number"], name="policy_version_once")]
