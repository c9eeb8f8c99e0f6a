"""Instance, ExtendedDescription and NodeInfo, field by field: the types of what `instance.py` beside it tells."""

from typing import Literal, TypedDict

from .account import AccountJson

type Access = Literal["public", "authenticated", "disabled"]


class RuleWords(TypedDict):
    text: str
    hint: str


class RuleJson(RuleWords):
    """A rule; `translations` by language, that of `text` among them."""

    id: str
    translations: dict[str, RuleWords]


class AccountLimits(TypedDict):
    max_display_name_length: int
    max_note_length: int
    max_avatar_description_length: int
    max_header_description_length: int
    max_featured_tags: int
    max_pinned_statuses: int
    max_profile_fields: int
    profile_field_name_limit: int
    profile_field_value_limit: int


class StatusLimits(TypedDict):
    max_characters: int
    max_media_attachments: int
    characters_reserved_per_url: int


class UploadLimits(TypedDict):
    """What Mastodon has no words for. `uploads`: where tus is spoken; `quota`: bytes of one member, 0 without."""

    audio_size_limit: int
    duration_limit: int
    quota: int
    descriptions_required: bool
    uploads: str


class MediaLimits(TypedDict):
    description_limit: int
    image_matrix_limit: int
    image_size_limit: int
    supported_mime_types: list[str]
    video_frame_rate_limit: int
    video_matrix_limit: int
    video_size_limit: int
    verandah: UploadLimits


class PollLimits(TypedDict):
    max_options: int
    max_characters_per_option: int
    min_expiration: int
    max_expiration: int


class Limits(TypedDict):
    """What a post and a profile can hold."""

    accounts: AccountLimits
    statuses: StatusLimits
    media_attachments: MediaLimits
    polls: PollLimits


class StreamingAddress(TypedDict):
    streaming_api: str


class Stats(TypedDict):
    user_count: int
    status_count: int
    domain_count: int


class InstanceV1Json(TypedDict):
    """The first version, which some apps still begin with."""

    uri: str
    title: str
    short_description: str
    description: str
    email: str
    version: str
    urls: StreamingAddress
    stats: Stats
    thumbnail: str
    languages: list[str]
    registrations: bool
    approval_required: bool
    invites_enabled: bool
    configuration: Limits
    contact_account: AccountJson | None
    rules: list[RuleJson]


class ActiveUsers(TypedDict):
    active_month: int


class Usage(TypedDict):
    users: ActiveUsers


class Thumbnail(TypedDict):
    url: str
    description: str
    blurhash: str | None
    versions: dict[str, str]


class Icon(TypedDict):
    src: str
    size: str


class Addresses(TypedDict):
    streaming: str
    about: str
    status: str | None
    privacy_policy: str | None
    terms_of_service: str | None


class Translation(TypedDict):
    enabled: bool


class Vapid(TypedDict):
    """The key by which push services know the site."""

    public_key: str


class FeedAccess(TypedDict):
    local: Access
    remote: Access


class TimelinesAccess(TypedDict):
    live_feeds: FeedAccess
    hashtag_feeds: FeedAccess
    trending_link_feeds: FeedAccess


class Configuration(Limits):
    urls: Addresses
    translation: Translation
    vapid: Vapid
    timelines_access: TimelinesAccess
    limited_federation: bool


class Registrations(TypedDict):
    enabled: bool
    approval_required: bool
    reason_required: bool
    message: str | None
    min_age: int | None
    url: str | None


class ApiVersions(TypedDict):
    mastodon: int


class Contact(TypedDict):
    email: str
    account: AccountJson | None


class InstanceJson(TypedDict):
    """The second version."""

    domain: str
    title: str
    version: str
    source_url: str
    description: str
    usage: Usage
    thumbnail: Thumbnail
    icon: list[Icon]
    languages: list[str]
    configuration: Configuration
    registrations: Registrations
    api_versions: ApiVersions
    contact: Contact
    rules: list[RuleJson]


class ExtendedDescriptionJson(TypedDict):
    updated_at: str | None
    content: str


class Software(TypedDict):
    name: str
    version: str


class Services(TypedDict):
    outbound: list[str]
    inbound: list[str]


class TotalUsers(TypedDict):
    total: int


class NodeInfoUsage(TypedDict):
    users: TotalUsers
    localPosts: int


class NodeInfoMetadata(TypedDict):
    nodeName: str
    nodeDescription: str


class NodeInfoJson(TypedDict):
    version: Literal["2.0"]
    software: Software
    protocols: list[str]
    services: Services
    usage: NodeInfoUsage
    openRegistrations: bool
    metadata: NodeInfoMetadata


class WeekJson(TypedDict):
    """One week of the site: every number is a text."""

    week: str
    statuses: str
    logins: str
    registrations: str


class LanguageJson(TypedDict):
    code: str
    name: str
