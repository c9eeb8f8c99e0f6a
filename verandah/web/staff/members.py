"""All people of the site: found by how they stand and what they are, looked at one by one. Looks are recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language_info, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verandah.actions import auditing, suggesting
from verandah.base.paging import HIGHEST, whole
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.trust import Trust
from verandah.domain.accounts.trusting import name_of
from verandah.domain.graph.queries import visible_account
from verandah.domain.graph.suggested import is_picked
from verandah.domain.moderation.member_facts import facts_of, member_named
from verandah.domain.moderation.members import (
    LENGTH,
    Here,
    Member,
    Numbers,
    Sort,
    Sought,
    State,
    member_list,
    numbers,
    show_members,
)
from verandah.web.paths import see_other
from verandah.web.role_words import ROLES

from .door import StaffRequest, staff_page
from .record import day_in

LONGEST_WORDS = 80
STATES = {
    State.ALL: pgettext_lazy("people", "All"),
    State.WAITING: pgettext_lazy("people", "Waiting"),
    State.UNCONFIRMED: pgettext_lazy("people", "Unconfirmed"),
    State.LIMITED: pgettext_lazy("people", "Limited"),
    State.SUSPENDED: pgettext_lazy("people", "Suspended"),
    State.LEFT: pgettext_lazy("people", "Have left"),
}
SORTS = {
    Sort.NEWEST: pgettext_lazy("order of people", "Newest first"),
    Sort.NAME: pgettext_lazy("order of people", "By name"),
    Sort.ACTIVE: pgettext_lazy("order of people", "Here last"),
}
HERE = {
    Here.WEEK: gettext_lazy("In the last 7 days"),
    Here.MONTH: gettext_lazy("In the last 30 days"),
    Here.QUARTER: gettext_lazy("In the last 90 days"),
    Here.NOT_FOR_A_QUARTER: gettext_lazy("Not for 90 days"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to narrow the list by: its word in addresses, how it reads, and how many there are."""

    word: str
    label: Any
    count: int | None
    is_chosen: bool
    path: str = ""


@never_cache
@require_safe
@staff_page(Permission.SEE_PEOPLE)
def index(request: StaffRequest) -> HttpResponse:
    """The list. E-mail addresses stand in it only for who asks for them."""
    asked = request.GET.dict()
    sought, with_email = sought_in(asked), "emails" in asked
    people = show_members(request.viewer, member_list(request.viewer, sought), with_email)
    note_look(request, sought, people, with_email)
    now = numbers(request.viewer)
    context: dict[str, Any] = {
        "here": "members",
        "sought": sought,
        "people": [(one, ROLES[one.role], STATES[one.state], name_of(one.trust)) for one in people],
        "states": [
            Choice(word, label, now.states[word], word == sought.state, path_of(sought, state=word))
            for word, label in STATES.items()
        ],
        "sorts": [Choice(word, label, None, word == sought.sort) for word, label in SORTS.items()],
        "with_email": with_email,
        "email_path": path_of(sought, emails="" if with_email else "1"),
        "older": path_of(sought, before=str(people[-1].account.id), emails="1" if with_email else "")
        if len(people) == LENGTH
        else "",
        "query": path_of(sought).partition("?")[2],
        "is_narrowed": path_of(sought, sort="") != reverse("staff_members"),
        "may_export": may(request.role, Permission.EXPORT_PEOPLE),
        "longest": LONGEST_WORDS,
        **choices(sought, now),
    }
    return render(request, "pages/staff_members.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.SEE_PEOPLE)
def member(request: StaffRequest, username: str) -> HttpResponse:
    """One of them. Their address is shown to who presses for it, which is recorded."""
    account = member_named(request.viewer, username)
    with_email = request.method == "POST"
    if with_email:
        auditing.looked(request.viewer, "email", account=account)
    facts = facts_of(request.viewer, account, with_email)
    context = {
        "here": "members",
        "facts": facts,
        "one": facts.member,
        "role_word": ROLES[facts.member.role],
        "state_word": STATES[facts.member.state],
        "trust_word": name_of(facts.member.trust),
        "language": language_name(facts.member.language),
        "grants": may(request.role, Permission.GRANT_ROLES),
        "sees_cases": may(request.role, Permission.SEE_CASES),
        "picks": may(request.role, Permission.REVIEW_TRENDS),
        "is_picked": is_picked(request.viewer, account),
    }
    return render(request, "pages/staff_member.html", context)


@require_POST
@staff_page(Permission.REVIEW_TRENDS)
def pick(request: StaffRequest, username: str) -> HttpResponse:
    """Suggest them to everyone, or no longer."""
    account = visible_account(request.viewer, username)
    if "end" in request.POST:
        suggesting.unpick(request.viewer, account)
        messages.success(request, _("They are no longer recommended to everyone."))
    else:
        suggesting.pick(request.viewer, account)
        messages.success(request, _("From tonight on they are recommended to everyone, with the site as the reason."))
    return see_other(reverse("staff_member", args=[account.username]))


def note_look(request: StaffRequest, sought: Sought, people: list[Member], with_email: bool) -> None:
    """Whose address was shown, and that somebody was looked for by one."""
    if with_email:
        auditing.looked_at_all(request.viewer, "email", [one.account.id for one in people])
    if sought.by_email:
        auditing.looked(request.viewer, "email_search", found=len(people))


def sought_in(asked: Mapping[str, str]) -> Sought:
    """Whom an address asks for; what makes no sense in it counts as absent."""
    words = asked.get("q", "")[:LONGEST_WORDS].replace("\0", "").encode(errors="ignore").decode().strip()
    return Sought(
        state=member_of(State, asked.get("state", ""), State.ALL),
        role=number_in(asked.get("role", ""), [0, *(int(role) for role in Role if role > Role.MEMBER)]),
        trust=number_in(asked.get("trust", ""), Trust.values),
        since=day_in(asked.get("since", "")),
        until=day_before_the_end(asked.get("until", "")),
        here=member_of(Here, asked.get("seen", ""), None),
        without_factor="bare" in asked,
        language=next((code for code in (*codes(), "-") if code == asked.get("language")), ""),
        words=words,
        sort=member_of(Sort, asked.get("sort", ""), Sort.NEWEST),
        last=whole(asked.get("before"), HIGHEST),
    )


def member_of[T](kind: type[T], text: str, otherwise: T | None) -> Any:
    """The word that was sent, if there is one like it."""
    try:
        return kind(text) if text else otherwise  # type: ignore[call-arg]
    except ValueError:
        return otherwise


def number_in(text: str, known: list[int]) -> int:
    """The number that was sent, if it is one of those; -1 for none."""
    number = whole(text, HIGHEST) if text else HIGHEST
    return number if number in known else -1


def day_before_the_end(text: str) -> date | None:
    """A day that has a day after it."""
    day = day_in(text)
    return day if day and day < date.max else None


def path_of(sought: Sought, **other: str) -> str:
    """The list with all that is sought, but for what is said to be otherwise; from its beginning."""
    said = {name: value for name, value in in_words(sought)} | other
    told = {name: str(value) for name, value in said.items() if value}
    return f"{reverse('staff_members')}?{urlencode(told)}" if told else reverse("staff_members")


def in_words(sought: Sought) -> Iterator[tuple[str, str]]:
    """What is sought as an address says it."""
    yield "q", sought.words
    yield "state", str(sought.state)
    yield "role", "" if sought.role < 0 else str(sought.role)
    yield "trust", "" if sought.trust < 0 else str(sought.trust)
    yield "since", sought.since.isoformat() if sought.since else ""
    yield "until", sought.until.isoformat() if sought.until else ""
    yield "seen", str(sought.here or "")
    yield "bare", "1" if sought.without_factor else ""
    yield "language", sought.language
    yield "sort", str(sought.sort)


def choices(sought: Sought, now: Numbers) -> dict[str, list[Choice]]:
    """The lists of the form, each with its numbers."""
    staff = [Choice("0", _("All who work here"), now.staff, sought.role == 0)]
    return {
        "roles": staff
        + [Choice(str(int(role)), ROLES[role], None, sought.role == role) for role in Role if role > Role.MEMBER],
        "trusts": [
            Choice(str(int(level)), name_of(level), now.trusts.get(level, 0), sought.trust == level) for level in Trust
        ],
        "seen": [Choice(str(word), label, None, sought.here == word) for word, label in HERE.items()],
        "languages": [Choice("-", _("As their browser asks"), None, sought.language == "-")]
        + [Choice(code, language_name(code), now.languages.get(code, 0), sought.language == code) for code in codes()],
        "bare": [Choice("1", _("Works here without a second factor"), now.without_factor, sought.without_factor)],
    }


def codes() -> list[str]:
    """The languages that people can choose."""
    return [code for code, _name in settings.LANGUAGES]


def language_name(code: str) -> str:
    """A language in its own words."""
    return str(get_language_info(code)["name_local"]) if code in codes() else ""
