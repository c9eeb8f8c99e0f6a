"""A site for the published test suites of clients: people, an app and tokens with the names that they expect."""

from dataclasses import dataclass
from secrets import token_urlsafe
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base.errors import Conflict, Forbidden
from verandah.domain.accounts.models import AccessToken, Account, App
from verandah.domain.accounts.queries import digest_of
from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.rules import OUT_OF_BAND
from verandah.domain.accounts.trust import Trust
from verandah.domain.instance.models import Joining, Site
from verandah.domain.posts.audience import Audience

from . import administering, launching
from .enrolling import store, welcome

APP = "__MASTODON_PY_TEST_CLIENT_ID"
SECRET = "__MASTODON_PY_TEST_CLIENT_SECRET"  # noqa: S105  # Public: it stands in the suites.
TOKEN = "__MASTODON_PY_TEST_ACCESS_TOKEN"  # noqa: S105
MEMBER = "read write follow push"
STAFF = f"{MEMBER} admin:read admin:write"


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone whom the suites know. Without a `token` nobody acts for them."""

    username: str
    language: str = ""
    role: Role = Role.MEMBER
    locked: bool = False
    indexable: bool = False
    token: str = ""


# A site has one owner, so the second of the suites' two owners has the role below, with the same scopes.
CAST = (
    Actor("mastodonpy_test", "ja", locked=True, token=TOKEN),
    Actor("mastodonpy_test_2", "ja", indexable=True, token=f"{TOKEN}_3"),
    Actor("admin", role=Role.OWNER, token=f"{TOKEN}_2"),
    Actor("admin2", role=Role.ADMIN),
)


def rehearse() -> str:
    """Make the site of the suites, and mark its folder as one for this machine alone; the password of all its people.

    Raises Forbidden where others could reach it, Conflict when the site has members, so also the second time.
    """
    refuse_strangers()
    if Account.objects.exists():
        raise Conflict(_("This site has accounts already. Choose an empty folder with VERANDAH_DATA."))
    password = token_urlsafe(12)
    with transaction.atomic():
        administering.ensure_site()
        Site.objects.update(name="Rehearsal", tagline="For the test suites of clients", joining=Joining.OPEN)
        launching.open_for_trial()
        app = App.objects.create(
            name="Mastodon.py test suite",
            client_id=APP,
            secret_digest=digest_of(SECRET),
            redirect_uris=OUT_OF_BAND,
            scopes=" ".join(sorted(STAFF.split())),
            created_at=timezone.now(),
        )
        for actor in CAST:
            appear(actor, app, password)
        settings.SUITES_MARK.touch()
    return password


def refuse_strangers() -> None:
    """Its tokens are known to everyone, so nobody else must be able to knock."""
    if not {settings.BIND[0], urlsplit(settings.URL).hostname} <= settings.LOOPBACK:
        raise Forbidden(_("This is for this machine alone: VERANDAH_URL must be such as http://localhost:3000."))


def appear(actor: Actor, app: App, password: str) -> None:
    """One of the cast, with their token. Not by `enrol`: the suites want names that are kept for the site."""
    user = store(actor.username, actor.username, f"{actor.username}@localhost", password, actor.role, Trust.REGULAR)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    welcome(user)
    user.language = actor.language
    user.save(update_fields=["language"])
    account = user.account
    account.approves_followers, account.indexable = actor.locked, actor.indexable
    # They expect that a post is for everyone unless it says otherwise.
    account.default_audience = Audience.PUBLIC
    account.save(update_fields=["approves_followers", "indexable", "default_audience"])
    if actor.token:
        scopes = sorted((STAFF if actor.role >= Role.ADMIN else MEMBER).split())
        AccessToken.objects.create(
            app=app,
            account=account,
            digest=digest_of(actor.token),
            scopes=" ".join(scopes),
            created_at=timezone.now(),
        )
