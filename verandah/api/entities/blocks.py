"""Admin::EmailDomainBlock and its neighbours: what is kept out."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import TypedDict

from verandah.domain.moderation.blocks import ShownEmail, ShownEmailDomain, ShownNetwork, ShownServer

from .dates import moment, moment_or_none

DAYS = 7


class TriesJson(TypedDict):
    """Texts, as in the history of a tag."""

    day: str
    accounts: str
    uses: str


class EmailDomainBlockJson(TypedDict):
    id: str
    domain: str
    created_at: str
    history: list[TriesJson]
    allow_with_approval: bool


class CanonicalEmailBlockJson(TypedDict):
    id: str
    canonical_email_hash: str


class IpBlockJson(TypedDict):
    id: str
    ip: str
    severity: str
    comment: str
    created_at: str
    expires_at: str | None


class DomainBlockJson(TypedDict):
    id: str
    domain: str
    digest: str
    created_at: str
    severity: str
    reject_media: bool
    reject_reports: bool
    private_comment: str | None
    public_comment: str | None
    obfuscate: bool


class DomainAllowJson(TypedDict):
    id: str
    domain: str
    created_at: str


def email_domain_block(shown: ShownEmailDomain, now: datetime) -> EmailDomainBlockJson:
    """A domain. How often it was tried is not kept."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    days = [int((today - timedelta(days=number)).timestamp()) for number in range(DAYS)]
    return {
        "id": str(shown.id),
        "domain": shown.domain,
        "created_at": moment(shown.created_at),
        "history": [{"day": str(day), "accounts": "0", "uses": "0"} for day in days],
        "allow_with_approval": False,
    }


def canonical_email_block(shown: ShownEmail) -> CanonicalEmailBlockJson:
    """An address by its hash."""
    return {"id": str(shown.id), "canonical_email_hash": shown.digest}


def ip_block(shown: ShownNetwork) -> IpBlockJson:
    """A network."""
    return {
        "id": str(shown.id),
        "ip": shown.network,
        "severity": shown.severity,
        "comment": shown.comment,
        "created_at": moment(shown.created_at),
        "expires_at": moment_or_none(shown.expires_at),
    }


def domain_block(shown: ShownServer) -> DomainBlockJson:
    """Another server."""
    return {
        "id": str(shown.id),
        "domain": shown.domain,
        "digest": sha256(shown.domain.encode()).hexdigest(),
        "created_at": moment(shown.created_at),
        "severity": shown.severity,
        "reject_media": shown.reject_media,
        "reject_reports": shown.reject_reports,
        "private_comment": shown.private_comment or None,
        "public_comment": shown.public_comment or None,
        "obfuscate": shown.obfuscate,
    }
