"""Audiences in words: what each means, and whom a choice names."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from verandah.domain.posts.audience import Audience

from .tags import audience_label

# So many are named before the others are counted.
MOST_NAMED = 3


def meaning_of(audience: Audience) -> str:
    """What an audience means, in a line."""
    words = {
        Audience.PUBLIC: _("Also people without an account"),
        Audience.MEMBERS: _("Anyone signed in here"),
        Audience.FOLLOWERS: _("People who follow you"),
        Audience.FRIENDS: _("You and they have agreed on it"),
        Audience.FRIENDS_EXCEPT: _("They are not told that they are left out"),
        Audience.LISTS: _("Who is on it when they look"),
        Audience.PEOPLE: _("These, and whom you mention"),
        Audience.ONLY_ME: _("Nobody else, whatever happens"),
    }
    return words[audience]


def words_for(audience: Audience, titles: Sequence[str], people: Sequence[str]) -> str:
    """A choice in a few words: “Close friends, Family”, “Bob and Carol”, “Friends except Dan”."""
    named = enumeration([*titles, *people])
    if not named or audience not in (Audience.FRIENDS_EXCEPT, Audience.LISTS, Audience.PEOPLE):
        return audience_label(audience)
    if audience == Audience.FRIENDS_EXCEPT:
        return pgettext("audience", "Friends except %(names)s") % {"names": named}
    return named


def enumeration(names: Sequence[str]) -> str:
    """Names one after the other; of many the first, and how many more."""
    if len(names) > MOST_NAMED:
        more = len(names) - MOST_NAMED + 1
        shown = pgettext("between names", ", ").join(names[: MOST_NAMED - 1])
        return ngettext("%(names)s and %(n)d other", "%(names)s and %(n)d others", more) % {"names": shown, "n": more}
    if len(names) < 2:
        return "".join(names)
    first = pgettext("between names", ", ").join(names[:-1])
    return _("%(names)s and %(last)s") % {"names": first, "last": names[-1]}
