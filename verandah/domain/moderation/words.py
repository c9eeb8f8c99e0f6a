"""What the staff's decisions mean for the member they are about, in that member's language."""

from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .decisions import ShownDecision
from .effects import Effect
from .models import Subject


class Thing(StrEnum):
    """What of theirs it is about."""

    POST = "post"
    COMMENT = "comment"
    FILE = "file"
    ALBUM = "album"
    PROFILE = "profile"


ANY = gettext_lazy("The people who look after this site have decided something about you")
# Whatever it is about.
OF_PEOPLE = {
    Effect.WARN: gettext_lazy("The people who look after this site have written to you"),
    Effect.STRIP: gettext_lazy("A part of your profile was removed"),
    Effect.MARK_SENSITIVE: gettext_lazy("Your photos and films are shown only after a warning now"),
    Effect.LIMIT: gettext_lazy("Only people who follow you come across what you say now"),
    Effect.RATE_LIMIT: gettext_lazy("You can post only a few times a day now"),
    Effect.POST_APPROVAL: gettext_lazy("What you say waits now until somebody has looked at it"),
    Effect.READ_ONLY: gettext_lazy("You can read everything as before, and say nothing for now"),
    Effect.DISABLE: gettext_lazy(
        "Your account was closed to you. It can be opened again by the people who look after this site"
    ),
    Effect.SUSPEND: gettext_lazy("Your account was suspended: nobody sees it or anything of yours"),
    Effect.TERMINATE: gettext_lazy("Your account was closed for good: nobody sees it, and after 30 days it is erased"),
    Effect.FREEZE: gettext_lazy("Nothing of yours can be removed for now, not even by you"),
}
OF_THINGS: dict[tuple[Thing, str], object] = {
    (Thing.POST, Effect.ASK_TO_EDIT): gettext_lazy("The people who look after this site ask you to change your post"),
    (Thing.POST, Effect.BLUR): gettext_lazy("Your post is shown only after a warning now"),
    (Thing.POST, Effect.LIMIT): gettext_lazy("Only people who follow you come across your post now"),
    (Thing.POST, Effect.LOCK): gettext_lazy("Nobody can answer or share your post, or react to it, from now on"),
    (Thing.POST, Effect.HOLD): gettext_lazy("Your post waits until somebody has looked at it"),
    (Thing.POST, Effect.HIDE): gettext_lazy("Your post was hidden: you see it, and nobody else does"),
    (Thing.POST, Effect.REMOVE): gettext_lazy("Your post was removed"),
    (Thing.COMMENT, Effect.ASK_TO_EDIT): gettext_lazy(
        "The people who look after this site ask you to change your comment"
    ),
    (Thing.COMMENT, Effect.BLUR): gettext_lazy("Your comment is shown only after a warning now"),
    (Thing.COMMENT, Effect.LIMIT): gettext_lazy("Only people who follow you come across your comment now"),
    (Thing.COMMENT, Effect.LOCK): gettext_lazy("Nobody can answer or share your comment, or react to it, from now on"),
    (Thing.COMMENT, Effect.HOLD): gettext_lazy("Your comment waits until somebody has looked at it"),
    (Thing.COMMENT, Effect.HIDE): gettext_lazy("Your comment was hidden: you see it, and nobody else does"),
    (Thing.COMMENT, Effect.REMOVE): gettext_lazy("Your comment was removed"),
    (Thing.FILE, Effect.ASK_TO_EDIT): gettext_lazy(
        "The people who look after this site ask you to change a file of yours"
    ),
    (Thing.FILE, Effect.BLUR): gettext_lazy("A photo, film or sound of yours is shown only after a warning now"),
    (Thing.FILE, Effect.HOLD): gettext_lazy("A photo, film or sound of yours waits until somebody has looked at it"),
    (Thing.FILE, Effect.REMOVE): gettext_lazy("A photo, film or sound of yours was removed"),
    (Thing.ALBUM, Effect.ASK_TO_EDIT): gettext_lazy("The people who look after this site ask you to change your album"),
    (Thing.ALBUM, Effect.HOLD): gettext_lazy("Your album waits until somebody has looked at it"),
    (Thing.ALBUM, Effect.HIDE): gettext_lazy("Your album was hidden: you see it, and nobody else does"),
    (Thing.ALBUM, Effect.REMOVE): gettext_lazy("Your album was removed"),
    (Thing.PROFILE, Effect.ASK_TO_EDIT): gettext_lazy(
        "The people who look after this site ask you to change your profile"
    ),
}
# What of it was taken back.
UNDONE_OF_PEOPLE = {
    Effect.WARN: gettext_lazy("What the people who look after this site had written to you no longer counts"),
    Effect.STRIP: gettext_lazy("What was removed from your profile is yours again"),
    Effect.MARK_SENSITIVE: gettext_lazy("You say again which of your photos and films need a warning"),
    Effect.LIMIT: gettext_lazy("Everyone comes across what you say again"),
    Effect.RATE_LIMIT: gettext_lazy("You can post as often as everyone else again"),
    Effect.POST_APPROVAL: gettext_lazy("What you say is there at once again"),
    Effect.READ_ONLY: gettext_lazy("You can say something again"),
    Effect.DISABLE: gettext_lazy("You can sign in again"),
    Effect.SUSPEND: gettext_lazy("Your account is back, with everything in it"),
    Effect.TERMINATE: gettext_lazy("Your account is back, with everything in it"),
    Effect.FREEZE: gettext_lazy("You can remove what is yours again"),
}
UNDONE_OF_THINGS: dict[tuple[Thing, str], object] = {
    (Thing.POST, Effect.HOLD): gettext_lazy("Your post was looked at and is out now"),
    (Thing.COMMENT, Effect.HOLD): gettext_lazy("Your comment was looked at and is out now"),
    (Thing.FILE, Effect.HOLD): gettext_lazy("A photo, film or sound of yours was looked at and is out now"),
    (Thing.ALBUM, Effect.HOLD): gettext_lazy("Your album was looked at and is out now"),
}
BACK = {
    Thing.POST: gettext_lazy("Your post is again as it was before we decided about it"),
    Thing.COMMENT: gettext_lazy("Your comment is again as it was before we decided about it"),
    Thing.FILE: gettext_lazy("A photo, film or sound of yours is again as it was before we decided about it"),
    Thing.ALBUM: gettext_lazy("Your album is again as it was before we decided about it"),
    Thing.PROFILE: gettext_lazy("What we decided about you no longer holds"),
}
# How decisions were called before each of them had a row of its own.
FORMERLY = {
    "enable": UNDONE_OF_PEOPLE[Effect.DISABLE],
    "unmark_sensitive": UNDONE_OF_PEOPLE[Effect.MARK_SENSITIVE],
    "unlimit": UNDONE_OF_PEOPLE[Effect.LIMIT],
    "unsuspend": UNDONE_OF_PEOPLE[Effect.SUSPEND],
}
THINGS = {Subject.Kind.POST: Thing.POST, Subject.Kind.MEDIA: Thing.FILE, Subject.Kind.ALBUM: Thing.ALBUM}


def meaning(shown: ShownDecision) -> str:
    """What was decided, in one sentence without a full stop."""
    thing = thing_of(shown.kind, shown.is_comment)
    return undone(thing, shown.undone) if shown.undone else done(thing, shown.deed)


def told_in_full(shown: ShownDecision) -> str:
    """The same with what the staff wrote to go with it."""
    sentence = _("%(sentence)s.") % {"sentence": meaning(shown)}
    return f"{sentence}\n\n{shown.text}" if shown.text else sentence


def thing_of(kind: int, is_comment: bool) -> Thing:
    """What of theirs it is."""
    return Thing.COMMENT if is_comment else THINGS.get(Subject.Kind(kind), Thing.PROFILE)


def done(thing: Thing, deed: str) -> str:
    """What one effect of a decision means."""
    if not is_effect(deed):
        return str(FORMERLY.get(deed, ANY))
    return str(OF_THINGS.get((thing, deed)) or OF_PEOPLE.get(Effect(deed), ANY))


def undone(thing: Thing, deed: str) -> str:
    """What it means that one effect no longer holds."""
    if not is_effect(deed):
        return str(BACK[thing])
    back = BACK[thing] if (thing, deed) in OF_THINGS else UNDONE_OF_PEOPLE.get(Effect(deed), BACK[thing])
    return str(UNDONE_OF_THINGS.get((thing, deed)) or back)


def is_effect(word: str) -> bool:
    """Whether it is one of today's words."""
    return word in Effect
