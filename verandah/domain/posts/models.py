"""Tables of what is said."""

from django.db import models
from django.db.models import Q

from verandah.base.ids import new_id
from verandah.domain.accounts.quoting import QuotePolicy

from .audience import Audience, CommentPolicy, Mood, Withheld
from .quoting import QuoteState


class Post(models.Model):
    """What someone said: a post, a comment (it has a `parent`) or a share (`share_of`).

    `text` is the source, `html` what is shown. `rev` counts every change of what is shown to anyone, counts included.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    author = models.ForeignKey("Account", models.CASCADE, related_name="+", db_index=False)
    audience = models.SmallIntegerField(choices=Audience.choices)
    # What a comment answers, and the post that the whole conversation is about.
    parent = models.ForeignKey("Post", models.SET_NULL, null=True, related_name="+")
    root = models.ForeignKey("Post", models.CASCADE, null=True, related_name="+", db_index=False)
    is_comment = models.BooleanField(default=False)
    share_of = models.ForeignKey("Post", models.CASCADE, null=True, related_name="+", db_index=False)
    quote_of = models.ForeignKey("Post", models.SET_NULL, null=True, related_name="+")
    quote_state = models.SmallIntegerField(choices=QuoteState.choices, default=QuoteState.NONE)
    quote_policy = models.SmallIntegerField(choices=QuotePolicy.choices, default=QuotePolicy.EVERYONE)
    # On whose profile it stands, when that is not its author's: seen by those who may see both.
    wall = models.ForeignKey("Account", models.CASCADE, null=True, related_name="+", db_index=False)
    comment_policy = models.SmallIntegerField(choices=CommentPolicy.choices, default=CommentPolicy.EVERYONE)
    app = models.ForeignKey("App", models.SET_NULL, null=True, related_name="+", db_index=False)
    text = models.TextField()
    html = models.TextField()
    # The page of which something is shown: of all that it links to, the first that has one.
    link = models.ForeignKey("Link", models.SET_NULL, null=True, related_name="+", db_index=False)
    # A content warning, in front of what is shown.
    warning = models.CharField(max_length=500, blank=True)
    is_sensitive = models.BooleanField(default=False)
    language = models.CharField(max_length=12, blank=True)
    place = models.CharField(max_length=100, blank=True)
    mood = models.SmallIntegerField(choices=Mood.choices, default=Mood.NONE)
    has_media = models.BooleanField(default=False)
    has_poll = models.BooleanField(default=False)
    pinned_at = models.DateTimeField(null=True)
    reactions_count = models.PositiveIntegerField(default=0)
    shares_count = models.PositiveIntegerField(default=0)
    # Comments that everyone sees who sees the post.
    comments_count = models.PositiveIntegerField(default=0)
    quotes_count = models.PositiveIntegerField(default=0)
    # What a decision keeps from it: being seen, being seen without a warning, reaching those who do not follow its
    # author, being answered and shared; and where that was decided, without which the database refuses it.
    withheld = models.SmallIntegerField(choices=Withheld.choices, default=Withheld.NO)
    is_blurred = models.BooleanField(default=False)
    is_limited = models.BooleanField(default=False)
    is_locked = models.BooleanField(default=False)
    restriction = models.ForeignKey("Restriction", models.PROTECT, null=True, related_name="+", db_index=False)
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
            models.CheckConstraint(
                condition=Q(withheld=Withheld.NO, is_blurred=False, is_limited=False, is_locked=False)
                | Q(restriction__isnull=False),
                name="post_restricted_by_decision",
            ),
            models.UniqueConstraint(
                fields=["share_of", "author"],
                name="share_once",
                condition=Q(deleted_at=None, share_of__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["author", "-id", "audience", "is_comment", "withheld"],
                name="post_by_author",
                condition=Q(deleted_at=None),
            ),
            models.Index(fields=["root", "id"], name="post_by_root", condition=Q(root__isnull=False)),
            models.Index(fields=["author", "-pinned_at"], name="post_pinned", condition=~Q(pinned_at=None)),
            models.Index(fields=["-id", "author"], name="post_newest", condition=Q(deleted_at=None)),
            models.Index(fields=["deleted_at"], name="post_deleted", condition=~Q(deleted_at=None)),
            models.Index(fields=["link", "-id"], name="post_by_link", condition=~Q(link=None)),
            models.Index(fields=["wall", "-id"], name="post_on_wall", condition=~Q(wall=None)),
        ]


class PostAudience(models.Model):
    """One list or one person a post is for (`LISTS`, `PEOPLE`), or is kept from (`FRIENDS_EXCEPT`)."""

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
    """A #tag. `name` is its NFKC casefold form, so that #Café and #CAFÉ are one.

    `folded` is what it is found by, as `tags_found.folded_tag` makes it of the name.
    """

    name = models.CharField(max_length=100, unique=True)
    # Bytes, which every database puts in the same order. A letter of a name becomes nine at most.
    folded = models.BinaryField(max_length=900, default=b"")

    class Meta:
        indexes = [models.Index(fields=["folded"], name="tag_by_folded")]


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


class PostVersion(models.Model):
    """What a post was before a change."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="+")
    text = models.TextField()
    html = models.TextField()
    warning = models.CharField(max_length=500, blank=True)
    is_sensitive = models.BooleanField(default=False)
    # What its poll offered, when it had one: titles in order.
    poll_titles = models.JSONField(default=list)
    # Ids and descriptions of its media, in order.
    media = models.JSONField(default=list)
    created_at = models.DateTimeField()


class Reaction(models.Model):
    """What `account` thinks of `post`, in one of a few signs."""

    class Kind(models.IntegerChoices):
        LIKE = 1
        THANKS = 2
        CHEER = 3
        LAUGH = 4
        WOW = 5
        SAD = 6

    post = models.ForeignKey(Post, models.CASCADE, related_name="+", db_index=False)
    account = models.ForeignKey("Account", models.CASCADE, related_name="+", db_index=False)
    kind = models.SmallIntegerField(choices=Kind.choices, default=Kind.LIKE)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "account"], name="reaction_once"),
            models.CheckConstraint(condition=Q(kind__gte=1, kind__lte=6), name="reaction_known"),
        ]
        indexes = [models.Index(fields=["account", "-id"], name="reaction_by_account")]


class Bookmark(models.Model):
    """`account` has saved `post`. Nobody else knows."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="+", db_index=False)
    account = models.ForeignKey("Account", models.CASCADE, related_name="+", db_index=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "account"], name="bookmark_once")]
        indexes = [models.Index(fields=["account", "-id"], name="bookmark_by_account")]


class ThreadState(models.Model):
    """How `account` stands to the conversation under `root`: muted, read up to an id, put away up to an id."""

    root = models.ForeignKey(Post, models.CASCADE, related_name="+")
    account = models.ForeignKey("Account", models.CASCADE, related_name="+", db_index=False)
    is_muted = models.BooleanField(default=False)
    # Told of every comment, whether or not it is an answer to them.
    is_followed = models.BooleanField(default=False)
    last_read_id = models.BigIntegerField(default=0)
    hidden_until_id = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "root"], name="thread_state_once")]


class Poll(models.Model):
    """A question under a post, with answers to choose from."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    post = models.OneToOneField(Post, models.CASCADE, related_name="+")
    is_multiple = models.BooleanField(default=False)
    # The numbers are for nobody before the end.
    hides_totals = models.BooleanField(default=False)
    ends_at = models.DateTimeField(null=True)
    votes_count = models.PositiveIntegerField(default=0)
    voters_count = models.PositiveIntegerField(default=0)


class PollOption(models.Model):
    """One answer of a poll."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="+", db_index=False)
    position = models.SmallIntegerField()
    title = models.CharField(max_length=200)
    votes_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "position"], name="poll_option_once")]


class PollVote(models.Model):
    """`account` chose `option`."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="+", db_index=False)
    option = models.ForeignKey(PollOption, models.CASCADE, related_name="+", db_index=False)
    account = models.ForeignKey("Account", models.CASCADE, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "account", "option"], name="vote_once")]


class ScheduledPost(models.Model):
    """What `author` will say at a time. `draft` is what the app sent, in our own words."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    author = models.ForeignKey("Account", models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=64)
    due_at = models.DateTimeField()
    draft = models.JSONField()
    # Why it could not be said when its time had come.
    failure = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "key"], name="scheduled_key_once")]


class SavedDraft(models.Model):
    """What someone is writing and has not sent: kept after every few seconds, gone once it is sent.

    `place`: "" for a post, "c12" for a comment on post 12, "e12" for the change of post 12, "w12" for the wall of
    account 12. `content`: what the form holds, as `domain.posts.drafts` reads it.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    author = models.ForeignKey("Account", models.CASCADE, related_name="+", db_index=False)
    # Of the form: the post that comes of it has the same.
    key = models.CharField(max_length=64)
    place = models.CharField(max_length=24, blank=True)
    content = models.JSONField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    # Put away, or sent: it stays for a day, to be brought back, and so that what comes late does not make it anew.
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "key"], name="saved_draft_once")]
        indexes = [models.Index(fields=["author", "-updated_at"], name="saved_draft_newest")]


class FollowedTag(models.Model):
    """What carries `tag` is in the home of `account`."""

    account = models.ForeignKey("Account", models.CASCADE, related_name="+", db_index=False)
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "tag"], name="tag_followed_once")]


class FeaturedTag(models.Model):
    """`account` shows `tag` on their profile."""

    account = models.ForeignKey("Account", models.CASCADE, related_name="+", db_index=False)
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "tag"], name="tag_featured_once")]


class Filter(models.Model):
    """What `owner` does not want to read, or only after a warning, and where. `contexts`: words, a blank between."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    owner = models.ForeignKey("Account", models.CASCADE, related_name="+")
    title = models.CharField(max_length=200)
    contexts = models.CharField(max_length=100)
    # "warn", "hide" or "blur".
    action = models.CharField(max_length=4, default="warn")
    until = models.DateTimeField(null=True)


class FilterKeyword(models.Model):
    """A word that `filter` looks for."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    filter = models.ForeignKey(Filter, models.CASCADE, related_name="+")
    keyword = models.CharField(max_length=200)
    is_whole_word = models.BooleanField(default=True)


class FilterPost(models.Model):
    """A single post that `filter` is for."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    filter = models.ForeignKey(Filter, models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["filter", "post"], name="filter_post_once")]
