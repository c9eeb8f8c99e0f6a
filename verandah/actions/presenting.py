"""What people say about themselves, and how they like things."""

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import fields as parts
from re import compile as pattern
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from verandah.base.errors import Invalid
from verandah.base.tongues import tongues
from verandah.domain.accounts.fields import For, as_before, stored
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.names import check_display_name
from verandah.domain.accounts.quoting import QuotePolicy
from verandah.domain.posts.audience import Audience

from . import finding, vetting
from .permitting import refuse_read_only

LONGEST_BIO = 500
MOST_FIELDS = 4
LONGEST_FIELD = 255
MOST_DOMAINS = 100
LONGEST_PICTURE_TEXT = 1500
LANGUAGE = pattern(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")
DOMAIN = pattern(r"(?=.{1,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")

# What others see of it: someone who may only read cannot change that.
SEEN = {"display_name", "bio", "fields", "avatar_description", "header_description", "attribution_domains"}

# The words of it that rules read, and what staff calls that part.
WORDS = {
    "display_name": "name",
    "bio": "bio",
    "fields": "fields",
    "avatar_description": "avatar",
    "header_description": "header",
}

# Name, value, and the word for whom the line is; an empty one leaves that as it was.
type Fields = tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What someone changes of their profile and their habits. None: that stays as it is."""

    display_name: str | None = None
    bio: str | None = None
    fields: Fields | None = None
    avatar_description: str | None = None
    header_description: str | None = None
    attribution_domains: tuple[str, ...] | None = None
    approves_followers: bool | None = None
    hides_connections: bool | None = None
    discoverable: bool | None = None
    indexable: bool | None = None
    is_bot: bool | None = None
    shows_media: bool | None = None
    shows_media_replies: bool | None = None
    shows_recommended: bool | None = None
    default_audience: Audience | None = None
    default_sensitive: bool | None = None
    default_language: str | None = None
    quote_policy: QuotePolicy | None = None


def revise(account: Account, asked: Revision) -> None:
    """Change what is named, all of it or nothing. The same again changes nothing."""
    named = check(asked)
    if asked.fields is not None:
        named["fields"] = [stored(line) for line in as_before(named["fields"], account.fields)]
    new = {name: value for name, value in named.items() if value != getattr(account, name)}
    if new.keys() & SEEN:
        refuse_read_only(account)
    vetted = vetted_words(account, new) if new.keys() & WORDS.keys() else []
    with transaction.atomic():
        if new:
            change(account, **new)
        for part, found in vetted:
            vetting.flag(account, found, part)
        if "display_name" in new:
            finding.keep_words([account])


def vetted_words(account: Account, new: dict[str, Any]) -> list[tuple[str, vetting.Vetted]]:
    """What the rules find in each part. Raises Invalid for what is refused, or would have to wait: a name cannot."""
    found = []
    for field, part in WORDS.items():
        if field not in new:
            continue
        value = new[field]
        words = [value] if isinstance(value, str) else [text for line in value for text in line[:2]]
        vetted = vetting.vet_words(account, words, part)
        vetting.refuse(account, vetted, field, holds=False)
        if vetted.hits:
            found.append((part, vetted))
    return found


def check(asked: Revision) -> dict[str, Any]:
    """What is named, as it would be stored. Raises Invalid."""
    named = {part.name: getattr(asked, part.name) for part in parts(asked)}
    return {name: CHECKS.get(name, same)(value) for name, value in named.items() if value is not None}


def change_profile(account: Account, display_name: str, bio: str) -> None:
    """Give `account` another name to be shown and another text about itself. The same again changes nothing."""
    revise(account, Revision(display_name=display_name, bio=bio))


def change_privacy(account: Account, approves_followers: bool) -> None:
    """Say whether followers must be let in. Those who wait go on waiting: nobody is let in unasked. Twice: the same."""
    revise(account, Revision(approves_followers=approves_followers))


def choose_language(user: User, language: str) -> None:
    """Speak to `user` in this language; "" is what their browser asks for. Twice: the same."""
    if language and language not in tongues().on_offer:
        raise Invalid("language", _("Choose one of the languages in the list."))
    if language != user.language:
        user.language = language
        user.save(update_fields=["language"])


def change(account: Account, **fields: Any) -> None:
    """Store `fields` and count the change, so that whatever shows the account is made anew."""
    Account.objects.filter(pk=account.pk).update(rev=F("rev") + 1, **fields)
    account.refresh_from_db(fields=["rev", *fields])


def check_bio(bio: str) -> str:
    """The text as it is stored: line ends alike, no blanks around it."""
    bio = bio.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(bio) > LONGEST_BIO:
        raise Invalid("bio", _("Use at most 500 characters. Yours has %(count)d.") % {"count": len(bio)})
    if "\0" in bio or any("\ud800" <= char <= "\udfff" for char in bio):
        raise Invalid("bio", _("There is a sign in it that cannot be stored. Type it again."))
    return bio


def check_fields(fields: Fields) -> list[tuple[str, str, str]]:
    """The lines of a profile in one form; those that say nothing are left out."""
    told = [(" ".join(name.split()), " ".join(value.split()), audience) for name, value, audience in fields]
    told = [line for line in told if line[0] or line[1]]
    if len(told) > MOST_FIELDS:
        raise Invalid("fields", _("Use at most %(most)s fields.") % {"most": MOST_FIELDS}, "too_long")
    for name, value, audience in told:
        if not name:
            raise Invalid("fields", _("Give each field a name."), "blank")
        if audience and audience not in list(For):
            raise Invalid("fields", _("Choose who can see each field."))
        refuse_longer("fields", name, LONGEST_FIELD)
        refuse_longer("fields", value, LONGEST_FIELD)
    return told


def check_picture_text(text: str) -> str:
    """What a picture shows, for who cannot see it."""
    text = text.strip()
    refuse_longer("description", text, LONGEST_PICTURE_TEXT)
    return text


def check_domains(domains: tuple[str, ...]) -> list[str]:
    """The sites that may name someone as their author: each once, without scheme and path."""
    told = [bare_domain(domain) for domain in domains if domain.strip()]
    if len(told) > MOST_DOMAINS:
        raise Invalid("attribution_domains", _("Use at most %(most)s sites.") % {"most": MOST_DOMAINS}, "too_long")
    for domain in told:
        if not DOMAIN.fullmatch(domain):
            raise Invalid("attribution_domains", _("Name each site by its domain, such as example.org."))
    return list(dict.fromkeys(told))


def bare_domain(domain: str) -> str:
    """The domain alone, also when its whole address was typed."""
    return domain.strip().lower().removeprefix("https://").removeprefix("http://").removesuffix("/")


def check_language(language: str) -> str:
    """The code of any language, or none: people write in more of them than the site's own words are in."""
    if language and not LANGUAGE.fullmatch(language):
        raise Invalid("language", _("Name the language by its code, such as “en” or “pt-BR”."))
    return language


def refuse_longer(field: str, text: str, most: int) -> None:
    """Raises Invalid when `text` is too long to be stored."""
    if len(text) > most:
        sentence = ngettext("Use at most %(most)s character.", "Use at most %(most)s characters.", most)
        raise Invalid(field, sentence % {"most": most}, "too_long")


def same(value: Any) -> Any:
    """What needs no look is stored as it is."""
    return value


CHECKS: dict[str, Callable[[Any], Any]] = {
    "display_name": check_display_name,
    "bio": check_bio,
    "fields": check_fields,
    "avatar_description": check_picture_text,
    "header_description": check_picture_text,
    "attribution_domains": check_domains,
    "default_language": check_language,
}
