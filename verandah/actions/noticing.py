"""Notices of illegal content by whoever has no account, in the sense of DSA art. 16: by the addresses of what it is."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from verandah.base.errors import Invalid, NotFound
from verandah.base.jobs import later
from verandah.domain.accounts.models import Account
from verandah.domain.moderation.models import Report, Subject
from verandah.domain.moderation.reportable import Place, at_place
from verandah.domain.moderation.reports import CHILD_ABUSE, LAWS, Law, Why, digest_of_receipt, receipt_of

from . import snapshotting
from .replying import Contact, sealed_contact, write_receipt
from .reporting import HARM, LONGEST_WORDS, WORST, Telling, checked_comment, checked_law, tell

LONGEST_NAME, LONGEST_EMAIL = 200, 254
MOST_PLACES = 20


@dataclass(frozen=True, slots=True)
class Notice:
    """What someone says is against a law, where it is, and who they are. `key`: of the form."""

    places: tuple[Place, ...]
    why: str
    law: Law
    contact: Contact
    key: str


def notify(me: Account | None, said: Notice) -> Report:
    """Tell the staff of something illegal. The same form again is the same report. Raises Invalid.

    Nothing of the answer tells whether there is anything at these addresses, or for whom.
    """
    law, why = checked_law(said.law, Why.ILLEGAL), checked_comment(said.why, LONGEST_WORDS)
    if not why:
        raise Invalid("comment", _("Say why it is illegal, in a sentence or two."))
    if not said.places:
        raise Invalid("places", _("Give the address of what it is about."))
    if len(said.places) > MOST_PLACES:
        raise Invalid("places", _("Give at most %(most)s addresses at once.") % {"most": MOST_PLACES})
    contact = Contact("", "") if me else checked_contact(said.contact, said.law.kind)
    subjects = tuple(dict.fromkeys(subject_at(place) for place in said.places))
    # What is there comes first: the case is about that.
    subjects = tuple(sorted(subjects, key=lambda one: one.kind == Subject.Kind.LINK))
    queue = LAWS[said.law.kind].queue
    with transaction.atomic():
        row = tell(
            me,
            Telling(
                subjects=subjects,
                target=subjects[0].owner,
                channel=Report.Channel.NOTICE,
                queue=queue,
                harm=WORST if said.law.kind == CHILD_ABUSE else HARM,
                category=Report.Category.LEGAL,
                comment=why,
                law=law,
                key=said.key,
                post_ids=tuple(one.ref for one in subjects if one.kind == Subject.Kind.POST),
                contact=sealed_contact(contact),
                places=tuple(place.address for place in said.places),
            ),
        )
        if not row.receipt_digest:
            row.receipt_digest = digest_of_receipt(receipt_of(row.pk))
            row.save(update_fields=["receipt_digest"])
            if row.contact:
                later(write_receipt, row.pk)
    return row


def subject_at(place: Place) -> Subject:
    """What stands at an address; the address itself when nothing does."""
    item = at_place(place)
    try:
        if item is not None:
            return snapshotting.subject_of(item.kind, item.ref, item.part)
    except NotFound:
        pass
    return snapshotting.subject_of_address(place.address)


def checked_contact(contact: Contact, kind: str) -> Contact:
    """Name and address as they are stored. Who tells of child abuse need not say who they are. Raises Invalid."""
    name, email = contact.name.strip(), contact.email.strip()
    if not name and not email and kind == CHILD_ABUSE:
        return Contact("", "")
    if not name and kind != CHILD_ABUSE:
        raise Invalid("name", _("Give your name. Only the people who answer for this site see it."))
    if len(name) > LONGEST_NAME:
        raise Invalid("name", _("Keep it to 200 characters."))
    if not email and kind == CHILD_ABUSE:
        return Contact(name, "")
    try:
        validate_email(email)
    except ValidationError as error:
        raise Invalid("email", _("Enter an e-mail address such as name@example.org.")) from error
    if len(email) > LONGEST_EMAIL:
        raise Invalid("email", _("Enter an e-mail address such as name@example.org."))
    return Contact(name, email)
