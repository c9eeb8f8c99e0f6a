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
    # Friends but those whom its rows of PostAudience name.
    FRIENDS_EXCEPT = 9


class CommentPolicy(models.IntegerChoices):
    """Who may comment on a post, of those who see it; its author always may."""

    EVERYONE = 1
    FRIENDS = 2
    NOBODY = 3


class Mood(models.IntegerChoices):
    """How someone takes what they post or link to, in one word beside it."""

    NONE = 0
    HAPPY = 1
    THANKFUL = 2
    HOPEFUL = 3
    AMUSED = 4
    CURIOUS = 5
    IMPRESSED = 6
    THOUGHTFUL = 7
    WORRIED = 8
    SAD = 9
    ANGRY = 10


class Withheld(models.IntegerChoices):
    """Whether staff, or a rule before publication, keeps something from being seen."""

    NO = 0
    # Its author sees it, and that it is; nobody else does.
    HIDDEN = 1
    # Nobody sees it. It can be restored.
    REMOVED = 2
