"""Following tags, and showing them on my profile."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base import markup
from verandah.base.errors import Invalid
from verandah.domain.accounts.models import Account
from verandah.domain.posts.models import FeaturedTag, FollowedTag, Tag
from verandah.domain.posts.tags_found import folded_tag

from .listing import hold
from .permitting import refuse_read_only

MOST_FOLLOWED = 500
MOST_FEATURED = 10


def follow(me: Account, name: str) -> str:
    """What carries this tag is in my home; its name in one spelling. Twice: the same. Raises Invalid."""
    tag = tag_of(name)
    with transaction.atomic():
        hold(me)
        followed = FollowedTag.objects.filter(account=me)
        if not followed.filter(tag=tag).exists():
            if followed.count() >= MOST_FOLLOWED:
                raise Invalid("name", _("You follow as many tags as one can. Stop following one first."))
            FollowedTag.objects.create(account=me, tag=tag)
    return tag.name


def unfollow(me: Account, name: str) -> str:
    """I no longer follow this tag; its name in one spelling. Twice: the same. Raises Invalid."""
    name = spelled(name)
    FollowedTag.objects.filter(account=me, tag__name=name).delete()
    return name


def feature(me: Account, name: str) -> str:
    """My profile shows this tag; its name in one spelling. Twice: the same. Raises Invalid."""
    refuse_read_only(me)
    tag = tag_of(name)
    with transaction.atomic():
        hold(me)
        featured = FeaturedTag.objects.filter(account=me)
        if not featured.filter(tag=tag).exists():
            if featured.count() >= MOST_FEATURED:
                raise Invalid("name", _("Your profile shows as many tags as it can. Remove one first."))
            FeaturedTag.objects.create(account=me, tag=tag, created_at=timezone.now())
    return tag.name


def unfeature(me: Account, name: str) -> str:
    """My profile no longer shows this tag; its name in one spelling. Twice: the same. Raises Invalid."""
    name = spelled(name)
    FeaturedTag.objects.filter(account=me, tag__name=name).delete()
    return name


def tag_of(name: str) -> Tag:
    """The tag of that name, made when nobody has used it yet. Raises Invalid for what cannot be one."""
    name = spelled(name)
    return Tag.objects.get_or_create(name=name, defaults={"folded": folded_tag(name)})[0]


def spelled(name: str) -> str:
    """A tag's name as it is kept, with or without its sign before. Raises Invalid for what cannot be one."""
    name = markup.tag_name(name.strip().removeprefix("#"))
    if len(name) > markup.LONGEST_TAG or markup.parse(f"#{name}").tags != (name,):
        raise Invalid("name", _("This cannot be a tag. A tag is one word of letters, digits and “_”."))
    return name
