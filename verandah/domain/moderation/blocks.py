"""What is kept out, as admins see it: e-mail addresses and domains, networks, other servers."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model, QuerySet

from verandah.base.errors import NotFound
from verandah.base.paging import Page
from verandah.domain.accounts.models import Account

from .emails import canonical_digest
from .models import CanonicalEmailBlock, EmailDomainBlock, IpBlock, ServerBlock
from .rules import IP_SEVERITIES, SERVER_SEVERITIES


@dataclass(frozen=True, slots=True)
class ShownEmailDomain:
    """A domain of whose addresses none can sign up."""

    id: int
    domain: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ShownEmail:
    """An address that cannot sign up, by its hash."""

    id: int
    digest: str


@dataclass(frozen=True, slots=True)
class ShownNetwork:
    """A network, and in the words of apps what is kept from it."""

    id: int
    network: str
    severity: str
    comment: str
    created_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShownServer:
    """Another server, and in the words of apps what is wanted of it."""

    id: int
    domain: str
    severity: str
    reject_media: bool
    reject_reports: bool
    private_comment: str
    public_comment: str
    obfuscate: bool
    created_at: datetime


def email_domains(viewer: Account, page: Page) -> list[ShownEmailDomain]:
    """Newest first."""
    return [show_email_domain(row) for row in page_of(EmailDomainBlock.objects.all(), page)]


def email_domain(viewer: Account, number: int) -> ShownEmailDomain:
    """Raises NotFound."""
    return show_email_domain(one(EmailDomainBlock.objects.all(), number))


def emails(viewer: Account, page: Page) -> list[ShownEmail]:
    """Newest first."""
    return [show_email(row) for row in page_of(CanonicalEmailBlock.objects.all(), page)]


def email(viewer: Account, number: int) -> ShownEmail:
    """Raises NotFound."""
    return show_email(one(CanonicalEmailBlock.objects.all(), number))


def emails_like(viewer: Account, address: str) -> list[ShownEmail]:
    """Those that keep this address out, in whatever spelling."""
    rows = CanonicalEmailBlock.objects.filter(digest=canonical_digest(address)) if "@" in address else ()
    return [show_email(row) for row in rows]


def networks(viewer: Account, page: Page) -> list[ShownNetwork]:
    """Newest first."""
    return [show_network(row) for row in page_of(IpBlock.objects.all(), page)]


def network(viewer: Account, number: int) -> ShownNetwork:
    """Raises NotFound."""
    return show_network(one(IpBlock.objects.all(), number))


def servers(viewer: Account, page: Page) -> list[ShownServer]:
    """Newest first."""
    return [show_server(row) for row in page_of(ServerBlock.objects.all(), page)]


def server(viewer: Account, number: int) -> ShownServer:
    """Raises NotFound."""
    return show_server(one(ServerBlock.objects.all(), number))


def page_of[Row: Model](rows: QuerySet[Row], page: Page) -> list[Row]:
    """A page, newest first."""
    found = rows.filter(pk__lt=page.before, pk__gt=page.after).order_by("pk" if page.forward else "-pk")
    return page.newest_first(list(found[: page.length]))


def one[Row: Model](rows: QuerySet[Row], number: int) -> Row:
    """The row of this number. Raises NotFound."""
    row = rows.filter(pk=number).first()
    if row is None:
        raise NotFound
    return row


def show_email_domain(row: EmailDomainBlock) -> ShownEmailDomain:
    """One row."""
    return ShownEmailDomain(row.pk, row.domain, row.created_at)


def show_email(row: CanonicalEmailBlock) -> ShownEmail:
    """One row."""
    return ShownEmail(row.pk, row.digest)


def show_network(row: IpBlock) -> ShownNetwork:
    """One row."""
    severity = IP_SEVERITIES[IpBlock.Severity(row.severity)]
    return ShownNetwork(row.pk, row.network, severity, row.comment, row.created_at, row.expires_at)


def show_server(row: ServerBlock) -> ShownServer:
    """One row."""
    return ShownServer(
        id=row.pk,
        domain=row.domain,
        severity=SERVER_SEVERITIES[ServerBlock.Severity(row.severity)],
        reject_media=row.reject_media,
        reject_reports=row.reject_reports,
        private_comment=row.private_comment,
        public_comment=row.public_comment,
        obfuscate=row.obfuscate,
        created_at=row.created_at,
    )
