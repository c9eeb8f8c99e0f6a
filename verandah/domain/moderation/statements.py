"""The statement of reasons (DSA art. 17) in words: what is restricted, why, and what can be done against it. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from verandah.base import formats

from .effects import Effect
from .models import Decision
from .sources import Source
from .words import Thing, done, undone

Automation = Decision.Automation
# What is quoted of the thing it is about: enough to know which one it was.
LONGEST_QUOTE = 1000

# What follows from it, where the sentence that names it does not say so.
EXPLAINED = {
    Effect.WARN: gettext_lazy("Nothing changes for you. It is noted that we have written to you."),
    Effect.ASK_TO_EDIT: gettext_lazy("It stays where it is. Please change it, so that nothing more has to be done."),
    Effect.BLUR: gettext_lazy("Everyone can still look at it, by a press of a button."),
    Effect.LIMIT: gettext_lazy("Everyone who looks for it still finds it. It is not shown to others by itself."),
    Effect.LOCK: gettext_lazy("What has been said there stays."),
    Effect.HOLD: gettext_lazy("Nobody but you sees it until then. You need do nothing."),
    Effect.HIDE: gettext_lazy("It is not lost: if this decision is taken back, it is where it was."),
    Effect.REMOVE: gettext_lazy("It can be restored: if this decision is taken back, it is where it was."),
    Effect.STRIP: gettext_lazy("You can choose something else instead."),
    Effect.MARK_SENSITIVE: gettext_lazy("Everyone can still look at them, by a press of a button."),
    Effect.RATE_LIMIT: gettext_lazy("You can read, react and follow as before."),
    Effect.POST_APPROVAL: gettext_lazy("You can read, react and follow as before."),
    Effect.READ_ONLY: gettext_lazy("Nothing of yours is removed, and you can sign in as before."),
    Effect.DISABLE: gettext_lazy("What you have said stays where it is. You have been signed out everywhere."),
    Effect.SUSPEND: gettext_lazy("Nothing is lost: if this decision is taken back, everything is where it was."),
    Effect.TERMINATE: gettext_lazy("Until it is erased, everything can be restored if this decision is taken back."),
    Effect.FREEZE: gettext_lazy("We are bound to keep it. You can use the site as before."),
}
SOURCES = {
    Source.NOTICE: gettext_lazy(
        "We looked at it because someone told us that it is against the law. We never say who."
    ),
    Source.FLAGGER: gettext_lazy("We looked at it because an organisation that is recognised for this told us of it."),
    Source.REPORT: gettext_lazy("We looked at it because someone told us of it. We never say who."),
    Source.AUTHORITY: gettext_lazy("We looked at it because an authority told us of it."),
    Source.OWN: gettext_lazy("We looked at it of our own accord. Nobody had told us of it."),
}
AUTOMATED = {
    (False, Automation.NONE): gettext_lazy("A person decided this. No automatic tool had a part in it."),
    (True, Automation.NONE): gettext_lazy("An automatic tool came across it. A person looked at it and decided."),
    (False, Automation.PARTIAL): gettext_lazy("An automatic tool helped to decide, and a person agreed."),
    (True, Automation.PARTIAL): gettext_lazy(
        "An automatic tool came across it and helped to decide, and a person agreed."
    ),
    (False, Automation.FULL): gettext_lazy("An automatic tool decided this, by a rule that people have written."),
    (True, Automation.FULL): gettext_lazy(
        "An automatic tool came across it and decided this, by a rule that people have written."
    ),
}
# Where bodies for settling it out of court are listed, by the European Commission.
BODIES = "https://digital-strategy.ec.europa.eu/en/policies/dsa-out-court-dispute-settlement"


@dataclass(frozen=True, slots=True)
class Reasons:
    """What a statement is made of. `effects`, `undone`: words of `effects`; `rule`: the rule's texts of that version.

    `law`: the countries whose law it is about. `appeal_until`: until when it can be looked at again here.
    """

    thing: Thing
    effects: tuple[str, ...]
    source: Source
    at: datetime
    undone: tuple[str, ...] = ()
    territory: tuple[str, ...] = ()
    until: datetime | None = None
    facts: str = ""
    message: str = ""
    quote: str = ""
    rule: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    is_illegal: bool = False
    law: tuple[str, ...] = ()
    detection: bool = False
    automation: Automation = Automation.NONE
    appeal_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A statement in one language, each part a sentence or two; what does not apply is empty. No one's name stands in
    it but what the decider wrote in `facts` and `message`, and what `quote` quotes of the reader's own words."""

    title: str
    what: tuple[str, ...] = ()
    where: str = ""
    until: str = ""
    quote: str = ""
    facts: str = ""
    ground: str = ""
    rule_title: str = ""
    rule_body: str = ""
    source: str = ""
    automation: str = ""
    message: str = ""
    redress: tuple[str, ...] = ()


def texts_of(reasons: Reasons, languages: Sequence[str], zone: ZoneInfo) -> dict[str, dict[str, object]]:
    """The statement in each of these languages, as `Statement.texts` keeps it."""
    return {language: asdict(told(reasons, language, zone)) for language in dict.fromkeys(languages)}


def told(reasons: Reasons, language: str, zone: ZoneInfo) -> Told:
    """The statement in one language, with times of the clock as they are in `zone`."""
    with override(language):
        if reasons.undone:
            return taken_back(reasons)
        title, rule = rule_of(reasons, language)
        return Told(
            title=_("%(sentence)s.") % {"sentence": heading(reasons)},
            what=tuple(what(reasons)),
            where=where(reasons),
            until=until(reasons, zone),
            quote=reasons.quote[:LONGEST_QUOTE],
            facts=reasons.facts,
            ground=ground(reasons, title),
            rule_title=title,
            rule_body=rule,
            source=str(SOURCES[reasons.source]),
            automation=str(AUTOMATED[reasons.detection, reasons.automation]),
            message=reasons.message,
            redress=tuple(redress(reasons, zone)),
        )


def from_json(kept: Mapping[str, object]) -> Told:
    """What `texts_of` has made of one language."""
    lists = ("what", "redress")
    return Told(**{name: tuple(value) if name in lists else value for name, value in kept.items()})  # type: ignore[arg-type]


def taken_back(reasons: Reasons) -> Told:
    """That an earlier decision no longer holds: nobody needs to do anything against that."""
    sentences = [undone(reasons.thing, effect) for effect in reversed(reasons.undone)]
    return Told(
        title=_("%(sentence)s.") % {"sentence": sentences[0]},
        what=tuple(_("%(sentence)s.") % {"sentence": one} for one in dict.fromkeys(sentences[1:])),
        quote=reasons.quote[:LONGEST_QUOTE],
        facts=reasons.facts,
        message=reasons.message,
    )


def heading(reasons: Reasons) -> str:
    """What is restricted, first of all."""
    return done(reasons.thing, reasons.effects[-1])


def what(reasons: Reasons) -> Iterator[str]:
    """What follows from it, and what is restricted besides."""
    for place, effect in enumerate(reversed(reasons.effects)):
        if place:
            yield _("%(sentence)s.") % {"sentence": done(reasons.thing, effect)}
        if effect in EXPLAINED:
            yield str(EXPLAINED[Effect(effect)])


def where(reasons: Reasons) -> str:
    """For which countries it holds."""
    if reasons.territory:
        return _("This holds in these countries: %(countries)s.") % {"countries": ", ".join(reasons.territory)}
    return _("This holds everywhere.")


def until(reasons: Reasons, zone: ZoneInfo) -> str:
    """When it ends."""
    if all(effect in (Effect.WARN, Effect.ASK_TO_EDIT) for effect in reasons.effects):
        return ""
    if Effect.HOLD in reasons.effects:
        return _("It lasts until somebody has looked at it.")
    if reasons.until is None:
        return _("It has no end of its own: it lasts until this decision is taken back.")
    return _("It ends by itself on %(moment)s.") % {"moment": spoken(reasons.until, zone)}


def ground(reasons: Reasons, title: str) -> str:
    """On what the decision rests: a law, one of the rules, or the terms as a whole."""
    if reasons.is_illegal and reasons.law:
        words = _("We hold this to be against the law of: %(countries)s.") % {"countries": ", ".join(reasons.law)}
    elif reasons.is_illegal:
        words = _("We hold this to be against the law.")
    elif title:
        words = _("This is against a rule of this site, on which everyone here has agreed.")
    else:
        words = _("No single rule is named. The terms of this site let the people who look after it decide so.")
    return words


def rule_of(reasons: Reasons, language: str) -> tuple[str, str]:
    """The rule as it read then: in this language, else in one that there is."""
    found = next((reasons.rule[one] for one in (language, "en", *reasons.rule) if one in reasons.rule), {})
    return found.get("title", ""), found.get("body", "")


def redress(reasons: Reasons, zone: ZoneInfo) -> Iterator[str]:
    """The three ways to have it looked at again."""
    if reasons.appeal_until is not None:
        yield _(
            "You can ask for it to be looked at again here, free of charge, until %(moment)s. "
            "Somebody else than whoever decided does that, and no automatic tool decides about it."
        ) % {"moment": spoken(reasons.appeal_until, zone)}
    yield _(
        "In the European Union you can turn to a certified body that settles disputes out of court "
        "(article 21 of the Digital Services Act). They are listed here: %(address)s"
    ) % {"address": BODIES}
    yield _("You can go to court at any time.")


def spoken(moment: datetime, zone: ZoneInfo) -> str:
    """A day and a time of the clock in `zone`, which is named."""
    here = localtime(moment, zone)
    return f"{formats.moment(here.replace(tzinfo=None))} ({here.tzname()})"
