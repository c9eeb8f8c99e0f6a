"""Rules before publication: the list, one with its versions and hits, writing one, trying a text, switching one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verandah.actions import auditing, judging, ruling
from verandah.actions.ruling import Wish
from verandah.actions.vetting import links_in
from verandah.base.errors import Invalid, Refusal
from verandah.base.paging import Page, whole
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.moderation.policies import current_policies
from verandah.domain.moderation.rule_show import (
    ShownHit,
    ShownRule,
    hits_for,
    hits_in,
    rule_for,
    rules_for,
    tried,
    versions_for,
)
from verandah.domain.moderation.rulebook import Effect, Kind, Mode, refuse_useless
from verandah.web.kept_cards import shown_cards
from verandah.web.paths import see_other

from . import rule_words
from .door import staff_page

if TYPE_CHECKING:
    from verandah.domain.moderation.case_words import Sign
    from verandah.domain.moderation.models import Case, Rule

    from .door import StaffRequest

# What of a file that is sent is read as a list.
LARGEST_LIST = 4_000_000
LONGEST_TRIAL = 5000


@never_cache
@require_safe
@staff_page(Permission.SEE_RULES)
def index(request: StaffRequest) -> HttpResponse:
    """All rules: those that run first."""
    found = rules_for(request.viewer)
    parts = [(sign, [line(one) for one in found if one.mode == mode]) for mode, sign in by_weight()]
    context = {
        "here": "rules",
        "parts": [part for part in parts if part[1]],
        "kinds": kinds(),
        "writes": writes(request),
    }
    return render(request, "pages/staff_rules.html", context)


@never_cache
@require_safe
@staff_page(Permission.SEE_RULES)
def rule(request: StaffRequest, number: int) -> HttpResponse:
    """One rule: what it looks for, how it did, what it has found. Looking at that is recorded."""
    return rule_page(request, rule_for(request.viewer, number))


@never_cache
@require_safe
@staff_page(Permission.SEE_RULES)
def backtest(request: StaffRequest, number: int) -> HttpResponse:
    """How far it was tried on the last 30 days, for the page that waits for it."""
    return render(request, "components/rule_backtest.html", backtest_parts(request, rule_for(request.viewer, number)))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.SEE_RULES, changing=Permission.WRITE_RULES)
def new(request: StaffRequest, kind: str) -> HttpResponse:
    """A rule that there was not; or a text is tried on what stands in the form."""
    if kind not in rule_words.SLUGS:
        raise Http404
    if request.method != "POST":
        return form_page(request, rule_words.SLUGS[kind], None)
    return written(request, rule_words.SLUGS[kind], None)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.SEE_RULES, changing=Permission.WRITE_RULES)
def change(request: StaffRequest, number: int) -> HttpResponse:
    """The rule in the form; what is saved is a new version, unless it is a draft."""
    shown = rule_for(request.viewer, number)
    return written(request, shown.kind, shown) if request.method == "POST" else form_page(request, shown.kind, shown)


@never_cache
@require_POST
@staff_page(Permission.SEE_RULES, changing=Permission.WRITE_RULES)
def switch(request: StaffRequest, number: int) -> HttpResponse:
    """Try it, watch it, ask for a second person, make it live, switch it off."""
    try:
        messages.success(request, switched(request, number))
    except Refusal as refusal:
        messages.error(request, refusal.text)
    return see_other(reverse("staff_rule", args=[number]))


@never_cache
@require_POST
@staff_page(Permission.SEE_RULES, changing=Permission.DECIDE)
def judge(request: StaffRequest, number: int) -> HttpResponse:
    """Say whether a rule was right to find something; then back to where that was said."""
    hit = judging.judge(request.viewer, number, "right" in request.POST)
    messages.success(request, _("Thank you. The rule learns from it whether it is within its budget."))
    code = request.POST.get("case", "")
    place = reverse("case", args=[code]) if code.replace("-", "").isalnum() and code else ""
    return see_other(place or f"{reverse('staff_rule', args=[hit.rule_id])}#hits")


def switched(request: StaffRequest, number: int) -> str:
    """Do what was asked for, and say so."""
    viewer, asked = request.viewer, request.POST
    if "try" in asked:
        ruling.try_out(viewer, number)
        return _("It is being tried on the posts of the last 30 days. Nobody is told.")
    if "watch" in asked:
        ruling.watch(viewer, number)
        return _("In the shadow: it counts what it would have done.")
    if "ask" in asked:
        ruling.ask_for_live(viewer, number, asked.get("reason", ""))
        return _("Asked. As soon as a second person agrees, you can make it live.")
    if "live" in asked:
        ruling.make_live(viewer, number)
        return _("The rule is live.")
    if "off" in asked:
        ruling.switch_off(viewer, number)
        return _("The rule is off.")
    raise Http404


def written(request: StaffRequest, kind: Rule.Kind, shown: ShownRule | None) -> HttpResponse:
    """What was sent is stored, or tried on a text; or the form again with what is wrong."""
    if "try" in request.POST:
        return form_page(request, kind, shown, trial=trial(request, kind))
    try:
        wish = wish_in(request, kind)
        row = ruling.change(request.viewer, shown.id, wish) if shown else ruling.write(request.viewer, wish)
    except Invalid as refusal:
        return form_page(request, kind, shown, refusal=refusal)
    messages.success(request, _("Saved. Nothing happens before you have tried it and switched it on."))
    return see_other(reverse("staff_rule", args=[row.pk]))


def trial(request: StaffRequest, kind: Rule.Kind) -> dict[str, Any]:
    """What the rule in the form finds in the text beside it."""
    text = request.POST.get("trial", "")[:LONGEST_TRIAL]
    try:
        config = ruling.config_of(kind, said_in(request))
        refuse_useless(kind, config)
    except Invalid as refusal:
        return {"text": text, "error": refusal.text}
    return {"text": text, "found": tried(request.viewer, kind, config, text, links_in([text]))}


def wish_in(request: StaffRequest, kind: Rule.Kind) -> Wish:
    """The rule that the form asks for. Raises Invalid."""
    sent = request.POST
    effect = next((one for one in Effect if str(int(one)) == sent.get("effect")), None)
    if effect is None:
        raise Invalid("effect", _("Choose what follows."))
    return Wish(
        name=sent.get("name", ""),
        kind=kind,
        effect=effect,
        said=said_in(request),
        policy_id=whole(sent.get("policy"), 0) or None,
        explanation=sent.get("explanation", ""),
        budget=whole(sent.get("budget"), 10),
    )


def said_in(request: StaffRequest) -> dict[str, str]:
    """The fields of the form; a file that was sent is added to its list. Raises Invalid when it is no text."""
    said = {name: request.POST.get(name, "") for name in FIELDS}
    file = request.FILES.get("file")
    if file is None:
        return said
    if (file.size or 0) > LARGEST_LIST:
        raise Invalid("file", _("This file is too large for a list."))
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid("file", _("This file is no text in UTF-8.")) from None
    for name in ("words", "links"):
        said[name] = f"{said[name]}\n{text}"
    return said


FIELDS = (
    *("words", "part", "leet", "pattern", "folded", "links", "way", "only_allowed"),
    *("what", "most", "seconds", "trust", "days", "first_posts", "strangers", "with_links"),
)


def form_page(
    request: StaffRequest,
    kind: Rule.Kind,
    shown: ShownRule | None,
    *,
    refusal: Invalid | None = None,
    trial: dict[str, Any] | None = None,
) -> HttpResponse:
    """The form, as it was sent or as the rule stands."""
    sent = request.POST if request.method == "POST" else None
    context = {
        "here": "rules",
        "kind": kind.name.lower(),
        "sign": rule_words.KINDS[kind],
        "explained": rule_words.EXPLAINED[kind],
        "rule": shown,
        "said": values_of(sent, shown),
        "effects": [(int(effect), sign) for effect, sign in rule_words.EFFECTS.items()],
        "policies": current_policies(request.viewer),
        "counted": rule_words.COUNTED.items(),
        "times": rule_words.TIMES.items(),
        "ways": rule_words.WAYS.items(),
        "levels": [(str(number), word) for number, word in rule_words.LEVELS],
        "refusal": refusal,
        "trial": trial or {"text": ""},
        "can_try": kind in (Kind.WORDS, Kind.PATTERN, Kind.LINKS),
    }
    return render(request, "pages/staff_rule_form.html", context, status=422 if refusal else 200)


def values_of(sent: QueryDict | None, shown: ShownRule | None) -> dict[str, str]:
    """What stands in the fields."""
    names = (*FIELDS, "name", "explanation", "budget", "effect", "policy")
    if sent is not None:
        return {name: sent.get(name, "") for name in names}
    if shown is None:
        return {"budget": "10", "trust": "0", "seconds": "3600", "effect": str(int(Effect.HOLD)), "way": "block"}
    kept = {name: "" if value in (False, None) else str(value) for name, value in shown.config.items()}
    lists = {name: "\n".join(shown.lines) for name in ("words", "links") if name in shown.config}
    own = {"name": shown.name, "explanation": shown.explanation, "budget": str(shown.budget)}
    return kept | lists | own | {"effect": str(int(shown.effect)), "policy": str(shown.policy_id or "")}


def rule_page(request: StaffRequest, shown: ShownRule) -> HttpResponse:
    """The page of a rule."""
    page = Page(before=Page.from_query(request.GET.dict()).before, length=20)
    hits = hits_for(request.viewer, shown.id, page)
    auditing.looked(request.viewer, "rule_hits", rule=shown.id)
    runs = may(request.role, Permission.RUN_RULES)
    context = {
        "here": "rules",
        "rule": shown,
        "line": line(shown),
        "versions": [line(one) for one in versions_for(request.viewer, shown.id)],
        "hits": [(one, said_of(one)) for one in hits],
        "older": f"?before={hits[-1].id}#hits" if len(hits) == page.length else "",
        "policy": next((one for one in current_policies(request.viewer) if one.id == shown.policy_id), None),
        "config": config_lines(shown),
        "writes": writes(request),
        "runs": runs,
        "judges": may(request.role, Permission.DECIDE),
        "is_good": runs and shown.mode == Mode.SHADOW and ruling.is_agreed(request.viewer, shown.id),
        **backtest_parts(request, shown),
    }
    return render(request, "pages/staff_rule.html", context)


def backtest_parts(request: StaffRequest, shown: ShownRule) -> dict[str, Any]:
    """The result of the last 30 days, with those examples that whoever looks may see as anyone may."""
    found = dict(shown.backtest.examples)
    cards = {card.id: card for card in shown_cards(request.viewer, list(found), "")} if found else {}
    examples = [(cards[number], pieces) for number, pieces in found.items() if number in cards]
    return {
        "rule": shown,
        "tried": shown.backtest,
        "examples": examples,
        "is_running": shown.backtest.state == "running",
    }


def in_case(request: StaffRequest, case: Case) -> dict[str, Any]:
    """What the page of a case tells of rules."""
    hits = hits_in(request.viewer, case)
    return {"rule_hits": [(one, said_of(one)) for one in hits], "judges": may(request.role, Permission.DECIDE)}


def line(shown: ShownRule) -> dict[str, Any]:
    """A rule with the words for it."""
    return {
        "rule": shown,
        "kind": rule_words.KINDS[shown.kind],
        "effect": rule_words.EFFECTS[shown.effect],
        "short": rule_words.SHORT[shown.effect],
        "mode": rule_words.MODES[shown.mode],
    }


def said_of(hit: ShownHit) -> dict[str, Any]:
    """A hit with the words for it."""
    return {
        "where": rule_words.WHERE.get(hit.where, hit.where),
        "mode": rule_words.MODES[hit.mode],
        "effect": rule_words.EFFECTS[hit.effect],
    }


def config_lines(shown: ShownRule) -> list[tuple[Any, str]]:
    """What the rule looks for, in words."""
    config = shown.config
    match shown.kind:
        case Kind.WORDS | Kind.LINKS:
            told = [(_("Entries"), str(len(shown.lines)))]
            told += [(_("Also 3 for e, @ for a"), _("Yes"))] if config.get("leet") else []
            return told + ([(_("All other sites"), _("Stopped"))] if config.get("only_allowed") else [])
        case Kind.PATTERN:
            return [(_("Pattern"), str(config.get("pattern", "")))]
        case Kind.RATE:
            counted = rule_words.COUNTED.get(str(config.get("what")), "")
            seconds = str(config.get("seconds"))
            return [(counted, f"> {config.get('most')}"), (_("In"), str(rule_words.TIMES.get(seconds, f"{seconds} s")))]
    return [(name, str(value)) for name, value in config.items() if value not in ("", False, None)]


def kinds() -> list[tuple[str, Sign, Any]]:
    """What a new rule can look for."""
    return [(slug, rule_words.KINDS[kind], rule_words.EXPLAINED[kind]) for slug, kind in rule_words.SLUGS.items()]


def by_weight() -> list[tuple[Rule.Mode, Sign]]:
    """The modes, those in which most happens first."""
    return [(mode, rule_words.MODES[mode]) for mode in (Mode.LIVE, Mode.SHADOW, Mode.DRAFT, Mode.OFF)]


def writes(request: StaffRequest) -> bool:
    return may(request.role, Permission.WRITE_RULES)
