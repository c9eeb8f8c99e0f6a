"""What the people who run the site do."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from verandah.base import mail
from verandah.base.errors import Invalid
from verandah.base.mail import Sender
from verandah.domain.instance.models import Joining, Site
from verandah.domain.moderation.models import Policy
from verandah.domain.posts.models import Reaction
from verandah.domain.posts.standing import kind_named

from . import enrolling, legislating


def ensure_site() -> Site:
    """The one row that holds what the owner sets, made at the first start, and first rules. Twice: the same.

    Until its launch a site is for those who are invited.
    """
    site, made = Site.objects.get_or_create(pk=1, defaults={"joining": Joining.INVITE})
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
    mail.send("trial", enrolling.check_email(address), "", {"site": site.name}, Sender.of(site))


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
