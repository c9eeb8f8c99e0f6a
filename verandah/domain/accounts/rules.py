"""Who may join, who may do what for the site, and what an app may be allowed. Pure."""

from verandah.domain.instance.models import Joining

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


def may_sign_up(joining: Joining) -> bool:
    """Whether anyone can make an account by themselves."""
    return joining == Joining.OPEN


def may_grant(role: Role, scopes: frozenset[str]) -> bool:
    """Whether someone with this role may let an app have these scopes: nobody gives away what they do not have."""
    return role >= Role.ADMIN or not scopes & STAFF_SCOPES
