"""Tables of relations between two people, each row with its when."""

from django.db import models
from django.db.models import F, Q


class Follow(models.Model):
    """`follower` reads what `followee` writes."""

    follower = models.ForeignKey("Account", models.CASCADE, related_name="+", db_index=False)
    followee = models.ForeignKey("Account", models.CASCADE, related_name="+", db_index=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["follower", "followee"], name="follow_once"),
            models.CheckConstraint(condition=~Q(follower=F("followee")), name="follow_not_oneself"),
        ]
        indexes = [models.Index(fields=["followee", "id", "follower"], name="follow_by_followee")]


class FollowRequest(models.Model):
    """`follower` asks `followee`, who approves followers."""

    follower = models.ForeignKey("Account", models.CASCADE, related_name="+", db_index=False)
    followee = models.ForeignKey("Account", models.CASCADE, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["follower", "followee"], name="follow_request_once"),
            models.CheckConstraint(condition=~Q(follower=F("followee")), name="follow_request_not_oneself"),
        ]


class Friendship(models.Model):
    """Two people are friends. Each friendship is two rows, so either side finds it by `account`."""

    account = models.ForeignKey("Account", models.CASCADE, related_name="+", db_index=False)
    friend = models.ForeignKey("Account", models.CASCADE, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "friend"], name="friends_once")]


class PeopleList(models.Model):
    """People put together by `owner`, to read them or to speak to them. Nobody else sees the list."""

    owner = models.ForeignKey("Account", models.CASCADE, related_name="+")
    title = models.CharField(max_length=80)
    created_at = models.DateTimeField()


class PeopleListMember(models.Model):
    """`account` is on `people_list`."""

    people_list = models.ForeignKey(PeopleList, models.CASCADE, related_name="+", db_index=False)
    account = models.ForeignKey("Account", models.CASCADE, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["people_list", "account"], name="on_list_once")]


class Block(models.Model):
    """`blocker` and `blocked` do not see each other."""

    blocker = models.ForeignKey("Account", models.CASCADE, related_name="+", db_index=False)
    blocked = models.ForeignKey("Account", models.CASCADE, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["blocker", "blocked"], name="block_once"),
            models.CheckConstraint(condition=~Q(blocker=F("blocked")), name="block_not_oneself"),
        ]
