"""What only the owner knows and the shipped texts ask for: each question by the name that stands in {{braces}}."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Question:
    """`column`: what of the site's own settings answers it beforehand. `is_same`: one answer for all languages."""

    label: str | Promise
    help: str | Promise
    # Shown in the empty field. Given back as it is, it is no answer.
    example: str | Promise
    column: str = ""
    is_same: bool = False
    is_long: bool = False


QUESTIONS: dict[str, Question] = {
    "site_name": Question(_("What is the site called?"), "", _("Example Town"), "name", is_same=True),
    "responsible_name": Question(
        _("Who runs the site?"),
        _("The person or the organisation that answers for it, with its full legal name."),
        _("Erika Example"),
        "responsible_name",
        is_same=True,
    ),
    "postal_address": Question(
        _("What is their postal address?"),
        _("Where a letter reaches them. A post-office box is not enough in many countries."),
        _("1 Example Street, 12345 Example Town"),
        "legal_address",
        is_same=True,
        is_long=True,
    ),
    "contact_email": Question(_("Where can people write?"), "", "contact@example.org", "contact_email", is_same=True),
    "authorities_email": Question(
        _("Where can authorities write?"), "", "law@example.org", "authorities_email", is_same=True
    ),
    "minimum_age": Question(
        _("How old must members be?"), _("A number of years."), _("none yet"), "minimum_age", is_same=True
    ),
    "hosting": Question(
        _("Who provides the servers, and in which country do they stand?"),
        _("Name the company and the country; or say that it is a machine of your own, and where."),
        _("Example Hosting Ltd., Exampleland"),
    ),
    "mail_provider": Question(
        _("Who delivers the site’s letters?"),
        _("The company whose mail server is used, and its country; or “our own server”."),
        _("Example Mail Ltd., Exampleland"),
    ),
    "backup_keeping": Question(
        _("Where are backups kept, and for how long?"),
        _("Deleted things stay in old backups until those are gone."),
        _("For 30 days, at Example Hosting Ltd."),
    ),
    "supervisory_authority": Question(
        _("Which data protection authority is yours?"),
        _("Its name and where it is reached, such as its address on the web."),
        _("Data Protection Authority of Exampleland, www.example.org"),
    ),
    "governing_law": Question(
        _("The law of which country applies?"), _("Where you or your organisation are."), _("Exampleland")
    ),
    "about_site": Question(
        _("What is the site for, and for whom?"),
        _("Two or three sentences, as you would tell a neighbour."),
        _("For everyone who lives in Example Town."),
        is_long=True,
    ),
    "about_people": Question(
        _("Who are the people behind it, and who pays for it?"),
        _("Members trust a site whose people they know."),
        _("Erika Example and friends; it is paid for by donations."),
        is_long=True,
    ),
    "register_entry": Question(
        _("In which register is the organisation, under which number? And its tax number, where it has one?"),
        _("Write “none” when it is run by a private person."),
        _("Register of Associations of Example Town, 123"),
    ),
    "accessibility_authority": Question(
        _("Who watches over accessibility where you are?"),
        _("The authority that people can turn to when you do not help them; or say that there is none for you."),
        _("Accessibility Authority of Exampleland, www.example.org"),
    ),
}
