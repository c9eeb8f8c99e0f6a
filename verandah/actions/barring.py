"""Keeping out: e-mail addresses, networks, other servers. Only admins do it, and each deed is in the record."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_network

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base.errors import Forbidden, Invalid, NotFound
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.roles import Role
from verandah.domain.moderation.barring import BARRIER
from verandah.domain.moderation.emails import canonical_digest, is_digest
from verandah.domain.moderation.models import CanonicalEmailBlock, EmailDomainBlock, IpBlock, ServerBlock
from verandah.domain.moderation.rules import IP_SEVERITIES, SERVER_SEVERITIES

from . import announcing
from .auditing import note
from .avoiding import ascii_form

LONGEST_COMMENT = 500
LONGEST_REMARK = 1000
LONGEST_SECONDS = 3_153_600_000


@dataclass(frozen=True, slots=True)
class NetworkWish:
    """What is to be kept from a network. What is None stays as it is. `seconds`: until it ends; 0 is never."""

    network: str | None = None
    severity: str | None = None
    comment: str | None = None
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class ServerWish:
    """What is wanted of another server. What is None stays as it is."""

    severity: str | None = None
    reject_media: bool | None = None
    reject_reports: bool | None = None
    private_comment: str | None = None
    public_comment: str | None = None
    obfuscate: bool | None = None


def bar_email_domain(domain: str, by: Account) -> EmailDomainBlock:
    """Nobody signs up with an address of `domain` or below it. Twice: the same. Raises Invalid, Forbidden."""
    name = ascii_form(domain)
    with ruled(by):
        row, made = EmailDomainBlock.objects.get_or_create(domain=name, defaults={"created_at": timezone.now()})
        if made:
            note(by, "bar_email_domain", number=row.pk)
    return row


def unbar_email_domain(number: int, by: Account) -> None:
    """It is free again. Raises NotFound when it is, also the second time; Forbidden."""
    with ruled(by):
        row = EmailDomainBlock.objects.filter(pk=number).first()
        if row is None:
            raise NotFound
        row.delete()
        note(by, "unbar_email_domain", number=number)


def bar_email(by: Account, email: str = "", digest: str = "") -> CanonicalEmailBlock:
    """Nobody signs up with this address in any spelling. Twice: the same. Raises Invalid, Forbidden."""
    if email and "@" not in email:
        raise Invalid("email", _("Enter an e-mail address such as name@example.org."))
    digest = canonical_digest(email) if email else digest.strip().lower()
    if not is_digest(digest):
        raise Invalid("canonical_email_hash", _("Send an e-mail address, or the hash of one."))
    with ruled(by):
        row, made = CanonicalEmailBlock.objects.get_or_create(digest=digest, defaults={"created_at": timezone.now()})
        if made:
            note(by, "bar_email", number=row.pk)
    return row


def unbar_email(number: int, by: Account) -> None:
    """The address is free again. Raises NotFound when it is, also the second time; Forbidden."""
    with ruled(by):
        row = CanonicalEmailBlock.objects.filter(pk=number).first()
        if row is None:
            raise NotFound
        row.delete()
        note(by, "unbar_email", number=number)


def bar_network(wish: NetworkWish, by: Account) -> IpBlock:
    """Keep something from a network. The same network twice: as it is wished now. Raises Invalid, Forbidden."""
    if wish.network is None or wish.severity is None:
        raise Invalid("ip" if wish.network is None else "severity", _("Say which network, and what is kept from it."))
    columns = network_columns(wish)
    with ruled(by):
        row, made = IpBlock.objects.update_or_create(
            network=columns.pop("network"),
            defaults=columns,
            create_defaults={**columns, "created_at": timezone.now()},
        )
        note(by, "bar_network" if made else "change_network", number=row.pk, severity=wish.severity)
        networks_changed(row.pk)
    return row


def change_network(number: int, wish: NetworkWish, by: Account) -> IpBlock:
    """Keep something else from it, or until another time. Twice: the same. Raises NotFound, Invalid, Forbidden."""
    columns = network_columns(wish)
    with ruled(by):
        row = IpBlock.objects.select_for_update().filter(pk=number).first()
        if row is None:
            raise NotFound
        taken = IpBlock.objects.filter(network=columns.get("network", "")).exclude(pk=number)
        if taken.exists():
            raise Invalid("ip", _("This network stands in the list already."), "taken")
        for name, value in columns.items():
            setattr(row, name, value)
        row.save(update_fields=list(columns) or ["comment"])
        note(by, "change_network", number=number, severity=IP_SEVERITIES[IpBlock.Severity(row.severity)])
        networks_changed(number)
    return row


def unbar_network(number: int, by: Account) -> None:
    """Nothing is kept from it any more. Raises NotFound when nothing is, also the second time; Forbidden."""
    with ruled(by):
        if not IpBlock.objects.filter(pk=number).delete()[0]:
            raise NotFound
        note(by, "unbar_network", number=number)
        networks_changed(number)


def clear_ended_networks() -> int:
    """Forget what was kept from networks until a time that is over; how many. It has counted for nothing since."""
    gone, _rows = IpBlock.objects.filter(expires_at__lt=timezone.now()).delete()
    return gone


def bar_server(domain: str, wish: ServerWish, by: Account) -> ServerBlock:
    """What is wanted of a server, once there are others. Raises Invalid, also when it stands in the list; Forbidden."""
    name, columns = ascii_form(domain), server_columns(wish)
    with ruled(by):
        row, made = ServerBlock.objects.get_or_create(domain=name, defaults={**columns, "created_at": timezone.now()})
        if not made:
            raise Invalid("domain", _("This server stands in the list already."), "taken")
        note(by, "bar_server", number=row.pk)
    return row


def change_server(number: int, wish: ServerWish, by: Account) -> ServerBlock:
    """Want something else of it. Twice: the same. Raises NotFound, Invalid, Forbidden."""
    columns = server_columns(wish)
    with ruled(by):
        row = ServerBlock.objects.select_for_update().filter(pk=number).first()
        if row is None:
            raise NotFound
        for name, value in columns.items():
            setattr(row, name, value)
        row.save()
        note(by, "change_server", number=number)
    return row


def unbar_server(number: int, by: Account) -> None:
    """Nothing special is wanted of it. Raises NotFound when nothing is, also the second time; Forbidden."""
    with ruled(by):
        row = ServerBlock.objects.filter(pk=number).first()
        if row is None:
            raise NotFound
        row.delete()
        note(by, "unbar_server", number=number)


@contextmanager
def ruled(by: Account) -> Iterator[None]:
    """A transaction of someone whose role includes this now. Raises Forbidden."""
    with transaction.atomic():
        role = User.objects.filter(account=by).values_list("role", flat=True).first() or Role.MEMBER
        if not may(Role(role), Permission.KEEP_OUT):
            raise Forbidden
        yield


def network_columns(wish: NetworkWish) -> dict[str, object]:
    """What is wished for, as it is kept. Raises Invalid."""
    columns: dict[str, object] = {}
    if wish.network is not None:
        columns["network"] = checked_network(wish.network)
    if wish.severity is not None:
        columns["severity"] = severity_named(wish.severity)
    if wish.comment is not None:
        if len(wish.comment) > LONGEST_COMMENT:
            raise Invalid("comment", _("Keep it to 500 characters."), "too_long")
        columns["comment"] = wish.comment
    if wish.seconds is not None:
        seconds = min(wish.seconds, LONGEST_SECONDS)
        columns["expires_at"] = timezone.now() + timedelta(seconds=seconds) if seconds else None
    return columns


def checked_network(text: str) -> str:
    """A network in its one spelling. This machine itself cannot be kept out: its owner would be, too."""
    try:
        network = ip_network(text.strip(), strict=False)
    except ValueError:
        raise Invalid("ip", _("This is no address and no network. Write it like 203.0.113.0/24.")) from None
    if network.is_loopback:
        raise Invalid("ip", _("This is the address of this machine itself, which is never kept out."))
    return str(network)


def severity_named(word: str) -> IpBlock.Severity:
    """What is kept from a network. Raises Invalid."""
    found = next((kind for kind, name in IP_SEVERITIES.items() if name == word), None)
    if found is None:
        raise Invalid("severity", _("Choose sign_up_requires_approval, sign_up_block or no_access."))
    return found


def server_columns(wish: ServerWish) -> dict[str, object]:
    """What is wished for, as it is kept. Raises Invalid."""
    wanted = {name: getattr(wish, name) for name in ServerWish.__slots__ if getattr(wish, name) is not None}
    for name in ("private_comment", "public_comment"):
        if len(wanted.get(name, "")) > LONGEST_REMARK:
            raise Invalid(name, _("Keep it to 1000 characters."), "too_long")
    if "severity" in wanted:
        kind = next((kind for kind, name in SERVER_SEVERITIES.items() if name == wanted["severity"]), None)
        if kind is None:
            raise Invalid("severity", _("Choose noop, silence or suspend."))
        wanted["severity"] = kind
    return wanted


def networks_changed(number: int) -> None:
    """This process, and all others of the site, learn what holds now as soon as it is committed."""
    transaction.on_commit(BARRIER.read)
    announcing.networks_changed(number)
