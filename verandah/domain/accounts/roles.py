"""What someone may do for the site."""

from django.db import models


class Role(models.IntegerChoices):
    """What someone may do for the site. Which deeds, `permissions` says."""

    MEMBER = 0
    # Reads all records and changes nothing; sorts what comes in and decides nothing.
    AUDITOR = 3
    TRIAGE = 5
    MODERATOR = 10
    ADMIN = 20
    OWNER = 30
