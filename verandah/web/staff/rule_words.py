"""Rules before publication in words: what they look for, what follows, how they stand."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from verandah.domain.accounts.trust import Trust
from verandah.domain.moderation.case_words import TRUST, Sign
from verandah.domain.moderation.rulebook import Effect, Kind, Mode

KINDS = {
    Kind.WORDS: Sign("newspaper", "blue", lazy("List of words")),
    Kind.PATTERN: Sign("search", "violet", lazy("Pattern")),
    Kind.LINKS: Sign("link", "amber", lazy("Links")),
    Kind.RATE: Sign("timer", "rose", lazy("How much in a time")),
    Kind.NEWCOMER: Sign("sprout", "green", lazy("Newcomers")),
}
# What is written in the address of the form.
SLUGS = {kind.name.lower(): kind for kind in KINDS}
EXPLAINED = {
    Kind.WORDS: lazy("Found in every spelling: full-width, look-alike letters, accents, invisible signs."),
    Kind.PATTERN: lazy("For what no list can say. Read by re2, so that no pattern can hold up the site."),
    Kind.LINKS: lazy("Sites and pages that are stopped, told to you, or let through, with all that is below them."),
    Kind.RATE: lazy("So many posts, comments, mentions, or the same words, in a time."),
    Kind.NEWCOMER: lazy("Whoever is new: by trust, by days, by first posts; perhaps only with links or strangers."),
}
EFFECTS = {
    Effect.FLAG: Sign("flag", "blue", lazy("You are told, nothing else happens")),
    Effect.BLUR: Sign("eye-off", "amber", lazy("It is shown behind a warning")),
    Effect.HOLD: Sign("clock", "amber", lazy("It waits until somebody has looked")),
    Effect.REFUSE: Sign("ban", "red", lazy("It is refused, and says why")),
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
    "posts": lazy("Posts"),
    "comments": lazy("Comments"),
    "mentions": lazy("People who are named"),
    "same": lazy("The same words, by one person"),
    "same_by_all": lazy("The same words, by anyone"),
}
TIMES = {"600": lazy("10 minutes"), "3600": lazy("1 hour"), "86400": lazy("1 day"), "604800": lazy("7 days")}
WAYS = {
    "block": lazy("Stopped: the effect below"),
    "warn": lazy("Told to you"),
    "allow": lazy("Let through"),
}
WHERE = {
    "post": lazy("Post"),
    "comment": lazy("Comment"),
    "edit": lazy("Change of a post"),
    "name": lazy("Display name"),
    "bio": lazy("About me"),
    "fields": lazy("Profile details"),
    "avatar": lazy("Description of the profile picture"),
    "header": lazy("Description of the cover picture"),
    "album": lazy("Album"),
}
LEVELS = [(int(level), TRUST[level]) for level in Trust]
