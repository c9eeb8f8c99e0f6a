"""What has become of a decision, and of an appeal against it: in words and a colour."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from verandah.domain.moderation.dossiers import Status


class Label(NamedTuple):
    """A word on a coloured ground."""

    words: Promise
    tone: str


STATUSES = {
    Status.TOLD: Label(pgettext_lazy("a decision", "Told"), "grey"),
    Status.IN_FORCE: Label(pgettext_lazy("a decision", "In force"), "amber"),
    Status.ENDED: Label(pgettext_lazy("a decision", "Over"), "grey"),
    Status.OVERTURNED: Label(pgettext_lazy("a decision", "Taken back"), "green"),
    Status.REPLACED: Label(pgettext_lazy("a decision", "Changed"), "green"),
}
APPEALS = {
    "open": Label(gettext_lazy("Your appeal waits"), "blue"),
    "in_review": Label(gettext_lazy("Your appeal is being looked at"), "blue"),
    "upheld": Label(gettext_lazy("Looked at again: it stands"), "grey"),
    "overturned": Label(gettext_lazy("Looked at again: taken back"), "green"),
    "partly": Label(gettext_lazy("Looked at again: changed"), "green"),
}
