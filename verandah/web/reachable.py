"""Who answers for the site: a page for people, and two files that programs look for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from verandah.domain.instance.contacts import Contacts, contacts, is_run_by_one
from verandah.domain.instance.queries import the_site
from verandah.domain.instance.switches import switches
from verandah.domain.moderation.transparency import transparency

from .faces import face_of_page
from .viewer import WebRequest

# RFC 9116 asks for less than a year.
GOOD_FOR = timedelta(days=180)


@never_cache
@require_safe
def contact(request: WebRequest) -> HttpResponse:
    """For people, for authorities and for those whose notices are trusted; and who is responsible."""
    found = contacts()
    names = [get_language_info(code)["name_local"] for code in languages_of(found) if code in LANG_INFO]
    context = {
        "contacts": found,
        "languages": names,
        "is_alone": is_run_by_one(),
        "face": face_of_page(request, _("Contact")),
    }
    return render(request, "pages/contact.html", context)


@require_safe
@cache_control(max_age=3600, public=True)
def security(request: HttpRequest) -> HttpResponse:
    """Where to tell of a weakness of the site (RFC 9116)."""
    found = contacts()
    # Whole days, so that it does not change from one look to the next.
    until = (datetime.now(UTC) + GOOD_FOR).replace(hour=0, minute=0, second=0, microsecond=0)
    emails = dict.fromkeys(one for one in (found.contact_email, found.responsible_email) if one)
    lines = [
        *(f"Contact: mailto:{one}" for one in emails),
        f"Contact: {settings.URL}{reverse('contact')}",
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(languages_of(found))}",
        f"Canonical: {settings.URL}{reverse('security_txt')}",
        f"Policy: {settings.URL}{reverse('rules')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(max_age=3600, public=True)
def safety(request: HttpRequest) -> HttpResponse:
    """What the site does for the safety of people, for programs: the same that its pages say."""
    found, told = contacts(), transparency()
    now = switches()
    posture = {
        "version": 1,
        "site": {"name": the_site().name, "url": settings.URL},
        "contact": {
            "people": found.contact_email,
            "authorities": found.authorities_email,
            "page": f"{settings.URL}{reverse('contact')}",
            "languages": languages_of(found),
        },
        "responsible": found.responsible_name,
        "law_packs": list(found.law_packs),
        "rules": f"{settings.URL}{reverse('rules')}",
        "transparency": f"{settings.URL}{reverse('transparency')}",
        "report_without_account": True,
        "median_hours_to_decision": told.hours,
        "open_to_guests": now.allows_guests,
        "media_approved_first": now.approves_media,
        "first_posts_held": now.held_first_posts,
    }
    answer = JsonResponse(posture, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def languages_of(found: Contacts) -> list[str]:
    """In which somebody answers: as the owner has set, else those of the pages."""
    return list(found.contact_languages) or [code for code, _name in settings.LANGUAGES]
