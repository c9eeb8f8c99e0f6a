"""Tables of how the site runs: backups, figures of days, how long pages take."""

from django.db import models


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


class DayFigure(models.Model):
    """A number of one day, of the whole site and of nobody in it: `name` is a word of `actions.counting`."""

    day = models.DateField()
    name = models.CharField(max_length=40)
    value = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "day"], name="figure_of_day_once")]


class PageTime(models.Model):
    """How long the pages of one address took on one day: how many there were, all together and the slowest."""

    day = models.DateField()
    # The name of the address, never the address itself.
    route = models.CharField(max_length=80)
    count = models.PositiveIntegerField(default=0)
    milliseconds = models.BigIntegerField(default=0)
    slowest = models.PositiveIntegerField(default=0)
    # How many took longer than a second.
    slow = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "route"], name="page_time_once")]
