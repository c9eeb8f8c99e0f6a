"""Worlds made by chance: people with all kinds of ties, and posts of all kinds for all kinds of them.

A world is kept twice, as rows and as the sets that the rows were made of, so that what counts of a post is known
without a look at the database.
"""

from dataclasses import dataclass, field
from random import Random

from django.utils import timezone

from tests.factories import PASSWORD, some_restriction
from verandah.actions.populating import count_posts
from verandah.domain.accounts.models import Account, User
from verandah.domain.albums.models import Album, AlbumAudience
from verandah.domain.graph.models import Block, Follow, Friendship, PeopleList, PeopleListMember
from verandah.domain.posts.audience import Audience, Withheld
from verandah.domain.posts.models import Post, PostAudience, PostTag, Tag
from verandah.domain.posts.seeing import Said, Tie, Wall

PEOPLE, POSTS = 60, 120
# Whom a wall can be for.
WALLS = (Audience.PUBLIC, Audience.MEMBERS, Audience.FOLLOWERS, Audience.FRIENDS, Audience.ONLY_ME)
GUEST = 0


@dataclass
class World:
    """Who is there, how they stand to each other (pairs of ids: who to whom), and what they have said."""

    seed: int
    people: list[Account] = field(default_factory=list)
    follows: set[tuple[int, int]] = field(default_factory=set)
    friends: set[tuple[int, int]] = field(default_factory=set)
    blocks: set[tuple[int, int]] = field(default_factory=set)
    members: dict[int, set[int]] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)
    lists_of: dict[int, set[int]] = field(default_factory=dict)
    named_by: dict[int, set[int]] = field(default_factory=dict)

    def tie(self, viewer: int, other: int) -> Tie:
        """How the viewer stands to someone."""
        return Tie(
            is_same=viewer == other,
            is_member=viewer != GUEST,
            follows=(viewer, other) in self.follows,
            is_friend=(viewer, other) in self.friends,
            is_blocked=(other, viewer) in self.blocks,
            blocks=(viewer, other) in self.blocks,
        )

    def said(self, viewer: int, post: Post) -> Said:
        """What counts of a post for the viewer."""
        by_id = {one.pk: one for one in self.posts}
        root, shared = by_id.get(post.root_id or 0), by_id.get(post.share_of_id or 0)
        return Said(
            author_id=post.author_id,
            audience=post.audience,
            tie=self.tie(viewer, post.author_id),
            is_gone=post.deleted_at is not None,
            is_silenced=post.author.suspended_at is not None,
            withheld=post.withheld,
            is_named=viewer in self.named_by.get(post.pk, ()),
            lists=tuple(sorted(one for one in self.lists_of.get(post.pk, ()) if viewer in self.members[one])),
            wall=self.wall(viewer, post.wall) if post.wall else None,
            is_comment=post.is_comment,
            root=self.said(viewer, root) if post.is_comment and root else None,
            is_share=post.share_of_id is not None,
            shared=self.said(viewer, shared) if shared else None,
        )

    def wall(self, viewer: int, owner: Account) -> Wall:
        """The wall of someone."""
        return Wall(owner.pk, owner.wall_audience, self.tie(viewer, owner.pk), owner.suspended_at is not None)


def make_world(seed: int, people: int = PEOPLE, posts: int = POSTS) -> World:
    """The world of this number: always the same, but for its ids."""
    chance, world = Random(seed), World(seed)
    make_people(world, chance, people)
    make_ties(world, chance)
    make_lists(world, chance)
    for number in range(posts):
        world.posts.append(draw_post(world, chance, number))
    Post.objects.bulk_create(world.posts)
    make_addressees(world, chance)
    tag_all(world)
    count_posts()
    return world


def make_people(world: World, chance: Random, number: int) -> None:
    now, decided = timezone.now(), some_restriction()
    for place in range(number):
        name = f"w{world.seed}p{place}"
        world.people.append(
            Account(
                username=name,
                skeleton=name,
                display_name=name,
                created_at=now,
                joined_at=now,
                wall_audience=chance.choice(WALLS),
                suspended_at=now if chance.random() < 0.04 else None,
                restriction=decided,
            )
        )
    Account.objects.bulk_create(world.people)
    User.objects.bulk_create(
        User(username=one.username, email=f"{one.username}@example.org", password=PASSWORD, account=one)
        for one in world.people
    )


def make_ties(world: World, chance: Random) -> None:
    """Also some that no verb would leave: friends who block each other."""
    now, ids = timezone.now(), [one.pk for one in world.people]
    pairs = [(one, other) for one in ids for other in ids if one != other]
    world.follows = {pair for pair in pairs if chance.random() < 0.25}
    halves = {pair for pair in pairs if chance.random() < 0.15}
    world.friends = halves | {(other, one) for one, other in halves}
    world.blocks = {pair for pair in pairs if chance.random() < 0.04}
    Follow.objects.bulk_create(Follow(follower_id=a, followee_id=b, created_at=now) for a, b in world.follows)
    Friendship.objects.bulk_create(Friendship(account_id=a, friend_id=b, created_at=now) for a, b in world.friends)
    Block.objects.bulk_create(Block(blocker_id=a, blocked_id=b, created_at=now) for a, b in world.blocks)


def make_lists(world: World, chance: Random) -> None:
    now, ids = timezone.now(), [one.pk for one in world.people]
    for owner in ids[::2]:
        row = PeopleList.objects.create(owner_id=owner, title="Some", created_at=now)
        world.members[row.pk] = {one for one in ids if chance.random() < 0.2}
        PeopleListMember.objects.bulk_create(
            PeopleListMember(people_list=row, account_id=one, created_at=now) for one in world.members[row.pk]
        )


def draw_post(world: World, chance: Random, number: int) -> Post:
    """A post, a comment or a share, of anything before it."""
    author, now = chance.choice(world.people), timezone.now()
    withheld = chance.choice((Withheld.HIDDEN, Withheld.REMOVED)) if chance.random() < 0.12 else Withheld.NO
    post = Post(
        author=author, audience=chance.choice(Audience.values), text=f"said {number}", html=f"<p>said {number}</p>",
        key=f"{world.seed}-{number}", created_at=now, deleted_at=now if chance.random() < 0.04 else None,
        withheld=withheld, restriction=author.restriction if withheld else None,
    )  # fmt: skip
    if chance.random() < 0.35:
        post.wall = chance.choice([one for one in world.people if one is not author])
    before = [one for one in world.posts if not one.share_of_id]
    sort = chance.random()
    if sort < 0.25 and before:
        parent = chance.choice(before)
        post.is_comment, post.parent, post.root = True, parent, parent.root if parent.is_comment else parent
        post.wall = None if chance.random() < 0.9 else post.wall
    elif sort < 0.4 and before:
        shared = chance.choice(before)
        if all((one.share_of_id, one.author_id) != (shared.pk, author.pk) for one in world.posts):
            post.share_of = shared
    return post


def make_addressees(world: World, chance: Random) -> None:
    """Lists and people, also where the audience has no use for them."""
    rows = []
    for post in world.posts:
        lists = world.lists_of[post.pk] = set(chance.sample(list(world.members), chance.choice((0, 1, 1, 2))))
        people = world.named_by[post.pk] = {one.pk for one in world.people if chance.random() < 0.06}
        rows += [PostAudience(post=post, people_list_id=one) for one in lists]
        rows += [PostAudience(post=post, account_id=one) for one in people]
    PostAudience.objects.bulk_create(rows)


def make_albums(world: World) -> dict[int, Album]:
    """An album beside each post: by the same author, for the same people."""
    albums = {
        post.pk: Album(
            author=post.author,
            audience=post.audience,
            title="Pictures",
            key=post.key,
            created_at=post.created_at,
            changed_at=post.created_at,
            deleted_at=post.deleted_at,
            withheld=post.withheld,
            restriction=post.restriction,
        )
        for post in world.posts
    }
    Album.objects.bulk_create(albums.values())
    rows = [
        AlbumAudience(album=albums[number], people_list_id=one) for number in albums for one in world.lists_of[number]
    ]
    rows += [AlbumAudience(album=albums[number], account_id=one) for number in albums for one in world.named_by[number]]
    AlbumAudience.objects.bulk_create(rows)
    return albums


def tag_all(world: World) -> None:
    """Every post carries the tag #worlds."""
    tag, _made = Tag.objects.get_or_create(name="worlds")
    PostTag.objects.bulk_create(PostTag(post=post, tag=tag) for post in world.posts)
