"""Tables of people: `User` signs in, `Account` is seen."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from verandah.base.ids import new_id

from .circles import Circle
from .quoting import QuotePolicy
from .roles import Role
from .standing import Standing
from .trust import Trust
from .words import LONGEST_WORD


class Account(models.Model):
    """A person as others see them. `rev` counts its changes, so that what was rendered of it can be addressed."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    username = models.CharField(max_length=30, unique=True)
    # Two names that look alike have the same skeleton (UTS #39), so the second is refused.
    skeleton = models.CharField(max_length=120, unique=True)
    display_name = models.CharField(max_length=60)
    bio = models.CharField(max_length=500, blank=True)
    fields = models.JSONField(default=list)
    avatar = models.ForeignKey("Media", models.SET_NULL, null=True, related_name="+", db_index=False)
    header = models.ForeignKey("Media", models.SET_NULL, null=True, related_name="+", db_index=False)
    # Where the two are served, from the root of the site: so that naming a person needs no look at their files.
    avatar_path = models.CharField(max_length=200, blank=True)
    header_path = models.CharField(max_length=200, blank=True)
    avatar_description = models.CharField(max_length=1500, blank=True)
    header_description = models.CharField(max_length=1500, blank=True)
    attribution_domains = models.JSONField(default=list)
    approves_followers = models.BooleanField(default=False)
    hides_connections = models.BooleanField(default=False)
    # Who sees what others write on their wall: of the audiences, one without lists.
    wall_audience = models.SmallIntegerField(default=2)
    discoverable = models.BooleanField(default=True)
    indexable = models.BooleanField(default=False)
    is_bot = models.BooleanField(default=False)
    # Which parts their profile has in apps that show it in parts.
    shows_media = models.BooleanField(default=True)
    shows_media_replies = models.BooleanField(default=True)
    shows_recommended = models.BooleanField(default=True)
    # What a new post of theirs begins with; the audience is a value of `domain.posts.audience.Audience`.
    default_audience = models.SmallIntegerField(null=True)
    default_sensitive = models.BooleanField(default=False)
    default_language = models.CharField(max_length=12, blank=True)
    quote_policy = models.SmallIntegerField(choices=QuotePolicy.choices, default=QuotePolicy.EVERYONE)
    # How many posts there are, and of them: how many all members may see, how many everyone on the web may see.
    posts_count = models.PositiveIntegerField(default=0)
    open_posts_count = models.PositiveIntegerField(default=0)
    public_posts_count = models.PositiveIntegerField(default=0)
    # The day of the newest post that all members may see.
    newest_open_on = models.DateField(null=True)
    newest_public_on = models.DateField(null=True)
    followers_count = models.PositiveIntegerField(default=0)
    following_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    # When they had shown that their e-mail address is theirs. Before that nobody sees them.
    joined_at = models.DateTimeField(null=True)
    # Since when they are suspended (nobody sees them or their posts), or limited (only followers are shown them).
    suspended_at = models.DateTimeField(null=True)
    limited_at = models.DateTimeField(null=True)
    # Staff has decided that all their media are shown only after a warning.
    is_always_sensitive = models.BooleanField(default=False)
    # What staff has decided that they may not do; and that nothing of theirs may be removed, not even by them.
    standing = models.SmallIntegerField(choices=Standing.choices, default=Standing.OK)
    is_frozen = models.BooleanField(default=False)
    # Since when they are suspended for good: after 30 days they are erased.
    terminated_at = models.DateTimeField(null=True)
    # Since when they have left, for a while or for good: then `suspended_at` says so too, and nobody sees them. And
    # when they will be erased who have left for good.
    left_at = models.DateTimeField(null=True)
    erase_at = models.DateTimeField(null=True)
    # Where the newest of all this was decided; without it the database refuses the rest.
    restriction = models.ForeignKey("Restriction", models.PROTECT, null=True, related_name="+", db_index=False)
    # How far they are trusted, counted from what they do, unless staff has said it.
    trust = models.SmallIntegerField(choices=Trust.choices, default=Trust.BASIC)
    trust_is_fixed = models.BooleanField(default=False)
    # The sum of `Media.bytes` of all their files. A chore counts it anew.
    media_bytes = models.BigIntegerField(default=0)
    rev = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(
                        limited_at=None,
                        terminated_at=None,
                        is_always_sensitive=False,
                        is_frozen=False,
                        standing=Standing.OK,
                    )
                    & (Q(suspended_at=None) | Q(left_at__isnull=False))
                )
                | Q(restriction__isnull=False),
                name="account_restricted_by_decision",
            ),
            models.CheckConstraint(
                condition=Q(erase_at=None) | Q(left_at__isnull=False), name="account_erased_after_leaving"
            ),
        ]
        indexes = [
            models.Index(fields=["erase_at"], name="account_to_erase", condition=Q(erase_at__isnull=False)),
            # Lists of people by their names, by their newest posts, by when they joined, by trust; and those few who
            # stand in another way than most.
            models.Index(Lower("display_name"), "id", name="account_by_name"),
            models.Index(fields=["newest_open_on", "id"], name="account_by_newest_open"),
            models.Index(fields=["newest_public_on", "id"], name="account_by_newest_public"),
            models.Index(fields=["joined_at"], name="account_by_joining"),
            models.Index(fields=["trust", "joined_at"], name="account_by_trust"),
            models.Index(fields=["id"], name="account_limited", condition=Q(limited_at__isnull=False)),
            models.Index(fields=["id"], name="account_suspended", condition=Q(suspended_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"@{self.username}"


class Preferences(models.Model):
    """What someone has chosen that only they themselves and their visitors' deeds ask for. No row: all as it begins."""

    account = models.OneToOneField(Account, models.CASCADE, related_name="+", primary_key=True)
    takes_followers = models.BooleanField(default=True)
    befriended_by = models.SmallIntegerField(choices=Circle.choices, default=Circle.MEMBERS)
    wall_open_to = models.SmallIntegerField(choices=Circle.choices, default=Circle.FRIENDS)
    mentioned_by = models.SmallIntegerField(choices=Circle.choices, default=Circle.MEMBERS)
    # Of the last post: {"audience": "lists", "lists": [1], "people": [2]}; empty until there is one.
    last_audience = models.JSONField(default=dict)
    # "MM-DD", without the year; and for whom, as an audience without lists.
    birthday = models.CharField(max_length=5, blank=True)
    birthday_audience = models.SmallIntegerField(default=4)
    # The day on which friends were last told of it.
    birthday_told_on = models.DateField(null=True)
    # A name of the IANA database; empty is that of the setting VERANDAH_TIME_ZONE.
    time_zone = models.CharField(max_length=64, blank=True)
    # Whether others are suggested to them.
    takes_suggestions = models.BooleanField(default=True)
    # Whether their front page tells them what they wrote on this day of earlier years.
    looks_back = models.BooleanField(default=True)
    # The steps of their first day that are done or skipped, as words of `actions.greeting`.
    first_steps = models.JSONField(default=list, blank=True)


class Export(models.Model):
    """All that `account` has here, put into one file by a job that can be broken off; or why that failed."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    created_at = models.DateTimeField()
    # How far it has got, in steps; and where it goes on after it was broken off, as words of `actions.exporting`.
    steps = models.PositiveIntegerField(default=0)
    steps_done = models.PositiveIntegerField(default=0)
    state = models.JSONField(default=dict)
    ended_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=500, blank=True)
    # What it is called in the store; empty until it is whole, and again when it has been cleared.
    name = models.CharField(max_length=100, blank=True)
    bytes = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account"], name="one_export_at_once", condition=Q(ended_at=None))
        ]


class Erasure(models.Model):
    """Someone who had left for good has been erased: when, and how much of each kind. It names nobody.

    `code` stands in the last letter to them, and opens a page that says this.
    """

    code = models.CharField(max_length=32, unique=True)
    asked_at = models.DateTimeField()
    erased_at = models.DateTimeField()
    # {"posts": 12, "files": 3, ...}; and what had to be kept, with its reason, as words of `actions.leaving`.
    counts = models.JSONField(default=dict)
    kept = models.JSONField(default=list)


class NameGram(models.Model):
    """Three letters in a row of a word that `account` is found by: so that a name is found with a slip in it."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+", db_index=False)
    # Bytes, which every database puts in the same order.
    gram = models.BinaryField(max_length=12)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "gram"], name="name_gram_once")]
        indexes = [models.Index(fields=["gram", "account"], name="account_by_gram")]


class AccountWord(models.Model):
    """A word that `account` is found by, as `words.words_of` makes it of the names."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+", db_index=False)
    # Bytes, which every database puts in the same order.
    word = models.BinaryField(max_length=LONGEST_WORD)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "word"], name="found_by_once")]
        indexes = [models.Index(fields=["word", "account"], name="found_by_word")]


class Users(BaseUserManager["User"]):
    """Finds log-ins, each with its account, which every page needs; only `actions.enrolling` makes them."""

    def get_queryset(self) -> models.QuerySet["User"]:
        return super().get_queryset().select_related("account")


class User(AbstractBaseUser):
    """A log-in. `username` repeats the account's, because it is what is typed to sign in."""

    username = models.CharField(max_length=30, unique=True)
    email = models.EmailField(max_length=254)
    role = models.SmallIntegerField(choices=Role.choices, default=Role.MEMBER)
    account = models.OneToOneField(Account, models.CASCADE, related_name="user")
    language = models.CharField(max_length=12, blank=True)
    is_active = models.BooleanField(default=True)
    # Where it was decided that they cannot sign in; without it the database refuses that.
    restriction = models.ForeignKey("Restriction", models.PROTECT, null=True, related_name="+", db_index=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    objects = Users()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["email"], name="user_email_once", condition=~Q(email="")),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="user_role_known"),
            models.CheckConstraint(
                condition=Q(is_active=True) | Q(restriction__isnull=False), name="user_closed_by_decision"
            ),
            models.UniqueConstraint(fields=["role"], name="one_owner", condition=Q(role=Role.OWNER)),
        ]
        indexes = [
            models.Index(fields=["role"], name="user_of_staff", condition=Q(role__gt=Role.MEMBER)),
            models.Index(fields=["language"], name="user_by_language"),
        ]


class App(models.Model):
    """A program that someone has made for this site. Only the digest of its secret is kept."""

    name = models.CharField(max_length=60)
    website = models.CharField(max_length=2000, blank=True)
    client_id = models.CharField(max_length=64, unique=True)
    secret_digest = models.CharField(max_length=64, blank=True)
    # The addresses it may be returned to, a line each.
    redirect_uris = models.CharField(max_length=2000, blank=True)
    # Words of `rules.SCOPES`, with single spaces between them; the same in the two tables below.
    scopes = models.CharField(max_length=1500)
    created_at = models.DateTimeField()


class AuthorizationCode(models.Model):
    """What a member's consent is carried to the app with: good once, and only for minutes."""

    app = models.ForeignKey(App, models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    redirect_uri = models.CharField(max_length=2000)
    scopes = models.CharField(max_length=1500)
    # PKCE, always S256; empty when the app did not ask for it.
    challenge = models.CharField(max_length=128, blank=True)
    # Of the browser session in which the consent was given; the same in the table below.
    session_digest = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class AccessToken(models.Model):
    """What an app shows instead of a password. Without an account it speaks for the app alone."""

    app = models.ForeignKey(App, models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, models.CASCADE, related_name="+", null=True)
    code = models.ForeignKey(AuthorizationCode, models.SET_NULL, related_name="+", null=True)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.CharField(max_length=1500)
    # Empty for one that was not given in a browser. When that session is ended, so is the token.
    session_digest = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
