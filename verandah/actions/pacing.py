"""How much newcomers may do in a time: settings of the site, for whoever is not trusted yet."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from verandah.base.errors import TooMany
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.trust import Trust
from verandah.domain.instance.switches import switches
from verandah.domain.media.models import Media
from verandah.domain.posts.models import Post

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def refuse_many_posts(author: Account) -> None:
    """Raises TooMany when a newcomer has said as much in an hour as the site lets them. No query for anyone else."""
    most = switches().newcomer_posts_hourly
    if author.trust > Trust.NEW or not most:
        return
    now = timezone.now()
    posts = Post.objects.filter(author=author, share_of=None, created_at__gt=now - HOUR).order_by("-pk")
    said = list(posts.values_list("created_at", flat=True)[:most])
    if len(said) >= most:
        sentence = ngettext(
            "Whoever is new here can post %(most)s time an hour. It will be more once you have been here for a while.",
            "Whoever is new here can post %(most)s times an hour. It will be more once you have been here for a while.",
            most,
        )
        raise TooMany(sentence % {"most": most}, seconds_until(said[-1] + HOUR - now))


def refuse_many_files(owner: Account) -> None:
    """The same of the files that a newcomer sends in a day, but pictures of themselves."""
    most = switches().newcomer_files_daily
    if owner.trust > Trust.NEW or not most:
        return
    now = timezone.now()
    files = Media.objects.filter(owner=owner, is_profile=False, created_at__gt=now - DAY).order_by("-created_at")
    sent = list(files.values_list("created_at", flat=True)[:most])
    if len(sent) >= most:
        text = _("Whoever is new here can send %(most)s files a day. It will be more once you have been here a while.")
        raise TooMany(text % {"most": most}, seconds_until(sent[-1] + DAY - now))


def seconds_until(left: timedelta) -> int:
    """At least one."""
    return max(1, int(left.total_seconds()) + 1)
