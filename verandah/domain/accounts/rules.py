"""Who may join, who may do what for the site, and what an app may be allowed. Pure."""

from verandah.domain.instance.models import Joining

from .permissions import is_staff
from .roles import Role

BOTH = ["accounts", "blocks", "bookmarks", "collections", "favourites", "filters", "follows", "lists", "mutes"]
READ = [*BOTH, "notifications", "search", "statuses"]
WRITE = [*BOTH, "conversations", "media", "notifications", "reports", "statuses"]
ADMIN = [
    "accounts",
    "reports",
    "domain_allows",
    "domain_blocks",
    "ip_blocks",
    "email_domain_blocks",
    "canonical_email_blocks",
]

# Mastodon's list. A scope without a colon holds all that begin with it.
SCOPES = frozenset(
    ["profile", "read", "write", "follow", "push", "admin:read", "admin:write"]
    + [f"read:{thing}" for thing in READ]
    + [f"write:{thing}" for thing in WRITE]
    + [f"admin:{deed}:{thing}" for deed in ("read", "write") for thing in ADMIN]
)
STAFF_SCOPES = frozenset(scope for scope in SCOPES if scope.startswith("admin:"))
# The scope of Mastodon's first years, which apps still ask for.
FOLLOW = frozenset(f"{deed}:{thing}" for deed in ("read", "write") for thing in ("blocks", "follows", "mutes"))
# Whoever may read accounts may know whose token it is.
KNOWS_ITS_OWNER = frozenset({"read", "read:accounts"})
# An app that asks for its code on a page, to be copied by hand.
OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"


def may_sign_up(joining: Joining, is_invited: bool = False) -> bool:
    """Whether somebody can make an account by themselves, be it that the staff looks at them before they are in."""
    if is_invited:
        return joining != Joining.CLOSED
    return joining in (Joining.OPEN, Joining.APPROVAL)


def may_grant(role: Role, scopes: frozenset[str]) -> bool:
    """Whether someone with this role may let an app have these scopes. What the app can then do, their role at that
    time decides."""
    return is_staff(role) or not scopes & STAFF_SCOPES


def covers(granted: frozenset[str], needed: str) -> bool:
    """Whether a token with the scopes `granted` may do what needs the scope `needed`: `read` holds `read:lists`."""
    if needed in granted:
        return True
    if needed == "profile":
        return bool(granted & KNOWS_ITS_OWNER)
    if needed in FOLLOW and "follow" in granted:
        return True
    parts = needed.split(":")
    return any(":".join(parts[:length]) in granted for length in range(1, len(parts)))


def beyond(granted: frozenset[str], wanted: frozenset[str]) -> list[str]:
    """What of `wanted` is more than `granted`, or no scope at all."""
    return sorted(scope for scope in wanted if scope not in SCOPES or not covers(granted, scope))


def grantable(role: Role, scopes: frozenset[str]) -> frozenset[str]:
    """What of `scopes` someone with this role can give away."""
    return scopes if may_grant(role, scopes) else scopes - STAFF_SCOPES
