"""Inviting whoever stands in a file: looking at it first, then a letter to each, one after the other, and once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import batched
from secrets import token_urlsafe

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.tasks import task
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base import mail
from verandah.base.errors import Conflict, Forbidden, NotFound
from verandah.base.jobs import later
from verandah.base.mail import NotWanted, Sender
from verandah.domain.accounts.invite_files import Guest, Problem, read
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.models import Invite, InviteBatch
from verandah.domain.instance.queries import the_site
from verandah.domain.moderation.barring import kept_out_among

from .auditing import looked, note, role_of
from .inviting import CODE_BYTES

HOLDS = timedelta(days=30)
# What was looked at and not sent is forgotten.
DRAFT_FOR = timedelta(days=1)
# Nobody who was invited is written to again sooner.
AGAIN_AFTER = timedelta(days=3)
AT_ONCE = 500
LONGEST_FILE_NAME = 200


@dataclass(frozen=True, slots=True)
class DryRun:
    """What would be sent, and which lines would not; the draft can be sent as it is."""

    batch_id: int
    guests: Sequence[Guest]
    problems: Sequence[Problem]


def try_file(by: Account, file_name: str, data: bytes, skips_approval: bool = True) -> DryRun:
    """Look at a file and keep who could be invited, for a day; nobody is written to. Each call makes a draft anew.

    Raises Forbidden; Invalid for a file that cannot be read.
    """
    refuse_others(by)
    guests, problems = read(data, [code for code, _name in settings.LANGUAGES])
    refused = reasons(guests)
    good = [guest for guest in guests if guest.email not in refused]
    problems += [Problem(one.line, one.email, refused[one.email]) for one in guests if one.email in refused]
    with transaction.atomic():
        batch = InviteBatch.objects.create(
            made_by=by, file_name=file_name[:LONGEST_FILE_NAME], created_at=timezone.now()
        )
        Invite.objects.bulk_create([draft(by, batch, guest, skips_approval) for guest in good], AT_ONCE)
        looked(by, "invite_file", lines=len(guests) + len(problems))
    return DryRun(batch.pk, good, sorted(problems, key=lambda one: one.line))


def send(by: Account, batch_id: int) -> None:
    """Send the draft: from now on its invitations are good, and the letters go out. Twice: the same. Raises Forbidden,
    NotFound, Conflict when it was forgotten meanwhile."""
    with transaction.atomic():
        batch = held(by, batch_id)
        if batch.total:
            return
        total = Invite.objects.filter(batch=batch).update(ended_at=None, expires_at=timezone.now() + HOLDS)
        if not total:
            raise Conflict(_("There is nobody to invite in this file."))
        InviteBatch.objects.filter(pk=batch.pk).update(total=total)
        note(by, "invite_many", batch=batch.pk, people=total)
        later(write_all, batch.pk, key=f"invite_batch:{batch.pk}")


def send_again(by: Account, batch_id: int) -> int:
    """Write once more to whoever has not come and was written to some days ago; to how many. Raises as `send`."""
    with transaction.atomic():
        batch = held(by, batch_id)
        now = timezone.now()
        again = Invite.objects.filter(batch=batch, uses=0, ended_at=None, mailed_at__lt=now - AGAIN_AFTER)
        count = again.update(mailed_at=None, expires_at=now + HOLDS)
        if count:
            InviteBatch.objects.filter(pk=batch.pk).update(sent=F("sent") - count, ended_at=None)
            note(by, "invite_many_again", batch=batch.pk, people=count)
            later(write_all, batch.pk, key=f"invite_batch:{batch.pk}")
    return count


def end_all(by: Account, batch_id: int) -> int:
    """Nobody comes by these any more; how many there were. A draft is thrown away. Twice: nothing is left."""
    with transaction.atomic():
        batch = held(by, batch_id)
        if not batch.total:
            batch.delete()
            return 0
        now = timezone.now()
        ended = Invite.objects.filter(batch=batch, uses=0, ended_at=None).update(ended_at=now)
        InviteBatch.objects.filter(pk=batch.pk, ended_at=None).update(ended_at=now)
        if ended:
            note(by, "end_invite_batch", batch=batch.pk, invites=ended)
    return ended


@task
def write_all(batch_id: int) -> None:
    """Have a letter sent to each who has had none. Twice: whoever has had theirs is left out."""
    waiting = Invite.objects.filter(batch=batch_id, mailed_at=None, ended_at=None, uses=0).order_by("pk")
    for numbers in batched(waiting.values_list("pk", flat=True), AT_ONCE, strict=False):
        with transaction.atomic():
            for number in numbers:
                later(write_one, number, key=f"invite:{number}")
    finish(batch_id)


@task(queue_name="mail")
def write_one(invite_id: int) -> None:
    """Send one letter. Twice: one letter, unless the first time broke off just after it was sent."""
    invite = (
        Invite.objects.filter(pk=invite_id, mailed_at=None, ended_at=None, uses=0).select_related("made_by").first()
    )
    if invite is None or invite.batch_id is None:
        return
    site = the_site()
    try:
        mail.send("invitation", invite.email, invite.language, facts_of(invite), Sender(site.name, site.brand_hue))
    except NotWanted:
        settle(invite, is_sent=False)
    else:
        settle(invite, is_sent=True)


def settle(invite: Invite, is_sent: bool) -> None:
    """The letter has gone, or can never go. Counted once."""
    now = timezone.now()
    with transaction.atomic():
        mine = Invite.objects.filter(pk=invite.pk, mailed_at=None, ended_at=None)
        if invite.batch_id is not None and mine.update(**({"mailed_at": now} if is_sent else {"ended_at": now})):
            column = "sent" if is_sent else "failed"
            InviteBatch.objects.filter(pk=invite.batch_id).update(**{column: F(column) + 1})
    if invite.batch_id is not None:
        finish(invite.batch_id)


def finish(batch_id: int) -> None:
    """When nobody is left who waits for a letter, it has come to its end. Twice: the same."""
    left = Invite.objects.filter(batch=batch_id, mailed_at=None, ended_at=None, uses=0)
    if not left.exists():
        InviteBatch.objects.filter(pk=batch_id, total__gt=0, ended_at=None).update(ended_at=timezone.now())


def clear_file_drafts() -> int:
    """Forget files that were looked at yesterday and not sent; how many. Safe twice."""
    _rows, by_table = InviteBatch.objects.filter(total=0, created_at__lt=timezone.now() - DRAFT_FOR).delete()
    return by_table.get("verandah.InviteBatch", 0)


def forget_guests() -> int:
    """A month after their invitation has run out or was used, nothing of whom it was for is kept; of how many."""
    over = timezone.now() - HOLDS
    rows = Invite.objects.filter(batch__isnull=False).exclude(email="").filter(expires_at__lt=over)
    return rows.update(email="", name="", message="")


def refuse_others(by: Account) -> None:
    """Raises Forbidden unless `by` may have letters sent to strangers."""
    if not may(Role(role_of(by)), Permission.INVITE_MANY):
        raise Forbidden


def held(by: Account, batch_id: int) -> InviteBatch:
    """The file, held for this transaction. Raises Forbidden, NotFound."""
    refuse_others(by)
    batch = InviteBatch.objects.select_for_update().filter(pk=batch_id).first()
    if batch is None:
        raise NotFound
    return batch


def draft(by: Account, batch: InviteBatch, guest: Guest, skips_approval: bool) -> Invite:
    """An invitation that is not good yet: it is ended until it is sent."""
    now = timezone.now()
    return Invite(
        code=token_urlsafe(CODE_BYTES),
        made_by=by,
        batch=batch,
        email=guest.email,
        name=guest.name,
        message=guest.message,
        language=guest.language,
        skips_approval=skips_approval,
        follows_inviter=False,
        ended_at=now,
        created_at=now,
    )


def reasons(guests: Sequence[Guest]) -> dict[str, str]:
    """By address, why somebody is not invited who could be by their line. Who asks sees everyone's address anyway."""
    found: dict[str, str] = {}
    for some in batched([guest.email for guest in guests], AT_ONCE, strict=False):
        here = User.objects.filter(email__in=some).values_list("email", flat=True)
        found.update(dict.fromkeys(here, _("Is here already.")))
        asked = Invite.objects.filter(email__in=some, ended_at=None, uses=0, expires_at__gt=timezone.now())
        found.update(dict.fromkeys(asked.values_list("email", flat=True), _("Has an open invitation already.")))
    kept_out = kept_out_among([guest.email for guest in guests])
    found.update(dict.fromkeys(kept_out, _("This address, or its domain, is kept out.")))
    return found


def facts_of(invite: Invite) -> dict[str, str]:
    """What the letter says."""
    site = the_site()
    return {
        "site": site.name,
        "name": invite.name,
        "inviter": invite.made_by.display_name if invite.made_by else site.name,
        "message": invite.message,
        "tagline": site.tagline,
        "link": settings.URL + reverse("invitation", args=[invite.code]),
    }
