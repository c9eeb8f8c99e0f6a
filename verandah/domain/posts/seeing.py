"""Who may see which post, once more: of one viewer and one post, from what is known of both, and with the reason.

It is written without a look at `visible`, and a test holds the two to each other through a hundred thousand cases.
"""

from dataclasses import dataclass
from enum import Enum, auto

from .audience import Audience, Withheld


class Reason(Enum):
    """Why someone sees a post, or why not."""

    # They do.
    OWN = auto()
    ON_THEIR_WALL = auto()
    FOR_ALL = auto()
    MEMBER = auto()
    FOLLOWS = auto()
    FRIENDS = auto()
    NAMED = auto()
    LISTED = auto()
    # They do not.
    GONE = auto()
    SILENCED = auto()
    REMOVED = auto()
    HIDDEN = auto()
    BLOCKED = auto()
    BLOCKS = auto()
    NO_MEMBER = auto()
    FOLLOWS_NOT = auto()
    NO_FRIENDS = auto()
    EXCEPTED = auto()
    NOT_NAMED = auto()
    NOT_LISTED = auto()
    NOBODY = auto()
    WALL_CLOSED = auto()
    ROOT_UNSEEN = auto()
    SHARED_UNSEEN = auto()


SEES = {
    Reason.OWN,
    Reason.ON_THEIR_WALL,
    Reason.FOR_ALL,
    Reason.MEMBER,
    Reason.FOLLOWS,
    Reason.FRIENDS,
    Reason.NAMED,
    Reason.LISTED,
}


@dataclass(frozen=True, slots=True)
class Tie:
    """How the viewer stands to someone. Of a guest nothing is true."""

    is_same: bool = False
    is_member: bool = False
    follows: bool = False
    is_friend: bool = False
    # They block the viewer, and the viewer blocks them.
    is_blocked: bool = False
    blocks: bool = False

    @property
    def is_apart(self) -> bool:
        """Whether either blocks the other."""
        return self.is_blocked or self.blocks


@dataclass(frozen=True, slots=True)
class Wall:
    """Where a post stands: whose wall, for whom that is, and how the viewer stands to its owner."""

    owner_id: int
    audience: int
    tie: Tie
    is_silenced: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What counts of a post for one viewer. `tie`: how they stand to its author.

    `is_named` and `lists`: it names them, and these of its lists hold them; whether it is for those or kept from them.
    """

    author_id: int
    audience: int
    tie: Tie
    is_gone: bool = False
    is_silenced: bool = False
    # What a decision keeps from it.
    withheld: int = Withheld.NO
    is_named: bool = False
    lists: tuple[int, ...] = ()
    wall: Wall | None = None
    is_comment: bool = False
    root: "Said | None" = None
    is_share: bool = False
    shared: "Said | None" = None


def sees(said: Said) -> bool:
    """Whether the viewer may see it."""
    return reason(said) in SEES


def reason(said: Said) -> Reason:
    """Why the viewer sees it, or why not: a comment only with what it is about, a share only with what it shares."""
    found = conversation(said)
    if found in SEES and said.is_share and (said.shared is None or conversation(said.shared) not in SEES):
        return Reason.SHARED_UNSEEN
    return found


def conversation(said: Said) -> Reason:
    """The same, without what it shares."""
    found = by_itself(said)
    if found in SEES and said.is_comment and (said.root is None or by_itself(said.root) not in SEES):
        return Reason.ROOT_UNSEEN
    return found


def by_itself(said: Said) -> Reason:
    """What the post alone says."""
    if said.is_gone:
        return Reason.GONE
    if said.is_silenced:
        return Reason.SILENCED
    if said.withheld == Withheld.REMOVED:
        return Reason.REMOVED
    if said.tie.is_same:
        return Reason.OWN
    if said.withheld == Withheld.HIDDEN:
        return Reason.HIDDEN
    if said.tie.is_apart:
        return Reason.BLOCKED if said.tie.is_blocked else Reason.BLOCKS
    if said.wall is None:
        return for_viewer(said)
    if said.wall.tie.is_same:
        return Reason.ON_THEIR_WALL
    found = for_viewer(said)
    return Reason.WALL_CLOSED if found in SEES and not is_open(said.wall) else found


def for_viewer(said: Said) -> Reason:
    """Whether its audience holds them, who is neither its author nor kept away."""
    tie = said.tie
    match said.audience:
        case Audience.PUBLIC:
            return Reason.FOR_ALL
        case Audience.GROUP | Audience.ONLY_ME:
            return Reason.NOBODY
        case _ if not tie.is_member:
            return Reason.NO_MEMBER
        case Audience.MEMBERS:
            return Reason.MEMBER
        case Audience.FOLLOWERS:
            return Reason.FOLLOWS if tie.follows else Reason.FOLLOWS_NOT
        case Audience.FRIENDS:
            return Reason.FRIENDS if tie.is_friend else Reason.NO_FRIENDS
        case _:
            return for_chosen(said)


def for_chosen(said: Said) -> Reason:
    """The same where lists and people are chosen."""
    match said.audience:
        case Audience.FRIENDS_EXCEPT if said.tie.is_friend:
            return Reason.EXCEPTED if said.is_named or said.lists else Reason.FRIENDS
        case Audience.FRIENDS_EXCEPT:
            return Reason.NO_FRIENDS
        case Audience.LISTS | Audience.PEOPLE if said.is_named:
            return Reason.NAMED
        case Audience.LISTS:
            return Reason.LISTED if said.lists else Reason.NOT_LISTED
        case Audience.PEOPLE:
            return Reason.NOT_NAMED
        case _:
            return Reason.NOBODY


def is_open(wall: Wall) -> bool:
    """Whether the viewer may look at a wall that is not theirs."""
    return not wall.is_silenced and not wall.tie.is_apart and is_within(wall.audience, wall.tie)


def is_within(audience: int, tie: Tie) -> bool:
    """Whether an audience without lists holds the viewer, who stands so to whoever has chosen it."""
    match audience:
        case Audience.PUBLIC:
            return True
        case Audience.MEMBERS:
            return tie.is_member
        case Audience.FOLLOWERS:
            return tie.follows
        case Audience.FRIENDS:
            return tie.is_friend
        case _:
            return tie.is_same
