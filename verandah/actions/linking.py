"""What posts link to: noted with the post, looked at by a job, shown in all posts that link there."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.tasks import task
from django.utils import timezone

from verandah.base import limits
from verandah.base.ids import moment_of
from verandah.base.jobs import READING, later
from verandah.base.outgoing import Refused, Unreachable
from verandah.domain.links.models import Link, State
from verandah.domain.links.rules import PAUSES, is_due, wanted_address
from verandah.domain.media import files
from verandah.domain.moderation.models import ServerBlock
from verandah.domain.posts.models import Post

from . import announcing
from .previewing import Facts, forget, look
from .tallying import touch

BATCH = 500
# Posts so young may still be on a screen, which is told at once that there is more to see of them.
YOUNG = timedelta(hours=1)
MOST_TOLD = 50
USED_WITHIN = timedelta(days=1)
KEPT_FOR = timedelta(days=30)


def link_for(links: Iterable[str]) -> Link | None:
    """What is shown of a post with these links: the first of them that is a page of another site, if there is one.

    In the caller's transaction; what is not known of it yet is found out by a job. Twice: the same.
    """
    address = next(wanted(links), "") if settings.PREVIEWS else ""
    if not address:
        return None
    now = timezone.now()
    known = {"address": address, "used_at": now}
    link, _made = Link.objects.get_or_create(digest=sha256(address.encode()).hexdigest(), defaults=known)
    if link.used_at < now - USED_WITHIN:
        Link.objects.filter(pk=link.pk).update(used_at=now)
    if is_due(link, now):
        later(look_at, link.pk, key=f"link:{link.pk}")
    return link


def known_link(links: Iterable[str]) -> Link | None:
    """What `link_for` would find, if it is known already. Nobody is asked for anything, and nothing is noted."""
    address = next(wanted(links), "") if settings.PREVIEWS else ""
    return Link.objects.filter(digest=sha256(address.encode()).hexdigest()).first() if address else None


def wanted(links: Iterable[str]) -> Iterator[str]:
    """Those of the links that may be looked at, in their one spelling."""
    for link in links:
        address = wanted_address(link)
        if address and not is_kept_away(address):
            yield address


def is_kept_away(address: str) -> bool:
    """Whether the admins want nothing of that host, or of one above it."""
    labels = (urlsplit(address).hostname or "").split(".")
    hosts = [".".join(labels[start:]) for start in range(len(labels))]
    blocks = ServerBlock.objects.filter(domain__in=hosts)
    return any(block.reject_media or block.severity == ServerBlock.Severity.SUSPEND for block in blocks)


@task(priority=READING)
def look_at(link_id: int) -> None:
    """Find out what there is to show of a page, and have all posts show it. Twice: they are only rendered anew."""
    link = Link.objects.filter(pk=link_id).first()
    if link is None or not settings.PREVIEWS:
        return
    if is_due(link, timezone.now()):
        allowance = limits.spend("preview", urlsplit(link.address).hostname or "")
        if allowance.used > allowance.times:
            # Nobody can have us run against a site's door by linking to all of its pages.
            later(look_at, link.pk, key=f"link:{link.pk}", run_at=timezone.now() + timedelta(seconds=allowance.seconds))
            return
        find_out(link)
        link.refresh_from_db()
    if link.state == State.READY:
        show_in_posts(link.pk)


def find_out(link: Link) -> None:
    """Ask, and note the answer, also when it is that there is none."""
    try:
        facts = look(link.address)
    except Unreachable:
        if link.tries < len(PAUSES) and link.state == State.WAITING:
            Link.objects.filter(pk=link.pk).update(tries=F("tries") + 1)
            later(look_at, link.pk, key=f"link:{link.pk}", run_at=timezone.now() + PAUSES[link.tries])
            return
        facts = None
    except Refused:
        facts = None
    note(link, facts)


def note(link: Link, facts: Facts | None) -> None:
    """What was found is known from now on. What was known stays when nothing is found any more."""
    now = timezone.now()
    mine = Link.objects.filter(pk=link.pk)
    if facts is None:
        mine.update(fetched_at=now, tries=0, state=State.READY if link.state == State.READY else State.EMPTY)
        return
    picture = facts.pop("picture")  # type: ignore[misc]
    named = picture or {"image_name": "", "image_extension": "", "image_width": 0, "image_height": 0, "blurhash": ""}
    if not mine.update(state=State.READY, fetched_at=now, tries=0, **facts, **named):
        forget(picture)
    elif link.image_name:
        files.remove(link.image_name)


def show_in_posts(link_id: int) -> None:
    """Posts with this link look different from now on: they are rendered anew, and screens are told. Twice: again."""
    posts = Post.objects.filter(link=link_id, deleted_at=None).order_by("-id")
    numbers = list(posts.values_list("pk", flat=True))
    # The page was noted before, in a transaction of its own: what is rendered between the two is right already. Each
    # post by itself: whoever counts something about two of them at this moment need not be waited for.
    for number in numbers:
        touch(number)
    since = timezone.now() - YOUNG
    for number in numbers[:MOST_TOLD]:
        if moment_of(number) > since:
            announcing.post_changed(number)


def clear_links() -> int:
    """Forget pages that no post has linked to for a month, with their pictures; how many. Twice: nothing is left."""
    linked = Post.objects.filter(link=OuterRef("pk"))
    unused = Link.objects.filter(~Exists(linked), used_at__lt=timezone.now() - KEPT_FOR)
    count = 0
    while batch := list(unused[:BATCH]):
        # Asked again, because someone may have linked there in between.
        with transaction.atomic():
            rows = list(unused.filter(pk__in=[link.pk for link in batch]).select_for_update())
            Link.objects.filter(pk__in=[link.pk for link in rows]).delete()
        for link in rows:
            if link.image_name:
                files.remove(link.image_name)
        count += len(rows)
        if not rows:
            break
    return count
