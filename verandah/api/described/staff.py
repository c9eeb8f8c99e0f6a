"""What the staff's own apps ask: reports, members, who is kept out, figures."""

from typing import Annotated, Literal, NotRequired, TypedDict

from msgspec import Meta

from verandah.api.entities.blocks import (
    CanonicalEmailBlockJson,
    DomainAllowJson,
    DomainBlockJson,
    EmailDomainBlockJson,
    IpBlockJson,
)
from verandah.api.entities.card import TrendingCardJson
from verandah.api.entities.figures import CohortJson, DimensionJson, MeasureJson
from verandah.api.entities.plain import Empty
from verandah.api.entities.report import ReportJson
from verandah.api.entities.staff import AdminAccountJson, AdminReportJson, AdminTagJson
from verandah.api.entities.status import StatusJson

from . import takes
from .said import Said, Table

type Category = Literal["spam", "legal", "violation", "other"]
type Remark = Annotated[str, Meta(max_length=1000)]
type Limit = Annotated[int, Meta(ge=1, le=200)]
type Day = Annotated[str, Meta(pattern="^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$")]
type Keys = Annotated[list[takes.Word], Meta(max_length=30)]


class Complaint(TypedDict):
    account_id: takes.Id
    status_ids: NotRequired[takes.Ids]
    comment: NotRequired[Remark]
    category: NotRequired[Category]
    rule_ids: NotRequired[takes.Ids]
    forward: NotRequired[bool]


class WantedReports(takes.Cursors):
    limit: NotRequired[Limit]
    resolved: NotRequired[bool]
    unresolved: NotRequired[bool]
    account_id: NotRequired[takes.Id]
    target_account_id: NotRequired[takes.Id]


class ChangedReport(TypedDict):
    category: NotRequired[Category]
    rule_ids: NotRequired[takes.Ids]


class WantedMembers(takes.Cursors):
    limit: NotRequired[Limit]
    by_domain: NotRequired[takes.Word]
    username: NotRequired[takes.Word]
    display_name: NotRequired[takes.Word]
    email: NotRequired[takes.Word]
    ip: NotRequired[takes.Word]


class FirstWantedMembers(WantedMembers):
    local: NotRequired[bool]
    remote: NotRequired[bool]
    active: NotRequired[bool]
    pending: NotRequired[bool]
    disabled: NotRequired[bool]
    silenced: NotRequired[bool]
    suspended: NotRequired[bool]
    staff: NotRequired[bool]


class SecondWantedMembers(WantedMembers):
    origin: NotRequired[Literal["local", "remote"]]
    status: NotRequired[Literal["active", "pending", "disabled", "silenced", "suspended"]]
    permissions: NotRequired[Literal["staff"]]
    role_ids: NotRequired[takes.Ids]
    invited_by: NotRequired[takes.Id]


class Act(TypedDict):
    type: NotRequired[Literal["none", "disable", "sensitive", "silence", "suspend"]]
    report_id: NotRequired[takes.Id]
    text: NotRequired[Annotated[str, Meta(max_length=2000)]]


class LongCursors(takes.Cursors):
    limit: NotRequired[Limit]


class EmailDomain(TypedDict):
    domain: Annotated[str, Meta(max_length=253)]


class Email(TypedDict):
    email: NotRequired[takes.Word]
    canonical_email_hash: NotRequired[Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]]


class TriedEmail(TypedDict):
    email: takes.Word


class ChangedNetwork(TypedDict):
    ip: NotRequired[takes.Word]
    severity: NotRequired[Literal["sign_up_requires_approval", "sign_up_block", "no_access"]]
    comment: NotRequired[takes.Text]
    expires_in: NotRequired[Annotated[int, Meta(ge=0, le=3_153_600_000)]]


class Network(TypedDict):
    ip: takes.Word
    severity: Literal["sign_up_requires_approval", "sign_up_block", "no_access"]
    comment: NotRequired[takes.Text]
    expires_in: NotRequired[Annotated[int, Meta(ge=0, le=3_153_600_000)]]


class ChangedServer(TypedDict):
    severity: NotRequired[Literal["noop", "silence", "suspend"]]
    reject_media: NotRequired[bool]
    reject_reports: NotRequired[bool]
    private_comment: NotRequired[Remark]
    public_comment: NotRequired[Remark]
    obfuscate: NotRequired[bool]


class Server(ChangedServer):
    domain: Annotated[str, Meta(max_length=253)]


class Figures(TypedDict):
    keys: Keys
    start_at: Day
    end_at: Day
    limit: NotRequired[Limit]


class Retention(TypedDict):
    start_at: Day
    end_at: Day
    frequency: NotRequired[Literal["day", "month"]]


STAFF: Table = {
    "POST /api/v1/reports": Said(ReportJson, Complaint),
    "GET /api/v1/admin/reports": Said(list[AdminReportJson], WantedReports),
    "GET /api/v1/admin/reports/:id": Said(AdminReportJson),
    "PUT /api/v1/admin/reports/:id": Said(AdminReportJson, ChangedReport),
    "POST /api/v1/admin/reports/:id/assign_to_self": Said(AdminReportJson),
    "POST /api/v1/admin/reports/:id/unassign": Said(AdminReportJson),
    "POST /api/v1/admin/reports/:id/resolve": Said(AdminReportJson),
    "POST /api/v1/admin/reports/:id/reopen": Said(AdminReportJson),
    "GET /api/v1/admin/accounts": Said(list[AdminAccountJson], FirstWantedMembers),
    "GET /api/v2/admin/accounts": Said(list[AdminAccountJson], SecondWantedMembers),
    "GET /api/v1/admin/accounts/:id": Said(AdminAccountJson),
    "DELETE /api/v1/admin/accounts/:id": Said(Empty),
    "POST /api/v1/admin/accounts/:id/action": Said(Empty, Act),
    "POST /api/v1/admin/accounts/:id/approve": Said(AdminAccountJson),
    "POST /api/v1/admin/accounts/:id/reject": Said(AdminAccountJson),
    "POST /api/v1/admin/accounts/:id/enable": Said(AdminAccountJson),
    "POST /api/v1/admin/accounts/:id/unsensitive": Said(AdminAccountJson),
    "POST /api/v1/admin/accounts/:id/unsilence": Said(AdminAccountJson),
    "POST /api/v1/admin/accounts/:id/unsuspend": Said(AdminAccountJson),
    "GET /api/v1/admin/canonical_email_blocks": Said(list[CanonicalEmailBlockJson], LongCursors),
    "POST /api/v1/admin/canonical_email_blocks": Said(CanonicalEmailBlockJson, Email),
    "POST /api/v1/admin/canonical_email_blocks/test": Said(list[CanonicalEmailBlockJson], TriedEmail),
    "GET /api/v1/admin/canonical_email_blocks/:id": Said(CanonicalEmailBlockJson),
    "DELETE /api/v1/admin/canonical_email_blocks/:id": Said(Empty),
    "GET /api/v1/admin/email_domain_blocks": Said(list[EmailDomainBlockJson], LongCursors),
    "POST /api/v1/admin/email_domain_blocks": Said(EmailDomainBlockJson, EmailDomain),
    "GET /api/v1/admin/email_domain_blocks/:id": Said(EmailDomainBlockJson),
    "DELETE /api/v1/admin/email_domain_blocks/:id": Said(Empty),
    "GET /api/v1/admin/ip_blocks": Said(list[IpBlockJson], LongCursors),
    "POST /api/v1/admin/ip_blocks": Said(IpBlockJson, Network),
    "GET /api/v1/admin/ip_blocks/:id": Said(IpBlockJson),
    "PUT /api/v1/admin/ip_blocks/:id": Said(IpBlockJson, ChangedNetwork),
    "DELETE /api/v1/admin/ip_blocks/:id": Said(Empty),
    "GET /api/v1/admin/domain_blocks": Said(list[DomainBlockJson], LongCursors),
    "POST /api/v1/admin/domain_blocks": Said(DomainBlockJson, Server),
    "GET /api/v1/admin/domain_blocks/:id": Said(DomainBlockJson),
    "PUT /api/v1/admin/domain_blocks/:id": Said(DomainBlockJson, ChangedServer),
    "DELETE /api/v1/admin/domain_blocks/:id": Said(Empty),
    "GET /api/v1/admin/domain_allows": Said(list[DomainAllowJson], LongCursors),
    "POST /api/v1/admin/domain_allows": Said(DomainAllowJson, EmailDomain),
    "GET /api/v1/admin/domain_allows/:id": Said(DomainAllowJson),
    "DELETE /api/v1/admin/domain_allows/:id": Said(Empty),
    "POST /api/v1/admin/measures": Said(list[MeasureJson], Figures),
    "POST /api/v1/admin/dimensions": Said(list[DimensionJson], Figures),
    "POST /api/v1/admin/retention": Said(list[CohortJson], Retention),
    "GET /api/v1/admin/trends/tags": Said(list[AdminTagJson]),
    "POST /api/v1/admin/trends/tags/:id/approve": Said(AdminTagJson),
    "POST /api/v1/admin/trends/tags/:id/reject": Said(AdminTagJson),
    "GET /api/v1/admin/trends/statuses": Said(list[StatusJson]),
    "POST /api/v1/admin/trends/statuses/:id/approve": Said(StatusJson),
    "POST /api/v1/admin/trends/statuses/:id/reject": Said(StatusJson),
    "GET /api/v1/admin/trends/links": Said(list[TrendingCardJson]),
    "POST /api/v1/admin/trends/links/:id/approve": Said(TrendingCardJson),
    "POST /api/v1/admin/trends/links/:id/reject": Said(TrendingCardJson),
}
