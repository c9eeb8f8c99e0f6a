"""What is said in a video or a sound, in writing: shown to whoever has sent it, added, taken away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf.locale import LANG_INFO
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from verandah.actions import captioning
from verandah.base import limits
from verandah.base.errors import Invalid
from verandah.domain.media.queries import own_speaking
from verandah.domain.media.renditions import Writing, writings_of

from .viewer import MemberRequest, is_partial, limited, members_only

if TYPE_CHECKING:
    from verandah.domain.media.models import Media

# Ways of writing a language that are no other country's, by Django's names for them.
WAYS = {"pt-br": "pt-BR", "zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}


def named_languages() -> dict[str, str]:
    """Languages by their short names, each called as its own people call it."""
    known = {WAYS.get(code, code): capfirst(str(of.get("name_local", code))) for code, of in LANG_INFO.items()}
    return {code: name for code, name in sorted(known.items()) if code in WAYS.values() or "-" not in code}


LANGUAGES = named_languages()


@dataclass(frozen=True, slots=True)
class Captioned:
    """A video or a sound with what it says in writing. `place`: the page it stands on; empty before it is posted."""

    id: int
    writings: tuple[Writing, ...]
    place: str
    # What the form holds, and what was wrong with it.
    language: str
    error: str = ""
    # What has just been done.
    done: str = ""


@never_cache
@require_http_methods(["GET", "POST"])
@members_only
@limited("write")
def captions(request: MemberRequest, number: int) -> HttpResponse:
    """What is said in a file of mine in writing, and a form to say it in one more language."""
    if request.method == "GET":
        return shown(request, number)
    language = request.POST.get("language", "")
    try:
        limits.take("upload", str(request.viewer.id))
        label = LANGUAGES.get(language, "")
        captioning.add_captions(request.viewer, number, language, label, request.FILES.get("file"))
    except Invalid as error:
        return shown(request, number, error=error.text)
    return answered(request, number, _("Captions added: %(language)s") % {"language": label or language})


@require_POST
@members_only
@limited("write")
def remove(request: MemberRequest, number: int) -> HttpResponse:
    """Say nothing in this language any more."""
    captioning.remove_captions(request.viewer, number, request.POST.get("language", ""))
    return answered(request, number, _("Captions removed."))


def answered(request: MemberRequest, number: int, done: str) -> HttpResponse:
    """The list as it is now."""
    if is_partial(request):
        return shown(request, number, done=done)
    messages.success(request, done)
    return redirect("captions", number=number)


def shown(request: MemberRequest, number: int, error: str = "", done: str = "") -> HttpResponse:
    """The page, or what stands in its dialog."""
    row = own_speaking(request.viewer, number)
    language = request.POST.get("language", "") if error else request.viewer.default_language or get_language() or ""
    context = {
        "file": Captioned(row.pk, writings_of(row), place_of(row), language, error, done),
        "languages": LANGUAGES,
        "partial": is_partial(request),
    }
    template = "components/captions.html" if is_partial(request) else "pages/captions.html"
    return render(request, template, context, status=422 if error else 200)


def place_of(row: Media) -> str:
    """Where it is to be seen; empty for what is in no post and no album."""
    if row.post is not None and row.post.deleted_at is None:
        return reverse("post", args=[row.post.pk])
    if row.album is not None and row.album.deleted_at is None:
        return reverse("album_item", args=[row.owner.username, row.album.pk, row.pk])
    return ""
