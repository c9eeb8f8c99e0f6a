"""Cases in words: what they are about, where they wait, how long there is left, what has happened to them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import npgettext, pgettext_lazy

from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.standing import Standing
from verandah.domain.accounts.trust import Trust

from .cases import CaseLine
from .effects import Effect
from .models import Case, Clock, Queue

HOUR = 3600
DAY = 24 * HOUR


class Sign(NamedTuple):
    """What stands for something: a picture, its colour, a word or two."""

    glyph: str
    tone: str
    label: Any


QUEUES = {
    Queue.THREAT_TO_LIFE: Sign("life-buoy", "red", lazy("Danger to life")),
    Queue.REMOVAL_ORDERS: Sign("scale", "red", lazy("Removal orders")),
    Queue.CHILD_SAFETY: Sign("siren", "red", lazy("Child safety")),
    Queue.INTIMATE_IMAGES: Sign("eye-off", "rose", lazy("Intimate pictures")),
    Queue.VIOLENT_EXTREMISM: Sign("siren", "red", lazy("Violent extremism")),
    Queue.THREATS: Sign("message-square-warning", "violet", lazy("Threats and hate")),
    Queue.ILLEGAL: Sign("scale", "amber", lazy("Against the law")),
    Queue.RULES: Sign("flag", "amber", lazy("Rules of the site")),
    Queue.NEWCOMERS: Sign("sprout", "green", lazy("Newcomers")),
    Queue.APPEALS: Sign("scale", "grey", lazy("Appeals")),
    Queue.DATA_RIGHTS: Sign("key-round", "blue", lazy("Data rights")),
    Queue.FEDERATION: Sign("globe", "blue", lazy("Other servers")),
    Queue.TRENDS: Sign("chart-bar-big", "blue", lazy("Trends and groups")),
}

KINDS = {
    "ACCOUNT": lazy("Profile"),
    "POST": lazy("Post"),
    "COMMENT": lazy("Comment"),
    "MEDIA": lazy("Photo, video or sound"),
    "ALBUM": lazy("Album"),
    "GROUP": lazy("Group"),
    "EVENT": lazy("Event"),
    "MESSAGE": lazy("Message"),
    "LINK": lazy("Link"),
    "TAG": lazy("Tag"),
    "DOMAIN": lazy("Other server"),
}
PARTS = {
    "avatar": lazy("Profile picture"),
    "header": lazy("Cover picture"),
    "name": pgettext_lazy("part of a profile", "Name"),
    "bio": lazy("What someone says about themselves"),
    "fields": lazy("Details of a profile"),
}

# As what something was reported.
CATEGORIES = {
    "spam": Sign("megaphone", "amber", pgettext_lazy("report", "Spam")),
    "legal": Sign("scale", "red", pgettext_lazy("report", "Against the law")),
    "illegal": Sign("scale", "red", pgettext_lazy("report", "Notice of illegal content")),
    "violation": Sign("flag", "violet", pgettext_lazy("report", "Against the rules")),
    "other": Sign("flag", "grey", pgettext_lazy("report", "Something else")),
}
VOICES = {
    "member": lazy("A member"),
    "stranger": lazy("Someone without an account"),
    "notice": lazy("A notice of illegal content"),
    "rule": lazy("A rule of the site"),
    "bank": lazy("A bank of pictures"),
    "flagger": lazy("A trusted flagger"),
    "authority": lazy("An authority"),
    "federation": lazy("Another server"),
}
STATES = {
    Case.State.NEW: Sign("inbox", "blue", pgettext_lazy("case", "New")),
    Case.State.TRIAGED: Sign("inbox", "grey", pgettext_lazy("case", "Looked at")),
    Case.State.CLAIMED: Sign("user-check", "green", pgettext_lazy("case", "In work")),
    Case.State.WAITING: Sign("pause", "amber", pgettext_lazy("case", "Waits for an answer")),
    Case.State.ESCALATED: Sign("arrow-up", "red", pgettext_lazy("case", "Passed on")),
    Case.State.AWAITING_SECOND: Sign("users-round", "amber", pgettext_lazy("case", "Needs a second person")),
    Case.State.DECIDED: Sign("circle-check", "green", pgettext_lazy("case", "Decided")),
    Case.State.CLOSED: Sign("check", "grey", pgettext_lazy("case", "Closed")),
}
CLOCKS = {Clock.Kind.FIRST_LOOK: lazy("First look"), Clock.Kind.DECIDE: lazy("Decision")}
ROLES = {
    Role.AUDITOR: lazy("Auditor"),
    Role.TRIAGE: lazy("Sorts cases"),
    Role.MODERATOR: lazy("Moderator"),
    Role.ADMIN: lazy("Administrator"),
    Role.OWNER: lazy("Owner"),
}
TRUST = {
    Trust.NEW: pgettext_lazy("trust", "New"),
    Trust.BASIC: pgettext_lazy("trust", "Basic"),
    Trust.MEMBER: pgettext_lazy("trust", "Member"),
    Trust.REGULAR: pgettext_lazy("trust", "Regular"),
}
STANDINGS = {
    Standing.RATE_LIMITED: lazy("Posts a few times a day at most"),
    Standing.POST_APPROVAL: lazy("Posts wait for approval"),
    Standing.READ_ONLY: lazy("Can only read"),
}
EFFECTS: dict[str, Any] = {
    Effect.DISMISS: lazy("Nothing wrong with it"),
    Effect.WARN: lazy("Warned"),
    Effect.ASK_TO_EDIT: lazy("Asked to change it"),
    Effect.BLUR: lazy("Blurred"),
    Effect.LIMIT: lazy("Shown to fewer"),
    Effect.LOCK: lazy("Closed for answers"),
    Effect.HOLD: lazy("Held back"),
    Effect.HIDE: lazy("Hidden"),
    Effect.REMOVE: lazy("Removed"),
    Effect.STRIP: lazy("Part of the profile removed"),
    Effect.MARK_SENSITIVE: lazy("All media behind a warning"),
    Effect.RATE_LIMIT: lazy("Fewer posts a day"),
    Effect.POST_APPROVAL: lazy("Posts wait for approval"),
    Effect.READ_ONLY: lazy("Can only read"),
    Effect.DISABLE: lazy("Sign-in closed"),
    Effect.SUSPEND: lazy("Suspended"),
    Effect.TERMINATE: lazy("Account ended"),
    Effect.FREEZE: lazy("Kept for the law"),
    Effect.RESTORE: lazy("Restored"),
}
# What has happened to a case, by the word of the record. Nobody's name stands in it: that is told beside it.
DEEDS = {
    "first_look": Sign("eye", "grey", lazy("Looked at it for the first time")),
    "claim": Sign("user-check", "green", lazy("Took it")),
    "release": Sign("arrow-left", "grey", lazy("Gave it back")),
    "lease_ended": Sign("timer", "grey", lazy("The time of who had taken it was over")),
    "assign": Sign("user-plus", "blue", lazy("Gave it to somebody")),
    "escalate": Sign("arrow-up", "red", lazy("Passed it on to those who run the site")),
    "move_case": Sign("repeat-2", "blue", lazy("Moved it to another queue")),
    "merge_case": Sign("corner-down-right", "grey", lazy("Put it together with another case")),
    "wait": Sign("pause", "amber", lazy("Waits for an answer")),
    "appeal": Sign("scale", "blue", lazy("Asked for another look")),
    "take_up_appeal": Sign("user-check", "green", lazy("Looks at the appeal")),
    "answer_appeal": Sign("scale", "green", lazy("Answered the appeal")),
    "appeal_refused": Sign("ban", "red", lazy("Tried to answer an appeal against an own decision")),
    "case_message": Sign("message-square", "blue", lazy("Wrote to somebody it concerns")),
    "case_answer": Sign("message-square", "grey", lazy("Somebody it concerns wrote")),
    "case_note": Sign("pen-line", "grey", lazy("Wrote a note")),
    "case_pin": Sign("pen-line", "grey", lazy("Put a note first")),
    "case_unpin": Sign("pen-line", "grey", lazy("Put a note back")),
    "case_link": Sign("link", "grey", lazy("Linked it with another case")),
    "case_unlink": Sign("link", "grey", lazy("Took a link away")),
    "close_case": Sign("check", "green", lazy("Closed")),
    "reopen_case": Sign("rotate-cw", "amber", lazy("Opened again")),
    "clock_half": Sign("timer", "amber", lazy("Half of the time had passed: the next person was told")),
    "clock_late": Sign("timer", "red", lazy("The time was nearly over: those who run the site were told")),
    "clock_missed": Sign("triangle-alert", "red", lazy("The time was over")),
    "look": Sign("eye", "amber", lazy("Looked at who reported it")),
    "decide": Sign("scale", "green", lazy("Decided")),
}


def title(line: CaseLine) -> str:
    """What a case is about, in a word or two."""
    return str(PARTS.get(line.part) or KINDS[line.kind])


def effect(word: str) -> str:
    """What a decision did, by a word of `effects`."""
    return str(EFFECTS[Effect(word)]) if word in EFFECTS else word


def deed_sign(word: str) -> Sign:
    """What has happened, by a word of the record; other rooms' words are told as they are."""
    return DEEDS.get(word) or Sign("history", "grey", word.replace("_", " "))


def span(length: timedelta) -> str:
    """A length of time in its two largest units."""
    seconds = max(0, int(length.total_seconds()))
    days, hours, minutes = seconds // DAY, seconds % DAY // HOUR, seconds % HOUR // 60
    if days:
        parts = [days_in_words(days), hours_in_words(hours) if hours and days < 3 else ""]
    else:
        parts = [hours_in_words(hours) if hours else "", minutes_in_words(minutes) if minutes or not hours else ""]
    return " ".join(part for part in parts if part)


def days_in_words(count: int) -> str:
    return npgettext("length of time", "%(n)d day", "%(n)d days", count) % {"n": count}


def hours_in_words(count: int) -> str:
    return npgettext("length of time", "%(n)d h", "%(n)d h", count) % {"n": count}


def minutes_in_words(count: int) -> str:
    return npgettext("length of time", "%(n)d min", "%(n)d min", count) % {"n": count}


def left(due_at: datetime) -> str:
    """How much time there is until then, or for how long it has been over."""
    rest = due_at - timezone.now()
    if rest < timedelta():
        return _("over for %(time)s") % {"time": span(-rest)}
    return _("%(time)s left") % {"time": span(rest)}
