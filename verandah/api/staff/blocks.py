"""Who and what is kept out: e-mail addresses and domains, networks, other servers. For admins."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.actions import barring
from verandah.actions.barring import NetworkWish, ServerWish
from verandah.api.door import MemberRequest, staff_endpoint, told
from verandah.api.entities.blocks import canonical_email_block, domain_block, email_domain_block, ip_block
from verandah.api.paging import listed, page_of
from verandah.base.errors import Forbidden, NotFound
from verandah.domain.accounts.permissions import Permission
from verandah.domain.moderation import blocks


@staff_endpoint("GET", "admin:read:email_domain_blocks", permission=Permission.KEEP_OUT)
def email_domains(request: MemberRequest) -> HttpResponse:
    """Domains of whose addresses none can sign up."""
    found, now = blocks.email_domains(request.viewer, page_of(request, 100, 200)), timezone.now()
    return listed(request, [email_domain_block(row, now) for row in found], [row.id for row in found])


@staff_endpoint("GET", "admin:read:email_domain_blocks", permission=Permission.KEEP_OUT)
def email_domain(request: MemberRequest, number: int) -> HttpResponse:
    """One of them."""
    return told(email_domain_block(blocks.email_domain(request.viewer, number), timezone.now()))


@staff_endpoint("POST", "admin:write:email_domain_blocks", permission=Permission.KEEP_OUT)
def add_email_domain(request: MemberRequest) -> HttpResponse:
    """Keep another one out."""
    row = barring.bar_email_domain(request.parameters.text("domain"), request.viewer)
    return email_domain.view(request, row.pk)


@staff_endpoint("DELETE", "admin:write:email_domain_blocks", permission=Permission.KEEP_OUT)
def drop_email_domain(request: MemberRequest, number: int) -> HttpResponse:
    """Keep one out no more."""
    barring.unbar_email_domain(number, request.viewer)
    return told({})


@staff_endpoint("GET", "admin:read:canonical_email_blocks", permission=Permission.KEEP_OUT)
def emails(request: MemberRequest) -> HttpResponse:
    """Addresses that cannot sign up, by their hashes."""
    found = blocks.emails(request.viewer, page_of(request, 100, 200))
    return listed(request, [canonical_email_block(row) for row in found], [row.id for row in found])


@staff_endpoint("GET", "admin:read:canonical_email_blocks", permission=Permission.KEEP_OUT)
def email(request: MemberRequest, number: int) -> HttpResponse:
    """One of them."""
    return told(canonical_email_block(blocks.email(request.viewer, number)))


@staff_endpoint("POST", "admin:read:canonical_email_blocks", permission=Permission.KEEP_OUT)
def try_email(request: MemberRequest) -> HttpResponse:
    """Which of them keep an address out."""
    found = blocks.emails_like(request.viewer, request.parameters.text("email"))
    return told([canonical_email_block(row) for row in found])


@staff_endpoint("POST", "admin:write:canonical_email_blocks", permission=Permission.KEEP_OUT)
def add_email(request: MemberRequest) -> HttpResponse:
    """Keep another one out."""
    asked = request.parameters
    row = barring.bar_email(request.viewer, asked.text("email"), asked.text("canonical_email_hash"))
    return email.view(request, row.pk)


@staff_endpoint("DELETE", "admin:write:canonical_email_blocks", permission=Permission.KEEP_OUT)
def drop_email(request: MemberRequest, number: int) -> HttpResponse:
    """Keep one out no more."""
    barring.unbar_email(number, request.viewer)
    return told({})


@staff_endpoint("GET", "admin:read:ip_blocks", permission=Permission.KEEP_OUT)
def networks(request: MemberRequest) -> HttpResponse:
    """Networks, and what is kept from them."""
    found = blocks.networks(request.viewer, page_of(request, 100, 200))
    return listed(request, [ip_block(row) for row in found], [row.id for row in found])


@staff_endpoint("GET", "admin:read:ip_blocks", permission=Permission.KEEP_OUT)
def network(request: MemberRequest, number: int) -> HttpResponse:
    """One of them."""
    return told(ip_block(blocks.network(request.viewer, number)))


@staff_endpoint("POST", "admin:write:ip_blocks", permission=Permission.KEEP_OUT)
def add_network(request: MemberRequest) -> HttpResponse:
    """Keep something from another one."""
    row = barring.bar_network(network_wish(request), request.viewer)
    return network.view(request, row.pk)


@staff_endpoint("PUT", "admin:write:ip_blocks", permission=Permission.KEEP_OUT)
def change_network(request: MemberRequest, number: int) -> HttpResponse:
    """Keep something else from it."""
    barring.change_network(number, network_wish(request), request.viewer)
    return network.view(request, number)


@staff_endpoint("DELETE", "admin:write:ip_blocks", permission=Permission.KEEP_OUT)
def drop_network(request: MemberRequest, number: int) -> HttpResponse:
    """Keep nothing from it any more."""
    barring.unbar_network(number, request.viewer)
    return told({})


@staff_endpoint("GET", "admin:read:domain_blocks", permission=Permission.KEEP_OUT)
def servers(request: MemberRequest) -> HttpResponse:
    """Other servers, and what is wanted of them once there is federation."""
    found = blocks.servers(request.viewer, page_of(request, 100, 200))
    return listed(request, [domain_block(row) for row in found], [row.id for row in found])


@staff_endpoint("GET", "admin:read:domain_blocks", permission=Permission.KEEP_OUT)
def server(request: MemberRequest, number: int) -> HttpResponse:
    """One of them."""
    return told(domain_block(blocks.server(request.viewer, number)))


@staff_endpoint("POST", "admin:write:domain_blocks", permission=Permission.KEEP_OUT)
def add_server(request: MemberRequest) -> HttpResponse:
    """Say what is wanted of another one."""
    row = barring.bar_server(request.parameters.text("domain"), server_wish(request), request.viewer)
    return server.view(request, row.pk)


@staff_endpoint("PUT", "admin:write:domain_blocks", permission=Permission.KEEP_OUT)
def change_server(request: MemberRequest, number: int) -> HttpResponse:
    """Want something else of it."""
    barring.change_server(number, server_wish(request), request.viewer)
    return server.view(request, number)


@staff_endpoint("DELETE", "admin:write:domain_blocks", permission=Permission.KEEP_OUT)
def drop_server(request: MemberRequest, number: int) -> HttpResponse:
    """Want nothing special of it."""
    barring.unbar_server(number, request.viewer)
    return told({})


@staff_endpoint("GET", "admin:read:domain_allows", permission=Permission.KEEP_OUT)
def allowed_servers(request: MemberRequest) -> HttpResponse:
    """Servers that alone are let in: none, because there is no such mode."""
    return told([])


@staff_endpoint("GET", "admin:read:domain_allows", permission=Permission.KEEP_OUT)
def allowed_server(request: MemberRequest, number: int) -> HttpResponse:
    """There is none."""
    raise NotFound


@staff_endpoint("POST", "admin:write:domain_allows", permission=Permission.KEEP_OUT)
def allow_server(request: MemberRequest) -> HttpResponse:
    """It cannot be done."""
    raise Forbidden(_("This site is not for chosen servers only, so there is no list of them."))


@staff_endpoint("DELETE", "admin:write:domain_allows", permission=Permission.KEEP_OUT)
def forget_server(request: MemberRequest, number: int) -> HttpResponse:
    """There is none."""
    raise NotFound


def network_wish(request: MemberRequest) -> NetworkWish:
    """What an app asks for. What it does not name stays."""
    asked = request.parameters
    return NetworkWish(
        network=asked.text("ip") or None,
        severity=asked.text("severity") or None,
        comment=asked.text("comment") if asked.has("comment") else None,
        seconds=asked.number("expires_in", 0) if "expires_in" in asked.values else None,
    )


def server_wish(request: MemberRequest) -> ServerWish:
    """What an app asks for. What it does not name stays."""
    asked = request.parameters
    return ServerWish(
        severity=asked.text("severity") or None,
        reject_media=asked.flag("reject_media") if asked.has("reject_media") else None,
        reject_reports=asked.flag("reject_reports") if asked.has("reject_reports") else None,
        private_comment=asked.text("private_comment") if asked.has("private_comment") else None,
        public_comment=asked.text("public_comment") if asked.has("public_comment") else None,
        obfuscate=asked.flag("obfuscate") if asked.has("obfuscate") else None,
    )
