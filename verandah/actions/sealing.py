"""Looking whether the record still holds: by hand and every day; and telling the owner when it does not."""

import json
import logging
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from verandah.domain.accounts.models import User
from verandah.domain.accounts.roles import Role
from verandah.domain.moderation.chain import Broken, Verified, verify

from .authenticating import write_letter

LOG = logging.getLogger(__name__)


def check_record() -> Verified:
    """Go through the whole record. How far it reached when it was last in order stands in the data folder, so that
    entries which are missing at the end are missed as well. Twice: the same."""
    found = verify(anchor())
    if found.broken is None and found.entries:
        keep_anchor(found)
    return found


def check_daily() -> int:
    """The same, every day; the owner hears of it when it does not hold. How many entries were looked at."""
    found = check_record()
    if found.broken is not None:
        LOG.error("The record does not hold: %s", words_for(found.broken))
        for user in User.objects.filter(role=Role.OWNER).exclude(email=""):
            write_letter("record_broken", user.email, user.language, {"entry": str(found.broken.entry_id)})
    return found.entries


def words_for(broken: Broken) -> str:
    """What is wrong, as the command line says it."""
    words = {
        "altered": "was altered after it was written",
        "out_of_place": "does not follow the one before it: an entry was removed, put in or moved",
        "replaced": "is not the one that was there when the record was last looked at",
        "missing": "is missing, with all that came after it",
        "unsealed": "was put in beside the chain",
        "beginning_missing": "is not how the chain begins: what came before it was removed",
        "older_altered": "seals the entries of before there was a chain, and these were altered",
    }
    return f"entry {broken.entry_id} of {broken.at:%Y-%m-%d %H:%M:%S} UTC {words[broken.what]}"


def anchor() -> tuple[int, str] | None:
    """The newest entry that there was when the record was last in order; None: it was never looked at."""
    try:
        kept = json.loads(place().read_text())
        return int(kept["entry"]), str(kept["digest"])
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        LOG.warning("%s cannot be read; it is written anew.", place())
        return None


def keep_anchor(found: Verified) -> None:
    """Remember how far it reaches, readable by nobody else."""
    said = {"entry": found.last_id, "digest": found.digest, "entries": found.entries, "at": f"{timezone.now():%FT%TZ}"}
    new = place().with_suffix(".new")
    new.touch(mode=0o600)
    new.write_text(json.dumps(said))
    new.replace(place())


def place() -> Path:
    return Path(settings.DATA) / "record.json"
