"""My own profile, the files that I upload, and joining."""

from typing import Annotated, Literal, NotRequired, TypedDict

from msgspec import Meta

from verandah.api.entities.account import CredentialAccountJson
from verandah.api.entities.media import MediaAttachmentJson
from verandah.api.entities.plain import Empty, PreferencesJson, TokenJson
from verandah.api.entities.profile import ProfileJson

from . import takes
from .said import Said, Table


class Line(TypedDict):
    """`audience`: public, members, followers, friends or only_me; as before, if nothing is said."""

    name: NotRequired[takes.Word]
    value: NotRequired[takes.Text]
    audience: NotRequired[takes.Word]


class Habits(TypedDict):
    privacy: NotRequired[Literal["public", "unlisted", "private", "direct"]]
    sensitive: NotRequired[bool]
    language: NotRequired[takes.Word]
    quote_policy: NotRequired[Literal["public", "followers", "nobody"]]


class Profile(TypedDict):
    """What is not named stays."""

    display_name: NotRequired[takes.Word]
    note: NotRequired[takes.Text]
    avatar: NotRequired[takes.File]
    avatar_description: NotRequired[takes.Text]
    header: NotRequired[takes.File]
    header_description: NotRequired[takes.Text]
    locked: NotRequired[bool]
    bot: NotRequired[bool]
    discoverable: NotRequired[bool]
    indexable: NotRequired[bool]
    hide_collections: NotRequired[bool]
    show_media: NotRequired[bool]
    show_media_replies: NotRequired[bool]
    show_featured: NotRequired[bool]
    attribution_domains: NotRequired[Annotated[list[takes.Word], Meta(max_length=20)]]
    fields_attributes: NotRequired[Annotated[list[Line], Meta(max_length=4)]]
    source: NotRequired[Habits]


class Upload(TypedDict):
    file: takes.File
    thumbnail: NotRequired[takes.File]
    description: NotRequired[takes.Text]
    focus: NotRequired[takes.Word]


class ChangedUpload(TypedDict):
    thumbnail: NotRequired[takes.File]
    description: NotRequired[takes.Text]
    focus: NotRequired[takes.Word]


class SignUp(TypedDict):
    username: takes.Word
    email: takes.Word
    password: takes.Word
    agreement: bool
    locale: NotRequired[takes.Word]
    # Why they want to join: asked for where the staff looks first. And a code out of the address of an invitation.
    reason: NotRequired[takes.Text]
    invite_code: NotRequired[takes.Word]
    # As 1990-12-31. It is compared with the age that the site asks for, and forgotten.
    date_of_birth: NotRequired[takes.Word]


class AnotherAddress(TypedDict):
    email: NotRequired[takes.Word]


MINE: Table = {
    "GET /api/v1/accounts/verify_credentials": Said(CredentialAccountJson),
    "PATCH /api/v1/accounts/update_credentials": Said(CredentialAccountJson, Profile),
    "GET /api/v1/profile": Said(ProfileJson),
    "PATCH /api/v1/profile": Said(ProfileJson, Profile),
    "PUT /api/v1/profile": Said(ProfileJson, Profile),
    "DELETE /api/v1/profile/avatar": Said(CredentialAccountJson),
    "DELETE /api/v1/profile/header": Said(CredentialAccountJson),
    "GET /api/v1/preferences": Said(PreferencesJson),
    "POST /api/v2/media": Said(MediaAttachmentJson, Upload, also={202: MediaAttachmentJson}),
    "POST /api/v1/media": Said(MediaAttachmentJson, Upload, also={202: MediaAttachmentJson}),
    "GET /api/v1/media/:id": Said(MediaAttachmentJson, also={206: MediaAttachmentJson}),
    "PUT /api/v1/media/:id": Said(MediaAttachmentJson, ChangedUpload),
    "DELETE /api/v1/media/:id": Said(Empty),
    "POST /api/v1/accounts": Said(TokenJson, SignUp),
    "POST /api/v1/emails/confirmations": Said(Empty, AnotherAddress),
    "GET /api/v1/emails/check_confirmation": Said(bool),
}
