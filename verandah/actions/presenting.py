"""What people say about themselves, and how they like things."""

from django.conf import settings
from django.db.models import F
from django.utils.translation import gettext as _

from verandah.base.errors import Invalid
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.names import check_display_name

LONGEST_BIO = 500


def change_profile(account: Account, display_name: str, bio: str) -> None:
    """Give `account` another name to be shown and another text about itself. The same again changes nothing."""
    display_name, bio = check_display_name(display_name), check_bio(bio)
    if (display_name, bio) != (account.display_name, account.bio):
        change(account, display_name=display_name, bio=bio)


def change_privacy(account: Account, approves_followers: bool) -> None:
    """Say whether followers must be let in. Those who wait go on waiting: nobody is let in unasked. Twice: the same."""
    if approves_followers != account.approves_followers:
        change(account, approves_followers=approves_followers)


def choose_language(user: User, language: str) -> None:
    """Speak to `user` in this language; "" is what their browser asks for. Twice: the same."""
    if language and language not in dict(settings.LANGUAGES):
        raise Invalid("language", _("Choose one of the languages in the list."))
    if language != user.language:
        user.language = language
        user.save(update_fields=["language"])


def change(account: Account, **fields: str | bool) -> None:
    """Store `fields` and count the change, so that whatever shows the account is made anew."""
    Account.objects.filter(pk=account.pk).update(rev=F("rev") + 1, **fields)
    account.refresh_from_db(fields=["rev", *fields])


def check_bio(bio: str) -> str:
    """The text as it is stored: line ends alike, no blanks around it."""
    bio = bio.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(bio) > LONGEST_BIO:
        raise Invalid("bio", _("Use at most 500 characters. Yours has %(count)d.") % {"count": len(bio)})
    if "\0" in bio or any("\ud800" <= char <= "\udfff" for char in bio):
        raise Invalid("bio", _("There is a sign in it that cannot be stored. Type it again."))
    return bio
