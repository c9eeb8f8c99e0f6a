"""How far someone is trusted, from what they have done here."""

from django.db import models


class Trust(models.IntegerChoices):
    """TL0 to TL3. Who signs up by themselves begins at the first; whom staff makes, or invites, at the second."""

    NEW = 0
    BASIC = 1
    MEMBER = 2
    REGULAR = 3
