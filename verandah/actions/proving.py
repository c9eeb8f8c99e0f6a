"""Proving that letters arrive: one with a code goes to whoever asks, and the code comes back from there."""

import hmac
from hashlib import sha256

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base import limits, mail
from verandah.base.errors import Forbidden, Invalid
from verandah.base.mail import NotSent, NotWanted, Sender
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.models import Site

from . import administering, launching
from .auditing import note, role_of

SALT = "mail-proof"
GOOD_FOR = 3600
DIGITS = 6


def send_code(by: Account) -> str:
    """Send a letter with a code to `by`, now; what the browser keeps until the code is typed. Twice: another code.

    Raises Forbidden; TooMany; Invalid with what the mail server says.
    """
    refuse_others(by)
    if is_printed() and not launching.is_local():
        raise Invalid(
            "mail", _("Letters are only printed where the server runs. Set VERANDAH_MAIL_URL, and start it anew.")
        )
    limits.take("mail_trial", str(by.pk))
    site = administering.ensure_site()
    seal = signing.dumps({"of": by.pk, "at": timezone.now().isoformat()}, salt=SALT)
    facts = {"site": site.name, "code": code_of(seal)}
    try:
        mail.send("mail_proof", by.user.email, by.user.language, facts, Sender.of(site))
    except (NotSent, NotWanted, OSError) as error:
        raise Invalid("mail", _("The letter could not be sent. %(reason)s") % {"reason": error}) from error
    return seal


def prove(by: Account, seal: str, code: str) -> None:
    """The code came back, so letters arrive. Twice: the same. Raises Forbidden, TooMany, Invalid for a wrong code."""
    refuse_others(by)
    limits.take("mail_code", str(by.pk))
    try:
        said = signing.loads(seal, salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature as error:
        raise Invalid("code", _("This code is too old. Send another letter.")) from error
    typed = "".join(sign for sign in code if sign.isdigit())
    plain = "".join(str(int(sign)) for sign in typed)
    if said["of"] != by.pk or not hmac.compare_digest(plain, code_of(seal)):
        raise Invalid("code", _("This is not the code in the newest letter. Look at it again."))
    with transaction.atomic():
        Site.objects.filter(pk=1).update(mail_proven_at=timezone.now())
        note(by, "mail_proven")


def is_printed() -> bool:
    """Whether letters go nowhere but to where the server runs."""
    return str(settings.MAILERS["default"]["BACKEND"]).endswith("console.EmailBackend")


def code_of(seal: str) -> str:
    """Its digits, which only this site can make."""
    digest = hmac.new(f"{settings.SECRET_KEY}:{SALT}".encode(), seal.encode(), sha256).digest()
    return f"{int.from_bytes(digest[:8]) % 10**DIGITS:0{DIGITS}d}"


def refuse_others(by: Account) -> None:
    """Raises Forbidden unless `by` may set what holds for the whole site."""
    if not may(Role(role_of(by)), Permission.SET_SWITCHES):
        raise Forbidden
