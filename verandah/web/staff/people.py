"""Who works for the site: the list, and giving and taking roles."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from verandah.actions import appointing, approving
from verandah.base.errors import Invalid
from verandah.domain.accounts.names import canonical
from verandah.domain.accounts.permissions import Permission
from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.staff import StaffMember, staff, staff_member
from verandah.domain.graph.queries import account_by_id
from verandah.domain.moderation.twos import Verb
from verandah.web.paths import see_other
from verandah.web.role_words import MEANINGS, ROLES

from .door import StaffRequest, staff_page


@require_safe
@staff_page(Permission.GRANT_ROLES)
def index(request: StaffRequest) -> HttpResponse:
    """Everyone with a role; and a field to find a member who shall have one."""
    if name := request.GET.get("name", "").strip().removeprefix("@"):
        if found := staff_member(canonical(name), request.viewer):
            return see_other(reverse("staff_person", args=[found.account.username]))
        messages.error(request, _("Nobody here is called that."))
    people = [(one, ROLES[one.role]) for one in staff(request.viewer)]
    return render(request, "pages/staff_people.html", {"here": "people", "people": people})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.GRANT_ROLES, changing=Permission.GRANT_ROLES, fresh=True)
def person(request: StaffRequest, username: str) -> HttpResponse:
    """One member's role, and the others that I could give them."""
    found = staff_member(username, request.viewer)
    if found is None:
        raise Http404
    if request.method != "POST":
        return person_page(request, found)
    try:
        return changed(request, found)
    except Invalid as refusal:
        return person_page(request, found, refusal.text)


def person_page(request: StaffRequest, found: StaffMember, problem: str = "") -> HttpResponse:
    """The roles below mine, and which of them needs a second person."""
    is_above = request.role > found.role and found.account.id != request.viewer.pk
    roles = [
        (int(role), ROLES[role], MEANINGS[role], role == found.role)
        for role in Role
        if role < request.role and is_above
    ]
    context = {"here": "people", "one": found, "word": ROLES[found.role], "roles": roles, "problem": problem}
    return render(request, "pages/staff_person.html", context, status=422 if problem else 200)


def changed(request: StaffRequest, found: StaffMember) -> HttpResponse:
    """Give the role that was chosen, or ask for the second person who must want it. Raises Invalid."""
    role = role_in(request.POST.get("role", ""))
    account = account_by_id(request.viewer, found.account.id)
    approval = None
    if appointing.needs_two(role) and role != found.role:
        approval = approving.good_for(request.viewer, Verb.GRANT_ROLE, appointing.what_of(account, role))
        if approval is None:
            appointing.ask_to_appoint(request.viewer, account, role, request.POST.get("reason", ""))
            messages.info(request, _("Two people must want this. It waits for the second one."))
            return see_other(reverse("approvals"))
    appointing.appoint(request.viewer, account, role, approval.pk if approval else None)
    messages.success(request, _("@%(name)s: %(role)s.") % {"name": found.account.username, "role": ROLES[role]})
    return see_other(reverse("staff_people"))


def role_in(text: str) -> Role:
    """The role that was chosen. Raises Invalid."""
    if not text.isascii() or not text.isdigit() or int(text[:4]) not in Role.values:
        raise Invalid("role", _("Choose a role."))
    return Role(int(text[:4]))
