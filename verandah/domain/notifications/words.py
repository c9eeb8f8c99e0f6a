"""What a notice says, in the reader's language; the reader of this file puts the names in."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

ALONE = {
    "mention": gettext_lazy("%(name)s named you in a post"),
    "comment": gettext_lazy("%(name)s commented on your post"),
    "post": gettext_lazy("%(name)s posted something"),
    "share": gettext_lazy("%(name)s shared your post"),
    "follow": gettext_lazy("%(name)s follows you now"),
    "follow_request": gettext_lazy("%(name)s asks to follow you"),
    "follow_accepted": gettext_lazy("%(name)s let you follow them"),
    "reaction": gettext_lazy("%(name)s reacted to your post"),
    "poll_ended": gettext_lazy("A poll by %(name)s has ended"),
    "edited": gettext_lazy("%(name)s changed a post that you answered, shared or reacted to"),
    "quote": gettext_lazy("%(name)s quoted your post"),
    "report": gettext_lazy("Something was reported"),
    "joined": gettext_lazy("%(name)s joined the community"),
    "friend_request": gettext_lazy("%(name)s would like to be your friend"),
    "friend_accepted": gettext_lazy("%(name)s and you are friends now"),
    "wall": gettext_lazy("%(name)s wrote on your wall"),
    "birthday": gettext_lazy("It’s %(name)s’s birthday today"),
    "moderation": gettext_lazy("The people who look after this site have decided something about your account"),
    "case": gettext_lazy("There is an answer for you from the people who look after this site"),
    "announcement": gettext_lazy("The people who look after this site ask you to read an announcement"),
}


def said(kind: str, reaction: str, others: int, of_mine: bool) -> str:
    """The sentence, with `%(name)s` for who is named, and `%(others)d` if there are some."""
    if kind == "poll_ended" and of_mine:
        return _("Your poll has ended")
    if others:
        return with_others(kind, reaction, others)
    if reaction == "like":
        return _("%(name)s liked your post")
    return str(ALONE[kind])


def with_others(kind: str, reaction: str, others: int) -> str:
    """The sentence for one who is named and for others who did the same."""
    if kind == "share":
        return ngettext(
            "%(name)s and %(others)d other shared your post", "%(name)s and %(others)d others shared your post", others
        )
    if kind == "follow":
        return ngettext(
            "%(name)s and %(others)d other follow you now", "%(name)s and %(others)d others follow you now", others
        )
    if kind == "joined":
        return ngettext(
            "%(name)s and %(others)d other joined the community",
            "%(name)s and %(others)d others joined the community",
            others,
        )
    if kind == "birthday":
        return ngettext(
            "%(name)s and %(others)d other have their birthday",
            "%(name)s and %(others)d others have their birthday",
            others,
        )
    if reaction == "like":
        return ngettext(
            "%(name)s and %(others)d other liked your post", "%(name)s and %(others)d others liked your post", others
        )
    return ngettext(
        "%(name)s and %(others)d other reacted to your post",
        "%(name)s and %(others)d others reacted to your post",
        others,
    )
