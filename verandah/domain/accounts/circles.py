"""Who may come near someone."""

from django.db import models


class Circle(models.IntegerChoices):
    """Who may do something to a member, from the widest to nobody."""

    MEMBERS = 1
    FOLLOWED = 2
    FRIENDS_OF_FRIENDS = 3
    FRIENDS = 4
    NOBODY = 5
