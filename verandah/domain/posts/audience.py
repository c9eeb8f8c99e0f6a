"""For whom a post can be."""

from django.db import models


class Audience(models.IntegerChoices):
    """For whom a post is. `domain.posts.queries.VISIBLE` says what each value means."""

    PUBLIC = 1
    MEMBERS = 2
    FOLLOWERS = 3
    FRIENDS = 4
    LISTS = 5
    PEOPLE = 6
    GROUP = 7
    ONLY_ME = 8
