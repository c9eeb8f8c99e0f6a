"""Answers as our own apps know them: who may comment, what is taken away, which reactions there are, who is told."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from verandah.actions import editing, removing, saving, sharing
from verandah.base import limits
from verandah.base.errors import Invalid
from verandah.domain.posts import engagement
from verandah.domain.posts.engagement import meant_post
from verandah.domain.posts.offered import offered_words
from verandah.domain.posts.standing import told_of

from .door import ApiRequest, MemberRequest, endpoint, open_endpoint, told
from .drafts import comment_policy_from
from .engagement import done, original
from .entities.account import account
from .entities.answers import ConversationStateJson, ShareJson, state_of
from .entities.plain import Empty
from .entities.status import status
from .paging import listed, page_of
from .people import visible_among
from .statuses import visible


@open_endpoint("GET")
def offered(request: ApiRequest) -> HttpResponse:
    """The reactions that can be given here, in the order they are offered."""
    return told([{"kind": word} for word in offered_words()])


@endpoint("PUT", "write:statuses")
def change_comment_policy(request: MemberRequest, number: int) -> HttpResponse:
    """Say who may comment on a post of mine."""
    limits.take("write", str(request.viewer.id))
    policy = comment_policy_from(request.parameters)
    if policy is None:
        raise Invalid("comment_policy", _("Who may comment is one of: everyone, friends, nobody."))
    editing.change_comment_policy(request.viewer, number, policy)
    return told(status(visible(request, number), for_member=True))


@endpoint("DELETE", "write:statuses")
def remove_comment(request: MemberRequest, number: int) -> HttpResponse:
    """Take a comment away from below a post of mine, or one of my own."""
    limits.take("write", str(request.viewer.id))
    removing.take_away(request.viewer, number)
    return told(Empty())


@endpoint("POST", "write:statuses")
def restore_comment(request: MemberRequest, number: int) -> HttpResponse:
    """Bring back what I have taken away, within a day."""
    limits.take("write", str(request.viewer.id))
    removing.bring_back(request.viewer, number)
    return original(request, number)


@open_endpoint("GET", "read:statuses")
def shares(request: ApiRequest, number: int) -> HttpResponse:
    """Who has shared a post with everyone here, each with the id of the share."""
    entries = engagement.shared_by(request.viewer, meant_post(request.viewer, number), page_of(request, 40, 80))
    people = {full.account.id: full for full in visible_among(request.viewer, [one.account_id for one in entries])}
    found = [one for one in entries if one.account_id in people]
    shown: list[ShareJson] = [{"id": str(one.position), "account": account(people[one.account_id])} for one in found]
    return listed(request, shown, [one.position for one in found])


@endpoint("DELETE", "write:statuses")
def remove_share(request: MemberRequest, number: int) -> HttpResponse:
    """End someone's share of a post of mine, for good. The answer is the post."""
    limits.take("write", str(request.viewer.id))
    return original(request, sharing.remove(request.viewer, number).pk)


@endpoint("GET", "read:statuses")
def conversation(request: MemberRequest, number: int) -> HttpResponse:
    """Whether I am told of every comment in a conversation, or of none."""
    return told(state(request, number))


@endpoint("POST", "write:mutes")
def follow(request: MemberRequest, number: int) -> HttpResponse:
    """Be told of every comment in a conversation."""
    done(request, number, saving.follow_conversation)
    return told(state(request, number))


@endpoint("POST", "write:mutes")
def unfollow(request: MemberRequest, number: int) -> HttpResponse:
    """Be told of answers to myself alone."""
    done(request, number, saving.unfollow_conversation)
    return told(state(request, number))


def state(request: MemberRequest, number: int) -> ConversationStateJson:
    """How I stand to the conversation that a post or comment belongs to."""
    return state_of(told_of(request.viewer, meant_post(request.viewer, number)))
