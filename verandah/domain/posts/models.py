"""Tables of what is said."""

from django.db import models
from django.db.models import Q

from verandah.base.ids import new_id

from .audience import Audience


class Post(models.Model):
    """What someone said. `text` is the source, `html` what is shown, `rev` counts the changes of both."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    author = models.ForeignKey("Account", models.CASCADE, related_name="+", db_index=False)
    audience = models.SmallIntegerField(choices=Audience.choices)
    text = models.TextField()
    html = models.TextField()
    # The same key by the same author is the same post: a double click, a retry, the back button.
    key = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.ForeignKey("Account", models.SET_NULL, null=True, related_name="+", db_index=False)
    rev = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "key"], name="post_key_once"),
            models.CheckConstraint(condition=Q(audience__in=Audience.values), name="post_audience_known"),
        ]
        indexes = [
            models.Index(fields=["author", "-id", "audience"], name="post_by_author", condition=Q(deleted_at=None)),
            models.Index(fields=["-id", "author"], name="post_newest", condition=Q(deleted_at=None)),
            models.Index(fields=["deleted_at"], name="post_deleted", condition=~Q(deleted_at=None)),
        ]


class PostAudience(models.Model):
    """One list or one person a post is for, when its audience is `LISTS` or `PEOPLE`."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="+", db_index=False)
    people_list = models.ForeignKey("PeopleList", models.CASCADE, null=True, related_name="+")
    account = models.ForeignKey("Account", models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(people_list=None, account__isnull=False) | Q(people_list__isnull=False, account=None),
                name="audience_list_or_person",
            ),
            models.UniqueConstraint(fields=["post", "people_list"], name="audience_list_once"),
            models.UniqueConstraint(fields=["post", "account"], name="audience_person_once"),
        ]


class Tag(models.Model):
    """A #tag. `name` is its NFKC casefold form, so that #Café and #CAFÉ are one."""

    name = models.CharField(max_length=100, unique=True)


class PostTag(models.Model):
    """`post` carries `tag`."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="+", db_index=False)
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "tag"], name="tagged_once")]
        indexes = [models.Index(fields=["tag", "-post"], name="post_by_tag")]


class Mention(models.Model):
    """`post` names `account`. It does not widen the audience."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="+", db_index=False)
    account = models.ForeignKey("Account", models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "account"], name="mentioned_once")]
