"""What staff can take from someone without suspending them."""

from django.db import models


class Standing(models.IntegerChoices):
    """What someone may still do. A higher number keeps more from them, and all that a lower one keeps."""

    OK = 0
    # A few posts a day.
    RATE_LIMITED = 1
    # What they post waits until staff has looked at it.
    POST_APPROVAL = 2
    # They read, report and export, and change nothing that others see.
    READ_ONLY = 3
