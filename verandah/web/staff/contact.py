"""The form of who answers for the site and where somebody is reached."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from verandah.actions import answering
from verandah.base.errors import Invalid
from verandah.domain.accounts.permissions import Permission
from verandah.domain.instance.contacts import Contacts, contacts, missing
from verandah.domain.moderation.lawpacks import offered
from verandah.web.paths import see_other

from .door import StaffRequest, staff_page


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.SEE_POLICIES, changing=Permission.SET_SWITCHES)
def contact(request: StaffRequest) -> HttpResponse:
    """What everyone reads on the contact page."""
    found, error, field = contacts(), "", ""
    if request.method == "POST":
        found = asked(request)
        try:
            answering.set_contacts(request.viewer, found)
        except Invalid as refusal:
            error, field = refusal.text, refusal.field
        else:
            messages.success(request, _("Saved. Everyone can read it now."))
            return see_other(reverse("staff_contact"))
    context = {
        "here": "contact",
        "contacts": found,
        "languages": ", ".join(found.contact_languages),
        "packs": offered(),
        "missing": missing(found),
        "error": error,
        "field": field,
    }
    return render(request, "pages/staff_contact.html", context, status=422 if error else 200)


def asked(request: StaffRequest) -> Contacts:
    """What the form says."""
    said = request.POST
    return Contacts(
        responsible_name=said.get("responsible_name", ""),
        responsible_email=said.get("responsible_email", ""),
        legal_address=said.get("legal_address", ""),
        contact_email=said.get("contact_email", ""),
        authorities_email=said.get("authorities_email", ""),
        contact_languages=tuple(one for one in re.split(r"[\s,;]+", said.get("contact_languages", "")) if one),
        law_packs=tuple(said.getlist("law_packs")),
    )
