"""What counts of a post for each of some people, read from the tables one by one: what `seeing` judges."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from verandah.domain.accounts.models import Account
from verandah.domain.graph.models import Block, Follow, Friendship, PeopleListMember

from .models import Post, PostAudience
from .seeing import Said, Tie, Wall


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whom a post names, and who is on the lists that it names."""

    people: frozenset[int]
    lists: dict[int, tuple[int, ...]]


def facts(viewer: Account, post_id: int, people: Sequence[int]) -> dict[int, Said]:
    """What counts of a post of `viewer`'s for each of the members `people`; 0 among them is a guest.

    In a fixed number of queries for any number of people.
    """
    post = Post.objects.select_related("author", "wall", "root", "share_of").get(pk=post_id, author=viewer)
    return of_post(post, people)


def of_post(post: Post, people: Sequence[int]) -> dict[int, Said]:
    """The same for any post, with what it is about and what it shares."""
    ties, chosen = ties_to(post.author_id, people), chosen_by(post)
    walls = walls_for(post, people)
    roots = of_post(post.root, people) if post.is_comment and post.root else {}
    shared = of_post(post.share_of, people) if post.share_of else {}
    return {
        number: Said(
            author_id=post.author_id,
            audience=post.audience,
            tie=ties[number],
            is_gone=post.deleted_at is not None,
            is_silenced=post.author.suspended_at is not None,
            withheld=post.withheld,
            is_named=number in chosen.people,
            lists=chosen.lists.get(number, ()),
            wall=walls.get(number),
            is_comment=post.is_comment,
            root=roots.get(number),
            is_share=post.share_of_id is not None,
            shared=shared.get(number),
        )
        for number in people
    }


def ties_to(account_id: int, people: Sequence[int]) -> dict[int, Tie]:
    """How each of `people` stands to an account."""
    follows = set(Follow.objects.filter(followee=account_id, follower__in=people).values_list("follower", flat=True))
    friends = set(Friendship.objects.filter(account=account_id, friend__in=people).values_list("friend", flat=True))
    blocked = set(Block.objects.filter(blocker=account_id, blocked__in=people).values_list("blocked", flat=True))
    blocks = set(Block.objects.filter(blocked=account_id, blocker__in=people).values_list("blocker", flat=True))
    return {
        number: Tie(
            is_same=number == account_id,
            is_member=number != 0,
            follows=number in follows,
            is_friend=number in friends,
            is_blocked=number in blocked,
            blocks=number in blocks,
        )
        for number in people
    }


def walls_for(post: Post, people: Sequence[int]) -> dict[int, Wall]:
    """Where the post stands, for each of `people`; empty when it stands on no other's wall."""
    owner = post.wall
    if owner is None:
        return {}
    silenced = owner.suspended_at is not None
    ties = ties_to(owner.pk, people)
    return {number: Wall(owner.pk, owner.wall_audience, ties[number], silenced) for number in people}


def chosen_by(post: Post) -> Chosen:
    """The lists and people that a post is for, or is kept from."""
    rows = list(PostAudience.objects.filter(post=post).values_list("people_list_id", "account_id"))
    lists: defaultdict[int, tuple[int, ...]] = defaultdict(tuple)
    on_them = PeopleListMember.objects.filter(people_list__in=[number for number, _account in rows if number])
    for number, list_id in on_them.order_by("people_list").values_list("account_id", "people_list_id"):
        lists[number] += (list_id,)
    return Chosen(frozenset(number for _list, number in rows if number), lists)
