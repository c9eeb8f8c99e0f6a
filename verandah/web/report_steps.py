"""What a report holds on its way through its steps: signed in the form, so that nothing is lost and nothing forged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from secrets import token_hex

from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext as _

from verandah.actions.reporting import LONGEST_WORDS, Concern
from verandah.base.errors import NotFound
from verandah.domain.moderation.policies import ShownPolicy
from verandah.domain.moderation.reportable import Item, item_of
from verandah.domain.moderation.reports import LAWS, Law, Why

from .report_words import COUNTRIES

WHAT, DETAIL, CHECK, DONE = "what", "detail", "check", "done"
STEPS = (WHAT, DETAIL, CHECK, DONE)
SALT = "verandah.report"
DISLIKE = "dislike"
RULE = "rule"
ELSEWHERE = "other"
LONGEST_SPOT = 200
DAY = 86_400


@dataclass(frozen=True, slots=True)
class Answers:
    """What was chosen and written until now. `why`: "rule:3", a word of `Why`, or DISLIKE."""

    why: str = ""
    more: tuple[str, ...] = ()
    comment: str = ""
    kind: str = ""
    country: str = ""
    spot: str = ""
    faith: bool = False
    mute: bool = False
    block: bool = False
    key: str = field(default_factory=lambda: token_hex(16))

    @property
    def reason(self) -> str:
        """The word without the number."""
        return self.why.partition(":")[0]

    @property
    def policy_id(self) -> int:
        number = self.why.partition(":")[2]
        return int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0

    @property
    def law(self) -> Law | None:
        return Law(self.kind, "" if self.country == ELSEWHERE else self.country, self.faith) if self.kind else None

    def concern(self, item: Item) -> Concern:
        """All of it, as it is told."""
        words = [self.comment, _("Where: %(spot)s") % {"spot": self.spot} if self.spot else ""]
        items = (item, *(item_of(key) for key in self.more))
        comment = "\n\n".join(one for one in words if one)
        return Concern(items, Why(self.reason), self.policy_id, comment, self.law, self.key)


def sealed(answers: Answers, whose: str) -> str:
    """As it stands in the form; `whose`: of which thing and of which viewer it is."""
    return signing.dumps(asdict(answers), salt=SALT + whose, compress=True)


def opened(text: str, whose: str) -> Answers:
    """What a form brought back; what is broken, or too old, begins anew."""
    try:
        held = signing.loads(text, salt=SALT + whose, max_age=DAY)
    except signing.BadSignature:
        return Answers()
    known = {name: held[name] for name in Answers.__dataclass_fields__ if name in held}
    return Answers(**{**known, "more": tuple(held.get("more", ()))})


def answered(before: Answers, step: str, sent: QueryDict) -> Answers:
    """With what was filled in at a step."""
    if step == WHAT:
        return replace(before, why=sent.get("why", "")[:30])
    if step == DETAIL:
        return replace(
            before,
            comment=written(sent, "comment"),
            more=tuple(sent.getlist("more")[:20]),
            kind=sent.get("kind", "")[:20],
            country=sent.get("country", "")[:10],
            spot=written(sent, "spot"),
            faith="faith" in sent,
        )
    if step == CHECK:
        return replace(before, mute="mute" in sent, block="block" in sent)
    return before


def written(sent: QueryDict, name: str) -> str:
    """A text without what no database takes."""
    text = sent.get(name, "").replace("\0", "").replace("\r\n", "\n").strip()
    return text.encode("utf-8", "ignore").decode()


def errors_at(step: str, answers: Answers, policies: Mapping[int, ShownPolicy], offered: set[str]) -> dict[str, str]:
    """What is wrong with what was filled in at a step, by field."""
    if step == WHAT:
        is_known = answers.reason in {*Why, DISLIKE} and (answers.reason != RULE or answers.policy_id in policies)
        return {} if is_known else {"why": _("Choose what is wrong.")}
    if step == DETAIL:
        return {name: text for name, text in detail_errors(answers, offered).items() if text}
    return {}


def detail_errors(answers: Answers, offered: set[str]) -> dict[str, str]:
    """What is wrong with what is told of it."""
    found = {"comment": too_long(answers.comment, LONGEST_WORDS), "spot": too_long(answers.spot, LONGEST_SPOT)}
    if not set(answers.more) <= offered:
        found["more"] = _("Choose from the posts in the list.")
    if answers.reason == Why.OTHER and not answers.comment:
        found["comment"] = _("Tell us in your own words what is wrong.")
    if answers.reason == Why.ILLEGAL:
        found |= law_errors(answers) | ({"comment": _("Say why it is illegal.")} if not answers.comment else {})
    return found


def law_errors(answers: Answers) -> dict[str, str]:
    """What is missing about the law."""
    return {
        "kind": "" if answers.kind in LAWS else _("Say what makes it illegal."),
        "country": "" if answers.country in {*COUNTRIES, ELSEWHERE} else _("Choose a country from the list."),
        "faith": "" if answers.faith else _("Confirm that what you say is true as far as you know."),
    }


def too_long(text: str, most: int) -> str:
    """The refusal of a text that is."""
    return _("Keep it to %(most)s characters.") % {"most": most} if len(text) > most else ""


def parsed(key: str) -> Item | None:
    """What a key in a form stands for."""
    try:
        return item_of(key)
    except NotFound:
        return None
