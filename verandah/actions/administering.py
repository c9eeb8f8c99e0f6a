"""What the people who run the site do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base import mail
from verandah.base.errors import Invalid, NotFound
from verandah.base.jobs import later
from verandah.base.mail import Sender
from verandah.domain.accounts.models import Account
from verandah.domain.instance.emoji import is_emoji
from verandah.domain.instance.models import Announcement, AnnouncementReaction, AnnouncementText, Dismissal, Site
from verandah.domain.moderation.models import Policy
from verandah.domain.posts.models import Reaction
from verandah.domain.posts.standing import kind_named

from . import announcing, enrolling, legislating, permitting

# So many different emoji can stand below one announcement.
MOST_REACTIONS = 8


@dataclass(frozen=True, slots=True)
class Words:
    """An announcement in one language."""

    title: str
    body: str


def ensure_site() -> Site:
    """The one row that holds what the owner sets, made at the first start, and first rules. Twice: the same."""
    site, made = Site.objects.get_or_create(pk=1)
    if made or not Policy.objects.exists():
        legislating.ensure_policies()
    return site


def name_site(name: str, tagline: str = "") -> Site:
    """Give the site its name and the line under it. Raises Invalid when the name is empty or too long."""
    name, tagline = " ".join(name.split()), " ".join(tagline.split())
    if not 1 <= len(name) <= 60:
        raise Invalid("name", _("Give your site a name of 1 to 60 characters."))
    if len(tagline) > 160:
        raise Invalid("tagline", _("Keep the line under the name to 160 characters."))
    site = ensure_site()
    site.name, site.tagline = name, tagline
    site.save(update_fields=["name", "tagline"])
    return site


def try_mail(address: str) -> None:
    """Send a letter that says nothing to any address, now. Twice: two letters.

    Raises Invalid for what is no address, and what `mail.dispatch` raises.
    """
    site = ensure_site()
    mail.send("trial", enrolling.check_email(address), "", {"site": site.name}, Sender(site.name, site.brand_hue))


def set_night(begins: int | None, ends: int | None) -> None:
    """The site's night, in minutes after midnight where each member is; none without both. Twice: the same.

    Raises Invalid when it has no beginning, no end, or no length.
    """
    if (begins is None) != (ends is None) or (begins is not None and begins == ends):
        raise Invalid("night_until", _("A night needs a beginning and another time at which it ends."))
    if any(moment is not None and not 0 <= moment < 24 * 60 for moment in (begins, ends)):
        raise Invalid("night_from", _("Write times as in 22:00."))
    ensure_site()
    Site.objects.filter(pk=1).update(night_from=begins, night_until=ends)


def offer_reactions(words: Sequence[str]) -> Site:
    """From now on people choose among these reactions, in this order; what was given stays. Twice: the same.

    Raises Invalid for a word that is no reaction, and when there is none to choose.
    """
    kinds = [kind for word in dict.fromkeys(words) if (kind := kind_named(word))]
    if not kinds or len(kinds) < len(set(words)):
        known = ", ".join(kind.name.lower() for kind in Reaction.Kind)
        raise Invalid("reactions", _("Choose one or more of these: %(known)s.") % {"known": known})
    site = ensure_site()
    site.reactions = [int(kind) for kind in kinds]
    site.save(update_fields=["reactions"])
    return site


def announce(
    kind: Announcement.Kind,
    texts: Mapping[str, Words],
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    by: Account | None = None,
) -> Announcement:
    """Tell all members something, in each language of `texts`, from `starts_at` (now) until `ends_at` (dismissed)."""
    if not texts:
        raise Invalid("texts", _("Write the announcement in at least one language."))
    with transaction.atomic():
        announcement = Announcement.objects.create(
            kind=kind, starts_at=starts_at or timezone.now(), ends_at=ends_at, created_by=by
        )
        AnnouncementText.objects.bulk_create(
            [
                AnnouncementText(announcement=announcement, language=language, title=words.title, body=words.body)
                for language, words in texts.items()
            ]
        )
        later(bring, announcement.pk, run_at=starts_at)
    return announcement


@task(queue_name="distribute")
def bring(announcement_id: int) -> None:
    """Bring an announcement to whoever listens when it begins. Twice: it is brought twice."""
    announcing.announcement_is_out(announcement_id)


def dismiss(account: Account, announcement_id: int) -> None:
    """`account` has read it and puts it away. Twice: the same. Raises NotFound when there is none."""
    if not Announcement.objects.filter(pk=announcement_id).exists():
        raise NotFound
    Dismissal.objects.get_or_create(
        announcement_id=announcement_id, account=account, defaults={"created_at": timezone.now()}
    )


def react(account: Account, announcement_id: int, emoji: str) -> None:
    """`account` thinks this of it, beside what else they think. Twice: the same. Raises NotFound, Invalid."""
    if not is_emoji(emoji):
        raise Invalid("name", _("React with one emoji."))
    permitting.refuse_read_only(account)
    with transaction.atomic():
        # One at a time, so that no more different ones come together than may stand there.
        begun = Announcement.objects.select_for_update().filter(starts_at__lte=timezone.now())
        if not begun.filter(pk=announcement_id).exists():
            raise NotFound
        there = AnnouncementReaction.objects.filter(announcement=announcement_id)
        names = set(there.values_list("name", flat=True))
        if emoji not in names and len(names) >= MOST_REACTIONS:
            raise Invalid("name", _("There are eight different reactions already. Choose one of them."))
        _reaction, is_new = AnnouncementReaction.objects.get_or_create(
            announcement_id=announcement_id, account=account, name=emoji, defaults={"created_at": timezone.now()}
        )
        if is_new:
            announcing.announcement_reacted(announcement_id, emoji)


def take_reaction_back(account: Account, announcement_id: int, emoji: str) -> None:
    """`account` no longer thinks so. Twice: the same. Raises NotFound when there is no such announcement."""
    if not Announcement.objects.filter(pk=announcement_id).exists():
        raise NotFound
    given = AnnouncementReaction.objects.filter(announcement=announcement_id, account=account, name=emoji)
    with transaction.atomic():
        gone, _rows = given.delete()
        if gone:
            announcing.announcement_reacted(announcement_id, emoji)
