"""Rules before publication in words: what they look for, what follows, how they stand."""

from __future__ import annotations

from django.utils.translation import gettext_lazy, pgettext_lazy

from verandah.domain.accounts.trust import Trust
from verandah.domain.moderation.case_words import TRUST, Sign
from verandah.domain.moderation.rulebook import Effect, Kind, Mode

KINDS = {
    Kind.WORDS: Sign("newspaper", "blue", gettext_lazy("List of words")),
    Kind.PATTERN: Sign("search", "violet", gettext_lazy("Pattern")),
    Kind.LINKS: Sign("link", "amber", gettext_lazy("Links")),
    Kind.RATE: Sign("timer", "rose", gettext_lazy("How much in a time")),
    Kind.NEWCOMER: Sign("sprout", "green", gettext_lazy("Newcomers")),
}
# What is written in the address of the form.
SLUGS = {kind.name.lower(): kind for kind in KINDS}
EXPLAINED = {
    Kind.WORDS: gettext_lazy("Found in every spelling: full-width, look-alike letters, accents, invisible signs."),
    Kind.PATTERN: gettext_lazy("For what no list can say. Read by re2, so that no pattern can hold up the site."),
    Kind.LINKS: gettext_lazy(
        "Sites and pages that are stopped, told to you, or let through, with all that is below them."
    ),
    Kind.RATE: gettext_lazy("So many posts, comments, mentions, or the same words, in a time."),
    Kind.NEWCOMER: gettext_lazy(
        "Whoever is new: by trust, by days, by first posts; perhaps only with links or strangers."
    ),
}
EFFECTS = {
    Effect.FLAG: Sign("flag", "blue", gettext_lazy("You are told, nothing else happens")),
    Effect.BLUR: Sign("eye-off", "amber", gettext_lazy("It is shown behind a warning")),
    Effect.HOLD: Sign("clock", "amber", gettext_lazy("It waits until somebody has looked")),
    Effect.REFUSE: Sign("ban", "red", gettext_lazy("It is refused, and says why")),
}
SHORT = {
    Effect.FLAG: pgettext_lazy("what a rule does", "Tells"),
    Effect.BLUR: pgettext_lazy("what a rule does", "Blurs"),
    Effect.HOLD: pgettext_lazy("what a rule does", "Holds"),
    Effect.REFUSE: pgettext_lazy("what a rule does", "Refuses"),
}
MODES = {
    Mode.DRAFT: Sign("pen-line", "grey", pgettext_lazy("mode of a rule", "Draft")),
    Mode.SHADOW: Sign("eye", "blue", pgettext_lazy("mode of a rule", "In the shadow")),
    Mode.LIVE: Sign("check", "green", pgettext_lazy("mode of a rule", "Live")),
    Mode.OFF: Sign("x", "grey", pgettext_lazy("mode of a rule", "Off")),
}
COUNTED = {
    "posts": gettext_lazy("Posts"),
    "comments": gettext_lazy("Comments"),
    "mentions": gettext_lazy("People who are named"),
    "same": gettext_lazy("The same words, by one person"),
    "same_by_all": gettext_lazy("The same words, by anyone"),
}
TIMES = {
    "600": gettext_lazy("10 minutes"),
    "3600": gettext_lazy("1 hour"),
    "86400": gettext_lazy("1 day"),
    "604800": gettext_lazy("7 days"),
}
WAYS = {
    "block": gettext_lazy("Stopped: the effect below"),
    "warn": gettext_lazy("Told to you"),
    "allow": gettext_lazy("Let through"),
}
WHERE = {
    "post": gettext_lazy("Post"),
    "comment": gettext_lazy("Comment"),
    "edit": gettext_lazy("Change of a post"),
    "name": gettext_lazy("Display name"),
    "bio": gettext_lazy("About me"),
    "fields": gettext_lazy("Profile details"),
    "avatar": gettext_lazy("Description of the profile picture"),
    "header": gettext_lazy("Description of the cover picture"),
    "album": gettext_lazy("Album"),
}
LEVELS = [(int(level), TRUST[level]) for level in Trust]
