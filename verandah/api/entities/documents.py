"""Documents of the site as apps know them: their text as HTML, and when it holds."""

from typing import TypedDict

from verandah.domain.instance.documents import ShownDocument
from verandah.domain.instance.show import ShownSite

from .content import plain_html
from .dates import moment
from .site import ExtendedDescriptionJson


class PrivacyPolicyJson(TypedDict):
    updated_at: str
    content: str


class TermsOfServiceJson(TypedDict):
    """`succeeded_by`: the day from which the next version holds."""

    effective_date: str
    effective: bool
    content: str
    succeeded_by: str | None


def privacy_policy(shown: ShownDocument) -> PrivacyPolicyJson:
    return {"updated_at": since(shown), "content": shown.html}


def terms_of_service(shown: ShownDocument, successor: ShownDocument | None) -> TermsOfServiceJson:
    return {
        "effective_date": day_of(shown),
        "effective": not shown.is_coming,
        "content": shown.html,
        "succeeded_by": day_of(successor) if successor else None,
    }


def extended_description(about: ShownDocument | None, site: ShownSite) -> ExtendedDescriptionJson:
    """What the owner says of the site, at length."""
    if about:
        return {"updated_at": since(about), "content": about.html}
    return {"updated_at": None, "content": plain_html(site.about) if site.about else ""}


def since(shown: ShownDocument) -> str:
    return moment(shown.effective_from) if shown.effective_from else ""


def day_of(shown: ShownDocument) -> str:
    """The day from which it holds."""
    return f"{shown.effective_from:%Y-%m-%d}" if shown.effective_from else ""
