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
# So many comments for each post.
COMMENTS = 20


def refuse_many_posts(author: Account, is_comment: bool = False) -> None:
    """Raises TooMany when a newcomer has said as much in an hour as the site lets them. No query for anyone else.

    A talk goes back and forth: comments are counted by themselves, and for each post there may be twenty.
    """
    most = switches().newcomer_posts_hourly * (COMMENTS if is_comment else 1)
    if author.trust > Trust.NEW or not most:
        return
    now = timezone.now()
    posts = Post.objects.filter(author=author, share_of=None, is_comment=is_comment, created_at__gt=now - HOUR)
    said = list(posts.order_by("-pk").values_list("created_at", flat=True)[:most])
    if len(said) >= most:
        raise TooMany(too_much(most, is_comment), seconds_until(said[-1] + HOUR - now))


def too_much(most: int, is_comment: bool) -> str:
    """How much a newcomer may say."""
    if is_comment:
        sentence = ngettext(
            "Whoever is new here can comment %(most)s time an hour. It will be more after a while.",
            "Whoever is new here can comment %(most)s times an hour. It will be more after a while.",
            most,
        )
        return sentence % {"most": most}
    sentence = ngettext(
        "Whoever is new here can post %(most)s time an hour. It will be more once you have been here for a while.",
        "Whoever is new here can post %(most)s times an hour. It will be more once you have been here for a while.",
        most,
    )
    return sentence % {"most": most}


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
