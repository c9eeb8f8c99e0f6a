"""The launch: what a site must have before anyone can join by themselves, and opening its doors."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base import formats
from verandah.base.errors import Forbidden, Invalid
from verandah.domain.accounts.factors import staff_with_factors
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.contacts import contacts, missing
from verandah.domain.instance.documents import newest_of
from verandah.domain.instance.guard import faults
from verandah.domain.instance.models import Document, Joining, Site
from verandah.domain.instance.questions import QUESTIONS
from verandah.domain.instance.show import joining_now
from verandah.domain.moderation.models import Policy

from . import administering
from .auditing import note, role_of
from .backing_up import last_proven

# The documents without which nobody should be asked to join.
DEMANDED = (Document.Kind.PRIVACY, Document.Kind.TERMS)
STAFF = 2
WAYS_IN = (Joining.OPEN, Joining.APPROVAL)


@dataclass(frozen=True, slots=True)
class Condition:
    """One of them. `sentence`: how it stands; `way`: the name of the page on which it is done."""

    name: str
    is_met: bool
    sentence: str
    way: str
    label: str = ""


def gate() -> list[Condition]:
    """All conditions in the order in which they are best met, each with how it stands."""
    site = Site.objects.filter(pk=1).first() or Site(pk=1)
    return [
        responsible(),
        rules(),
        *map(document, DEMANDED),
        staff(site),
        mail(site),
        backup(),
        address(),
    ]


def open_conditions() -> list[Condition]:
    """Those that are not met."""
    return [one for one in gate() if not one.is_met]


def is_open_to_public() -> bool:
    """Whether anyone can join, or ask to, without having been invited."""
    return joining_now(Site.objects.filter(pk=1).first() or Site(pk=1)) in WAYS_IN


def launch(by: Account, joining: int) -> None:
    """Open the doors: everyone can join, or ask to. Twice: the same.

    Raises Forbidden; Invalid for another way in, and naming what is still missing.
    """
    if joining not in WAYS_IN:
        raise Invalid("joining", _("Choose whether everyone can join, or everyone can ask to."))
    administering.ensure_site()
    with transaction.atomic():
        refuse_others(by)
        site = Site.objects.select_for_update().get(pk=1)
        if lacking := open_conditions():
            raise Invalid("launch", _("Not yet: %(lacking)s") % {"lacking": " ".join(one.sentence for one in lacking)})
        if site.launched_at is None or site.joining != joining:
            begun = site.launched_at or timezone.now()
            Site.objects.filter(pk=1).update(joining=joining, launched_at=begun)
            note(by, "launch", joining=Joining(joining).name.lower())


def open_for_trial() -> None:
    """A site that is made to be tried is open at once, where nobody but this machine reaches it. Twice: the same."""
    if is_local():
        administering.ensure_site()
        Site.objects.filter(pk=1, launched_at=None).update(joining=Joining.OPEN, launched_at=timezone.now())


def say_alone(by: Account, is_alone: bool) -> None:
    """Tell openly that one person looks after the site, or no longer. Twice: the same. Raises Forbidden."""
    administering.ensure_site()
    with transaction.atomic():
        refuse_others(by)
        if Site.objects.filter(pk=1).exclude(is_run_by_one=is_alone).update(is_run_by_one=is_alone):
            note(by, "run_by_one", value=is_alone)


def refuse_others(by: Account) -> None:
    """Raises Forbidden unless `by` may set what holds for the whole site."""
    if not may(Role(role_of(by)), Permission.SET_SWITCHES):
        raise Forbidden


def responsible() -> Condition:
    """Someone is named who answers for the site, and there are addresses at which somebody is reached."""
    lacking = ", ".join(missing(contacts()))
    sentence = (
        _("Not told yet: %(lacking)s.") % {"lacking": lacking}
        if lacking
        else _("Everyone can read who answers for the site and where somebody is reached.")
    )
    return Condition("contact", not lacking, sentence, "staff_contact", _("Contact"))


def rules() -> Condition:
    """There are rules, and somebody has looked at each."""
    standing = Policy.objects.filter(retired_at=None)
    if not standing.exists():
        return Condition("rules", False, _("There are no rules yet."), "staff_policies", _("Rules"))
    unread = standing.filter(is_template=True).exists()
    sentence = _("Nobody has confirmed yet that the shipped rules are yours.") if unread else _("The rules are yours.")
    return Condition("rules", not unread, sentence, "staff_policies", _("Rules"))


def document(kind: Document.Kind) -> Condition:
    """It is in force in the main language, and nothing in it is left to be filled in."""
    name = {Document.Kind.PRIVACY: _("Privacy policy"), Document.Kind.TERMS: _("Terms of use")}[kind]
    said = next(faults_of(kind, name), "")
    sentence = said or _("%(document)s: in force.") % {"document": name}
    return Condition(kind.name.lower(), not said, sentence, "staff_documents", name)


def faults_of(kind: Document.Kind, name: str) -> Iterator[str]:
    """What keeps a document from being good enough, in sentences."""
    row = Document.objects.filter(kind=kind, retired_at=None).first()
    version = newest_of([row]).get(row.pk) if row else None
    if version is None:
        yield _("%(document)s: not in force yet.") % {"document": name}
        return
    language = main_language()
    words = version.texts.get(language)
    if not words or not words.get("body"):
        yield _("%(document)s: there is no text in the main language of the site.") % {"document": name}
        return
    told = [words.get(part, "") for part in ("title", "summary", "body")]
    for fault in faults(name, language, told, QUESTIONS):
        yield _("%(document)s: “%(question)s” is not filled in.") % {
            "document": name,
            "question": fault.question or fault.text,
        }


def main_language() -> str:
    """The language of the site for whoever reads none of the others."""
    return Site.objects.filter(pk=1).values_list("language", flat=True).first() or settings.LANGUAGE_CODE


def staff(site: Site) -> Condition:
    """Two people look after it, each with two factors; or it is said openly that one does."""
    there = staff_with_factors()
    is_alone = site.is_run_by_one and there == 1
    if there >= STAFF:
        sentence = _("Two people or more look after the site, each with two factors.")
    elif is_alone:
        sentence = _("One person looks after the site, with two factors, and the contact page says so.")
    elif not there:
        sentence = _("Nobody who looks after the site signs in with two factors yet.")
    else:
        sentence = _(
            "Only one person looks after the site with two factors. Invite someone and give them a role, or say openly "
            "that you are alone."
        )
    return Condition("staff", there >= STAFF or is_alone, sentence, "staff_people", _("People who look after the site"))


def mail(site: Site) -> Condition:
    """Letters arrive: there is a mail server; or one was read where they are printed, and nobody else is there."""
    is_printed = settings.MAILERS["default"]["BACKEND"].endswith(".console.EmailBackend")
    is_read = is_local() and site.mail_proven_at is not None
    if not is_printed:
        sentence = _("Letters are sent.")
    elif is_read:
        sentence = _("Letters are printed where the server runs, which is enough while only this machine reaches it.")
    elif is_local():
        sentence = _(
            "Letters are only printed where the server runs. Try one out, and type the code that stands in it."
        )
    else:
        sentence = _(
            "Letters are only printed where the server runs. Set VERANDAH_MAIL_URL, and start the server anew."
        )
    is_met = is_read or not is_printed
    return Condition("mail", is_met, sentence, "staff_mail", _("Letters"))


def backup() -> Condition:
    """A backup was brought back once, and nothing was missing."""
    proven = last_proven()
    sentence = (
        _("A backup was tried out on %(day)s, and it came back whole.") % {"day": formats.day(proven)}
        if proven
        else _("No backup has been tried out yet. Choose a folder for backups, then make one and try it out.")
    )
    return Condition("backup", proven is not None, sentence, "staff_backups", _("Backup"))


def address() -> Condition:
    """What is sent to the site is protected on its way."""
    is_met = settings.HTTPS or is_local()
    sentence = (
        _("The site’s address is %(url)s.") % {"url": settings.URL}
        if is_met
        else _("%(url)s sends passwords unprotected. Put a web server with https in front.") % {"url": settings.URL}
    )
    return Condition("address", is_met, sentence, "staff_launch", _("Address"))


def is_local() -> bool:
    """Whether the site's address leads to this machine alone."""
    return (urlsplit(settings.URL).hostname or "") in ("localhost", "127.0.0.1", "::1")
