"""What a decision can do to what it is about: the words, and what each of them can be done to."""

from enum import StrEnum

from .models import Subject


class Effect(StrEnum):
    """A word of `Decision.effects` and, but for the first three and the last, of `Restriction.kind`."""

    DISMISS = "dismiss"
    WARN = "warn"
    ASK_TO_EDIT = "ask_to_edit"
    BLUR = "blur"
    LIMIT = "limit"
    LOCK = "lock"
    # Hidden until somebody has looked at it: by a rule before publication.
    HOLD = "hold"
    HIDE = "hide"
    REMOVE = "remove"
    # A part of a profile goes back to how it begins.
    STRIP = "strip"
    MARK_SENSITIVE = "mark_sensitive"
    RATE_LIMIT = "rate_limit"
    POST_APPROVAL = "post_approval"
    READ_ONLY = "read_only"
    # They cannot sign in; what they have said stays.
    DISABLE = "disable"
    SUSPEND = "suspend"
    # Suspended for good, restorable for 30 days, then erased.
    TERMINATE = "terminate"
    # Nothing of theirs may be removed, not even by them.
    FREEZE = "freeze"
    # An earlier decision is taken back.
    RESTORE = "restore"


KINDS = {
    Subject.Kind.POST: (Effect.BLUR, Effect.LIMIT, Effect.LOCK, Effect.HOLD, Effect.HIDE, Effect.REMOVE),
    Subject.Kind.MEDIA: (Effect.BLUR, Effect.HOLD, Effect.REMOVE),
    Subject.Kind.ALBUM: (Effect.HOLD, Effect.HIDE, Effect.REMOVE),
    Subject.Kind.ACCOUNT: (
        Effect.STRIP,
        Effect.MARK_SENSITIVE,
        Effect.LIMIT,
        Effect.RATE_LIMIT,
        Effect.POST_APPROVAL,
        Effect.READ_ONLY,
        Effect.DISABLE,
        Effect.SUSPEND,
        Effect.TERMINATE,
        Effect.FREEZE,
    ),
}
