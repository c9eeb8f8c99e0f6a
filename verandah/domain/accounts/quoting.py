"""Who may quote someone's posts."""

from django.db import models


class QuotePolicy(models.IntegerChoices):
    """Who may quote a post, beside its author. Nobody can quote what they may not see."""

    EVERYONE = 1
    FOLLOWERS = 2
    NOBODY = 3
