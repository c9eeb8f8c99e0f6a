"""What a decider can choose, in words: what each of it does, and what will change when it is done."""

from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from verandah.domain.accounts.models import Account
from verandah.domain.posts.models import Post

from .effects import Effect
from .models import Subject
from .verdicts import aims_at_owner


class Offer(NamedTuple):
    """One choice: its word, what it is called, and what it does."""

    word: str
    label: Any
    words: Any


THINGS = {
    Effect.DISMISS: (gettext_lazy("Leave it"), gettext_lazy("No rule was broken")),
    Effect.WARN: (gettext_lazy("Warn"), gettext_lazy("Nothing changes, but they are told")),
    Effect.ASK_TO_EDIT: (gettext_lazy("Ask to change it"), gettext_lazy("It stays, and they are asked")),
    Effect.BLUR: (gettext_lazy("Cover it"), gettext_lazy("Seen only after a warning")),
    Effect.LIMIT: (gettext_lazy("Show it to fewer"), gettext_lazy("Only followers come across it")),
    Effect.LOCK: (gettext_lazy("Close it"), gettext_lazy("It can be read, but not answered, shared or reacted to")),
    Effect.HOLD: (gettext_lazy("Hold it"), gettext_lazy("Hidden until somebody has looked at it")),
    Effect.HIDE: (gettext_lazy("Hide it"), gettext_lazy("Its author sees it, and nobody else")),
    Effect.REMOVE: (gettext_lazy("Remove it"), gettext_lazy("Nobody sees it. It can be restored")),
}
PEOPLE = {
    Effect.STRIP: (gettext_lazy("Empty this part of the profile"), gettext_lazy("It goes back to how it begins")),
    Effect.MARK_SENSITIVE: (gettext_lazy("Cover all their media"), gettext_lazy("Seen only after a warning")),
    Effect.LIMIT: (gettext_lazy("Show them to fewer"), gettext_lazy("Only followers come across them")),
    Effect.RATE_LIMIT: (gettext_lazy("Slow them down"), gettext_lazy("10 posts a day")),
    Effect.POST_APPROVAL: (
        gettext_lazy("Look at their posts first"),
        gettext_lazy("Each waits until somebody has looked at it"),
    ),
    Effect.READ_ONLY: (
        gettext_lazy("Read only"),
        gettext_lazy("They read and report, and change nothing that others see"),
    ),
    Effect.DISABLE: (gettext_lazy("Close the sign-in"), gettext_lazy("What they have said stays")),
    Effect.SUSPEND: (gettext_lazy("Suspend"), gettext_lazy("Nobody sees them, and they are signed out now")),
    Effect.TERMINATE: (gettext_lazy("End the account"), gettext_lazy("Restorable for 30 days, then erased")),
    Effect.FREEZE: (gettext_lazy("Keep everything for the law"), gettext_lazy("They can delete nothing of theirs")),
}


def offer(effect: Effect, is_person: bool) -> Offer:
    """One choice in words."""
    label, words = (PEOPLE if is_person and effect in PEOPLE else THINGS)[effect]
    return Offer(str(effect), label, words)


def label_of(effect: Effect, kind: Subject.Kind) -> str:
    """What it is called that is done about a thing of this kind, or about whose it is."""
    is_person = kind == Subject.Kind.ACCOUNT or aims_at_owner(effect, kind)
    return str(offer(effect, is_person).label)


def changes(effect: Effect, post: Post | None, owner: Account | None) -> list[str]:
    """What will change, with numbers, when this is done about a post, or about a person."""
    if post is not None and effect in (Effect.HIDE, Effect.REMOVE, Effect.HOLD):
        return of_post(post)
    if owner is not None and effect in (Effect.SUSPEND, Effect.TERMINATE):
        return of_person(owner)
    return []


def of_post(post: Post) -> list[str]:
    """What goes out of sight with a post."""
    # Some languages say one and two without a digit.
    around = [
        ngettext("%d comment below it", "%d comments below it", post.comments_count).replace(
            "%d", str(post.comments_count)
        ),
        ngettext("%d share of it", "%d shares of it", post.shares_count).replace("%d", str(post.shares_count)),
    ]
    counted = [text for text, number in zip(around, (post.comments_count, post.shares_count), strict=True) if number]
    gone = [_("It is gone from pages, apps, searches and notices at once.")]
    return gone + [_("Out of sight with it: %(what)s.") % {"what": one} for one in counted]


def of_person(owner: Account) -> list[str]:
    """What goes out of sight with a person."""
    posts, followers = owner.posts_count, owner.followers_count
    return [
        ngettext("%d post of theirs is out of sight.", "%d posts of theirs are out of sight.", posts).replace(
            "%d", str(posts)
        ),
        ngettext("%d follower no longer sees them.", "%d followers no longer see them.", followers).replace(
            "%d", str(followers)
        ),
        _("Their sessions, apps and streams end now."),
    ]
