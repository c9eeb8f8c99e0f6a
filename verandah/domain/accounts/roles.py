"""What someone may do for the site."""

from django.db import models


class Role(models.IntegerChoices):
    """What someone may do for the site. A higher number may do all that a lower one may."""

    MEMBER = 0
    MODERATOR = 10
    ADMIN = 20
    OWNER = 30
