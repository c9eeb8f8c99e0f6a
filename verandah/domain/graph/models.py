"""Tables of relations between two people, each row with its when."""

from django.db import models
from django.db.models import F, Q


class Follow(models.Model):
    """`follower` reads what `followee` writes: also what they share, and with a notice of each post, if so wanted."""

    follower = models.ForeignKey("Account", models.CASCADE, related_name="+", db_index=False)
    followee = models.ForeignKey("Account", models.CASCADE, related_name="+", db_index=False)
    shows_shares = models.BooleanField(default=True)
    notifies = models.BooleanField(default=False)
    # Only posts in these languages, a blank between; all when empty.
    languages = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["follower", "followee"], name="follow_once"),
            models.CheckConstraint(condition=~Q(follower=F("followee")), name="follow_not_oneself"),
        ]
        indexes = [
            models.Index(fields=["followee", "id", "follower"], name="follow_by_followee"),
            models.Index(fields=["followee"], name="follow_to_be_told", condition=Q(notifies=True)),
        ]


class FollowRequest(models.Model):
    """`follower` asks `followee`, who approves followers."""

    follower = models.ForeignKey("Account", models.CASCADE, related_name="+", db_index=False)
    followee = models.ForeignKey("Account", models.CASCADE, related_name="+")
    # How `follower` wants to follow, once it is accepted.
    shows_shares = models.BooleanField(default=True)
    notifies = models.BooleanField(default=False)
    languages = models.CharField(max_length=300, blank=True)
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


class FriendRequest(models.Model):
    """`asker` would like to be friends with `asked`, who has not answered."""

    asker = models.ForeignKey("Account", models.CASCADE, related_name="+", db_index=False)
    asked = models.ForeignKey("Account", models.CASCADE, related_name="+")
    created_at = models.DateTimeField()
    # A declined one stays for a while: the asker is not told, and their asking again is not told either.
    declined_at = models.DateTimeField(null=True)
    # To the asker it is no longer there. Only of a declined one: another is gone when it is taken back.
    is_withdrawn = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asker", "asked"], name="asked_once"),
            models.CheckConstraint(condition=~Q(asker=F("asked")), name="asked_another"),
        ]


class PeopleList(models.Model):
    """People put together by `owner`, to read them or to speak to them. Nobody else sees the list."""

    class Kind(models.IntegerChoices):
        OWN = 0
        CLOSE_FRIENDS = 1
        FAMILY = 2
        COLLEAGUES = 3

    # Those that everyone has are named in the reader's language, and have no title.
    kind = models.SmallIntegerField(choices=Kind.choices, default=Kind.OWN)
    owner = models.ForeignKey("Account", models.CASCADE, related_name="+")
    title = models.CharField(max_length=80)
    # Whose comments its timeline shows, as apps ask for it: "none", "list" or "followed".
    replies = models.CharField(max_length=8, default="list")
    # What its people say is not in the owner's home.
    is_exclusive = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "kind"], name="people_list_once", condition=Q(kind__gt=0))
        ]


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


class Mute(models.Model):
    """`muter` does not want to read `muted`, for good or `until` a time. `muted` does not know."""

    muter = models.ForeignKey("Account", models.CASCADE, related_name="+", db_index=False)
    muted = models.ForeignKey("Account", models.CASCADE, related_name="+")
    hides_notifications = models.BooleanField(default=True)
    until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["muter", "muted"], name="mute_once"),
            models.CheckConstraint(condition=~Q(muter=F("muted")), name="mute_not_oneself"),
        ]


class Note(models.Model):
    """What `author` has noted about `about`, for themselves alone."""

    author = models.ForeignKey("Account", models.CASCADE, related_name="+", db_index=False)
    about = models.ForeignKey("Account", models.CASCADE, related_name="+")
    text = models.CharField(max_length=2000)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "about"], name="note_once")]


class Recommendation(models.Model):
    """`account` recommends `recommended` on their profile."""

    account = models.ForeignKey("Account", models.CASCADE, related_name="+", db_index=False)
    recommended = models.ForeignKey("Account", models.CASCADE, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "recommended"], name="recommended_once")]


class NotSuggested(models.Model):
    """`account` does not want `other` suggested to them any more, or not `until` then."""

    account = models.ForeignKey("Account", models.CASCADE, related_name="+", db_index=False)
    other = models.ForeignKey("Account", models.CASCADE, related_name="+")
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "other"], name="not_suggested_once")]


class SuggestedPerson(models.Model):
    """`other` may be someone whom `account` wants to follow, for a reason that was true when a chore found it.

    Whether it still is, and whether `other` may be shown to them, is asked at each read.
    """

    class Reason(models.IntegerChoices):
        FOLLOWS_ME = 1
        FRIENDS_OF_FRIENDS = 2
        FOLLOWED_BY_FOLLOWED = 3
        INVITER = 4
        SAME_ANSWER = 5
        SAME_TAG = 6
        STAFF_PICK = 7
        NEWCOMER = 8

    account = models.ForeignKey("Account", models.CASCADE, related_name="+", db_index=False)
    other = models.ForeignKey("Account", models.CASCADE, related_name="+")
    reason = models.SmallIntegerField(choices=Reason.choices)
    # Through whom, by which answer in their profile, by which tag; and how many there are of it.
    via = models.ForeignKey("Account", models.CASCADE, null=True, related_name="+")
    field = models.ForeignKey("ProfileField", models.CASCADE, null=True, related_name="+", db_index=False)
    tag = models.ForeignKey("Tag", models.CASCADE, null=True, related_name="+", db_index=False)
    number = models.PositiveIntegerField(default=1)
    score = models.FloatField()
    found_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "other"], name="suggested_once")]
        indexes = [models.Index(fields=["account", "-score"], name="suggested_best")]


class StaffPick(models.Model):
    """The staff suggests `account` to everyone new."""

    account = models.OneToOneField("Account", models.CASCADE, related_name="+", primary_key=True)
    picked_by = models.ForeignKey("Account", models.SET_NULL, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField()


class DomainBlock(models.Model):
    """`account` wants nothing from people of `domain`, in its ASCII form. It counts once there is federation."""

    account = models.ForeignKey("Account", models.CASCADE, related_name="+", db_index=False)
    domain = models.CharField(max_length=253)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "domain"], name="domain_block_once")]
