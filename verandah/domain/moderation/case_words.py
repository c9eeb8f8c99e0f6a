"""Cases in words: what they are about, where they wait, how long there is left, what has happened to them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, npgettext, pgettext_lazy

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
    Queue.THREAT_TO_LIFE: Sign("life-buoy", "red", gettext_lazy("Danger to life")),
    Queue.REMOVAL_ORDERS: Sign("scale", "red", gettext_lazy("Removal orders")),
    Queue.CHILD_SAFETY: Sign("siren", "red", gettext_lazy("Child safety")),
    Queue.INTIMATE_IMAGES: Sign("eye-off", "rose", gettext_lazy("Intimate pictures")),
    Queue.VIOLENT_EXTREMISM: Sign("siren", "red", gettext_lazy("Violent extremism")),
    Queue.THREATS: Sign("message-square-warning", "violet", gettext_lazy("Threats and hate")),
    Queue.ILLEGAL: Sign("scale", "amber", gettext_lazy("Against the law")),
    Queue.RULES: Sign("flag", "amber", gettext_lazy("Rules of the site")),
    Queue.NEWCOMERS: Sign("sprout", "green", gettext_lazy("Newcomers")),
    Queue.APPEALS: Sign("scale", "grey", gettext_lazy("Appeals")),
    Queue.DATA_RIGHTS: Sign("key-round", "blue", gettext_lazy("Data rights")),
    Queue.FEDERATION: Sign("globe", "blue", gettext_lazy("Other servers")),
    Queue.TRENDS: Sign("chart-bar-big", "blue", gettext_lazy("Trends and groups")),
}

KINDS = {
    "ACCOUNT": gettext_lazy("Profile"),
    "POST": gettext_lazy("Post"),
    "COMMENT": gettext_lazy("Comment"),
    "MEDIA": gettext_lazy("Photo, video or sound"),
    "ALBUM": gettext_lazy("Album"),
    "GROUP": gettext_lazy("Group"),
    "EVENT": gettext_lazy("Event"),
    "MESSAGE": gettext_lazy("Message"),
    "LINK": gettext_lazy("Link"),
    "TAG": gettext_lazy("Tag"),
    "DOMAIN": gettext_lazy("Other server"),
}
PARTS = {
    "avatar": gettext_lazy("Profile picture"),
    "header": gettext_lazy("Cover picture"),
    "name": pgettext_lazy("part of a profile", "Name"),
    "bio": gettext_lazy("What someone says about themselves"),
    "fields": gettext_lazy("Details of a profile"),
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
    "member": gettext_lazy("A member"),
    "stranger": gettext_lazy("Someone without an account"),
    "notice": gettext_lazy("A notice of illegal content"),
    "rule": gettext_lazy("A rule of the site"),
    "bank": gettext_lazy("A bank of pictures"),
    "flagger": gettext_lazy("A trusted flagger"),
    "authority": gettext_lazy("An authority"),
    "federation": gettext_lazy("Another server"),
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
CLOCKS = {Clock.Kind.FIRST_LOOK: gettext_lazy("First look"), Clock.Kind.DECIDE: gettext_lazy("Decision")}
ROLES = {
    Role.AUDITOR: gettext_lazy("Auditor"),
    Role.TRIAGE: gettext_lazy("Sorts cases"),
    Role.MODERATOR: gettext_lazy("Moderator"),
    Role.ADMIN: gettext_lazy("Administrator"),
    Role.OWNER: gettext_lazy("Owner"),
}
TRUST = {
    Trust.NEW: pgettext_lazy("trust", "New"),
    Trust.BASIC: pgettext_lazy("trust", "Basic"),
    Trust.MEMBER: pgettext_lazy("trust", "Member"),
    Trust.REGULAR: pgettext_lazy("trust", "Regular"),
}
STANDINGS = {
    Standing.RATE_LIMITED: gettext_lazy("Posts a few times a day at most"),
    Standing.POST_APPROVAL: gettext_lazy("Posts wait for approval"),
    Standing.READ_ONLY: gettext_lazy("Can only read"),
}
EFFECTS: dict[str, Any] = {
    Effect.DISMISS: gettext_lazy("Nothing wrong with it"),
    Effect.WARN: gettext_lazy("Warned"),
    Effect.ASK_TO_EDIT: gettext_lazy("Asked to change it"),
    Effect.BLUR: gettext_lazy("Blurred"),
    Effect.LIMIT: gettext_lazy("Shown to fewer"),
    Effect.LOCK: gettext_lazy("Closed for answers"),
    Effect.HOLD: gettext_lazy("Held back"),
    Effect.HIDE: gettext_lazy("Hidden"),
    Effect.REMOVE: gettext_lazy("Removed"),
    Effect.STRIP: gettext_lazy("Part of the profile removed"),
    Effect.MARK_SENSITIVE: gettext_lazy("All media behind a warning"),
    Effect.RATE_LIMIT: gettext_lazy("Fewer posts a day"),
    Effect.POST_APPROVAL: gettext_lazy("Posts wait for approval"),
    Effect.READ_ONLY: gettext_lazy("Can only read"),
    Effect.DISABLE: gettext_lazy("Sign-in closed"),
    Effect.SUSPEND: gettext_lazy("Suspended"),
    Effect.TERMINATE: gettext_lazy("Account ended"),
    Effect.FREEZE: gettext_lazy("Kept for the law"),
    Effect.RESTORE: gettext_lazy("Restored"),
}
# What has happened to a case, by the word of the record. Nobody's name stands in it: that is told beside it.
DEEDS = {
    "first_look": Sign("eye", "grey", gettext_lazy("Looked at it for the first time")),
    "claim": Sign("user-check", "green", gettext_lazy("Took it")),
    "release": Sign("arrow-left", "grey", gettext_lazy("Gave it back")),
    "lease_ended": Sign("timer", "grey", gettext_lazy("The time of who had taken it was over")),
    "assign": Sign("user-plus", "blue", gettext_lazy("Gave it to somebody")),
    "escalate": Sign("arrow-up", "red", gettext_lazy("Passed it on to those who run the site")),
    "move_case": Sign("repeat-2", "blue", gettext_lazy("Moved it to another queue")),
    "merge_case": Sign("corner-down-right", "grey", gettext_lazy("Put it together with another case")),
    "wait": Sign("pause", "amber", gettext_lazy("Waits for an answer")),
    "appeal": Sign("scale", "blue", gettext_lazy("Asked for another look")),
    "take_up_appeal": Sign("user-check", "green", gettext_lazy("Looks at the appeal")),
    "answer_appeal": Sign("scale", "green", gettext_lazy("Answered the appeal")),
    "appeal_refused": Sign("ban", "red", gettext_lazy("Tried to answer an appeal against an own decision")),
    "case_message": Sign("message-square", "blue", gettext_lazy("Wrote to somebody it concerns")),
    "case_answer": Sign("message-square", "grey", gettext_lazy("Somebody it concerns wrote")),
    "case_note": Sign("pen-line", "grey", gettext_lazy("Wrote a note")),
    "case_pin": Sign("pen-line", "grey", gettext_lazy("Put a note first")),
    "case_unpin": Sign("pen-line", "grey", gettext_lazy("Put a note back")),
    "case_link": Sign("link", "grey", gettext_lazy("Linked it with another case")),
    "case_unlink": Sign("link", "grey", gettext_lazy("Took a link away")),
    "close_case": Sign("check", "green", gettext_lazy("Closed")),
    "reopen_case": Sign("rotate-cw", "amber", gettext_lazy("Opened again")),
    "clock_half": Sign("timer", "amber", gettext_lazy("Half of the time had passed: the next person was told")),
    "clock_late": Sign("timer", "red", gettext_lazy("The time was nearly over: those who run the site were told")),
    "clock_missed": Sign("triangle-alert", "red", gettext_lazy("The time was over")),
    "look": Sign("eye", "amber", gettext_lazy("Looked at who reported it")),
    "decide": Sign("scale", "green", gettext_lazy("Decided")),
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
