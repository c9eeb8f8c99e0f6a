"""What other apps share with this one: it becomes a draft, and the composer opens with it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from verandah.actions import drafting, uploading
from verandah.actions.drafting import Writing
from verandah.actions.uploading import Details
from verandah.base import limits
from verandah.base.errors import Forbidden, Invalid
from verandah.base.resumable import TooLarge

from .draft_forms import composer_with

if TYPE_CHECKING:
    from django.http import QueryDict

    from .viewer import MemberRequest, WebRequest

PARTS = ("title", "text", "url")
# So much goes into an address while someone signs in.
LONGEST_IN_ADDRESS = 2000


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: WebRequest) -> HttpResponse:
    """Take it in. A system that shares knows no secret of a form, so what other sites send here is refused."""
    if request.method != "POST":
        return opened(request)
    words = words_in(request.POST)
    if request.viewer is None:
        return ask_to_sign_in_first(request, words)
    if not is_from_device(request):
        raise Forbidden(_("Share from an app on your device, not from another site."))
    return kept(request, words)  # type: ignore[arg-type]


def opened(request: WebRequest) -> HttpResponse:
    """The composer with the words of the address. Nothing is kept until someone writes."""
    words = words_in(request.GET)
    if request.viewer is None:
        return redirect_to_login(request.get_full_path())
    return render(request, "pages/compose.html", {"composer": composer_with(request.viewer, words)})


def kept(request: MemberRequest, words: str) -> HttpResponse:
    """A draft with words and files, opened."""
    limits.take("post", str(request.viewer.id))
    files, refused = taken(request)
    fields = (("text", words), *(("media", str(number)) for number in files))
    key = uuid4().hex
    for text in refused:
        messages.error(request, text)
    if drafting.save(request.viewer, key, Writing("", fields)) is None:
        return redirect("post_new")
    return redirect(f"{reverse('post_new')}?draft={key}")


def taken(request: MemberRequest) -> tuple[list[int], list[str]]:
    """The files that could be taken in, and why others could not."""
    found: list[int] = []
    refused: list[str] = []
    for sent in request.FILES.getlist("files"):
        try:
            limits.take("upload", str(request.viewer.id))
            found.append(uploading.accept(request.viewer, sent, Details()).pk)
        except (Invalid, TooLarge) as refusal:
            refused.append(_("%(file)s: %(why)s") % {"file": (sent.name or "")[:80], "why": refusal.text})
    return found, refused


def ask_to_sign_in_first(request: WebRequest, words: str) -> HttpResponse:
    """The words wait in the address; files cannot."""
    if request.FILES:
        messages.info(request, _("Sign in, and then share the files again: they are not kept until you do."))
    query = urlencode({"text": words[:LONGEST_IN_ADDRESS]}) if words else ""
    return redirect_to_login(f"{reverse('share')}?{query}" if query else reverse("post_new"))


def words_in(said: QueryDict) -> str:
    """What was shared, as someone would write it: nothing of it twice."""
    parts = list(dict.fromkeys(filter(None, (said.get(name, "").strip() for name in PARTS))))
    return "\n".join(part for part in parts if not any(part in other for other in parts if other != part))


def is_from_device(request: HttpRequest) -> bool:
    """Whether the system of the device has sent it, and no page: browsers say so, and no page can have them say it."""
    return request.headers.get("Sec-Fetch-Site") == "none"
