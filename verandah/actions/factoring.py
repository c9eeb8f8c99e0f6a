"""Second factors: codes are good once, keys are in order, and someone who lost all of them is let in by the staff."""

import time

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.db import transaction


def use_code(authenticator_id: int, code: str) -> bool:
    """Whether a code of an app has not been used before, nor one that came after it; from now on it has been."""
    with transaction.atomic():
        row = Authenticator.objects.select_for_update(no_key=True).filter(pk=authenticator_id).first()
        if row is None:
            return False
        moment = moment_of(decrypt(row.data["secret"]), code)
        if moment is None or moment <= row.data.get("used", 0):
            return False
        row.data["used"] = moment
        row.save(update_fields=["data"])
    return True


def moment_of(secret: str, code: str) -> int | None:
    """Of which period of time a code is; None if it is of none that counts now."""
    present = int(time.time()) // app_settings.TOTP_PERIOD
    tolerance = app_settings.TOTP_TOLERANCE
    digits = "".join(char for char in code if not char.isspace() and char != "-")
    for moment in range(present - tolerance, present + tolerance + 1):
        if format_hotp_value(hotp_value(secret, moment)) == digits:
            return moment
    return None
