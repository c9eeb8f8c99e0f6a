"""What an app of someone's would hear, without a server: the same decisions, about a stream that nobody has opened."""

from tests.streaming.apps import token_of
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.tokens import bearer_of
from verandah.domain.posts.models import Post
from verandah.streaming import news
from verandah.streaming.listening import Listener, News
from verandah.streaming.wanted import wanted


async def never(_chunk: bytes) -> None:
    raise AssertionError("Nothing may be sent.")


def listener_of(viewer: Account, **asked: str) -> Listener:
    bearer = bearer_of(token_of(viewer))
    assert bearer is not None
    one = Listener(bearer, viewer.id, never, is_socket=True, task=None)
    one.wanted = (wanted(asked),)
    return one


def heard_of(viewer: Account, post: Post, **asked: str) -> list[News]:
    """What is told of a new post on this stream."""
    return list(news.of_post(post.id, "update", [listener_of(viewer, **asked)]).news)


def heard_of_end(viewer: Account, post: Post, **asked: str) -> list[News]:
    """And of its end."""
    return list(news.of_gone_post(post.id, [listener_of(viewer, **asked)]).news)
