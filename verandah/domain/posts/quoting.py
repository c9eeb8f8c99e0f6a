"""How a quote stands to what it quotes."""

from django.db import models


class QuoteState(models.IntegerChoices):
    """How a quote stands to what it quotes."""

    NONE = 0
    ACCEPTED = 1
    REVOKED = 2
