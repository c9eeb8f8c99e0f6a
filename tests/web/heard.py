"""Whether a post is brought to an app that listens: places of the table in `test_visibility.py`."""

from collections.abc import Callable

from django.test import Client

from tests.streaming.hearing import heard_of
from tests.web.notified import WORD
from verandah.domain.accounts.models import Account
from verandah.domain.graph.models import PeopleList, PeopleListMember
from verandah.domain.posts.models import Post

type Look = Callable[[Client, Account | None, Post], bool]


def app_hears(**asked: str) -> Look:
    """Whether the post is brought, with its words, to an app of the viewer's that listens to this stream."""

    def look(client: Client, viewer: Account | None, post: Post) -> bool:
        if viewer is None:
            return False
        told = heard_of(viewer, post, **asked)
        assert all(WORD in (one.message.payload or "") for one in told)
        return bool(told)

    return look


def app_hears_list(client: Client, viewer: Account | None, post: Post) -> bool:
    """The same of a list that the viewer has put its author on."""
    if viewer is None:
        return False
    facts = {"created_at": post.created_at}
    people, _made = PeopleList.objects.get_or_create(owner=viewer, title="Mine", defaults=facts)
    PeopleListMember.objects.get_or_create(people_list=people, account=post.author, defaults=facts)
    return bool(heard_of(viewer, post, stream="list", list=str(people.pk)))
