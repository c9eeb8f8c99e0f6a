"""The tick at sign-up: yes to the rules and to the documents that ask for it, each with a way to read it."""

from django import forms
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from verandah.actions.accepting import needed_at_sign_up


def agreement_field() -> forms.BooleanField:
    """One tick for all of them."""
    return forms.BooleanField(
        label=agreement_label(),
        error_messages={"required": _("Please agree, or tell us what keeps you from it. Nobody can join without.")},
    )


def agreement_label() -> SafeString:
    """What is agreed to, in words, each a link."""
    ways = [(reverse("rules"), _("Rules")), *((one.path, one.label) for one in needed_at_sign_up(get_language() or ""))]
    between = pgettext("between names", ", ")
    links = format_html_join(between, '<a class="link" href="{}" target="_blank">{}</a>', ways)
    return format_html(_("I have read these and agree: {links}"), links=links)
