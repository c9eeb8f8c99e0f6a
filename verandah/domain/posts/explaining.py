"""Why someone sees a post of one's own, or why not: in words, from the same facts that decide it.

What someone else decides is not told: whom they let see their wall or their post is between those two.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from verandah.domain.accounts.models import Account
from verandah.domain.accounts.show import ShownAccount
from verandah.domain.graph.lists import all_lists

from .audience import Audience
from .facts import facts
from .seeing import SEES, Reason, Said, by_itself
from .seers import Reach


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether someone sees a post, and why. `visible`: None when it is someone else who decides that."""

    visible: bool | None
    text: str


def explain(viewer: Account, post_id: int, people: Sequence[ShownAccount]) -> dict[int, Answer]:
    """Of a post of `viewer`'s: whether each of `people`, whom a query for `viewer` has found, sees it, and why."""
    found = facts(viewer, post_id, [one.id for one in people])
    titles = {one.id: one.title for one in all_lists(viewer)}
    return {one.id: answer(found[one.id], one.display_name, titles) for one in people}


def explain_to_guests(found: Reach) -> Answer:
    """The same of someone without an account."""
    if not found.is_for_all:
        return Answer(False, _("No, only members can."))
    if found.decided_by:
        return Answer(None, _("That depends on someone else, too."))
    return Answer(True, _("Yes, because it is for everyone on the web."))


def answer(said: Said, name: str, titles: Mapping[int, str]) -> Answer:
    """What is known of one person, in words. `titles`: those of the author's lists."""
    visible, found = is_seen(said, said.author_id), by_itself(said)
    if visible is None:
        return Answer(None, depends(said) % {"name": name})
    if found in SEES and not visible:
        return Answer(False, unseen_around(said) % {"name": name})
    text = yes(said, titles) if visible else no(said, titles)
    return Answer(visible, text % {"name": name})


def is_seen(said: Said, asker_id: int) -> bool | None:
    """Whether they see it, as far as the author, who asks, may know: None where another's choice would show."""
    found = by_itself(said)
    if said.wall and found not in (Reason.OWN, Reason.ON_THEIR_WALL) and found in (*SEES, Reason.WALL_CLOSED):
        return None
    if found not in SEES:
        return False
    around = [said.root] if said.is_comment else []
    around += [said.shared] if said.is_share else []
    seen = [is_theirs_to_see(one, asker_id) for one in around]
    return False if False in seen else None if None in seen else True


def is_theirs_to_see(around: Said | None, asker_id: int) -> bool | None:
    """The same of what a comment is about, or a share shares."""
    if around is None or around.is_gone or around.is_silenced or around.withheld:
        return False
    if around.author_id == asker_id:
        return is_seen(around, asker_id)
    # Who has written it sees it, if it does not itself stand below something else.
    return True if around.tie.is_same and not around.is_comment else None


def depends(said: Said) -> str:
    """Who else decides."""
    if said.wall is not None:
        return _("As far as you decide, yes. But it stands on someone else’s wall, and they choose who looks at it.")
    if said.is_comment:
        return _("As far as you decide, yes. But only those see it who see the post it is about.")
    return _("As far as you decide, yes. But only those see it who see what you have shared.")


def unseen_around(said: Said) -> str:
    """Why they do not see what would be for them."""
    if said.is_comment:
        return _("No, because %(name)s does not see the post it is about.")
    return _("No, because %(name)s does not see what you have shared.")


def yes(said: Said, titles: Mapping[int, str]) -> str:
    """Why they see it."""
    words = {
        Reason.OWN: _("Yes, because you wrote it."),
        Reason.ON_THEIR_WALL: _("Yes, because it stands on their own wall."),
        Reason.FOR_ALL: _("Yes, because it is for everyone on the web."),
        Reason.MEMBER: _("Yes, because it is for all members."),
        Reason.FOLLOWS: _("Yes, because %(name)s follows you."),
        Reason.FRIENDS: _("Yes, because you are friends."),
        Reason.NAMED: _("Yes, because you have named them."),
        Reason.LISTED: _("Yes, because they are on your list “%(list)s”."),
    }
    return with_list(words[by_itself(said)], said, titles)


def no(said: Said, titles: Mapping[int, str]) -> str:
    """Why they do not."""
    words = {
        Reason.GONE: _("No, because it has been deleted."),
        Reason.SILENCED: _("No, because you are suspended."),
        Reason.REMOVED: _("No, because it was removed by a decision."),
        Reason.HIDDEN: _("No, because it is hidden by a decision."),
        Reason.BLOCKED: _("No, because you have blocked them."),
        # Whoever blocks the author is not found by name; nothing is told of it.
        Reason.BLOCKS: _("No, they are not here."),
        Reason.NO_MEMBER: _("No, only members can."),
        Reason.FOLLOWS_NOT: _("No, because it is for your followers, and %(name)s does not follow you."),
        Reason.NO_FRIENDS: _("No, because it is for friends, and you are not friends."),
        Reason.EXCEPTED: _("No, because you have left them out."),
        Reason.NOT_NAMED: _("No, because it is for people you have named, and %(name)s is not one of them."),
        Reason.NOT_LISTED: _("No, because it is for people on your lists, and %(name)s is on none of these."),
        Reason.NOBODY: _("No, because it is for you alone."),
    }
    if by_itself(said) == Reason.EXCEPTED and said.lists and not said.is_named:
        return with_list(_("No, because you have left out your list “%(list)s”, and they are on it."), said, titles)
    return words[by_itself(said)]


def with_list(text: str, said: Said, titles: Mapping[int, str]) -> str:
    """The sentence with the name of a list that they are on. A % in it is no place for another name."""
    title = next((titles[one] for one in said.lists if one in titles), "…").replace("%", "%%")
    return text.replace("%(list)s", title)


def is_for_each(audience: Audience) -> bool:
    """Whether it is worth while to say of each person why they see it."""
    return audience not in (Audience.PUBLIC, Audience.MEMBERS)
