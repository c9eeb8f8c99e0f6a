"""Tables of people: `User` signs in, `Account` is seen."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from verandah.base.ids import new_id

from .roles import Role


class Account(models.Model):
    """A person as others see them. `rev` counts its changes, so that what was rendered of it can be addressed."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    username = models.CharField(max_length=30, unique=True)
    # Two names that look alike have the same skeleton (UTS #39), so the second is refused.
    skeleton = models.CharField(max_length=120, unique=True)
    display_name = models.CharField(max_length=60)
    bio = models.CharField(max_length=500, blank=True)
    approves_followers = models.BooleanField(default=False)
    followers_count = models.PositiveIntegerField(default=0)
    following_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    # When they had shown that their e-mail address is theirs. Before that nobody sees them.
    joined_at = models.DateTimeField(null=True)
    rev = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"@{self.username}"


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

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    objects = Users()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["email"], name="user_email_once", condition=~Q(email="")),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="user_role_known"),
            models.UniqueConstraint(fields=["role"], name="one_owner", condition=Q(role=Role.OWNER)),
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
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class AccessToken(models.Model):
    """What an app shows instead of a password. Without an account it speaks for the app alone."""

    app = models.ForeignKey(App, models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, models.CASCADE, related_name="+", null=True)
    code = models.ForeignKey(AuthorizationCode, models.SET_NULL, related_name="+", null=True)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.CharField(max_length=1500)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
