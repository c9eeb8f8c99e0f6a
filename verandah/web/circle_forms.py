"""The part of the privacy form that says who may come near someone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from verandah.actions import opening
from verandah.domain.accounts.circles import Circle
from verandah.domain.graph.openness import Circles, circles
from verandah.domain.posts.audience import Audience

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from verandah.domain.accounts.models import Account

    type Offers = list[tuple[int, _StrPromise]]

MEMBERS = (int(Circle.MEMBERS), _("Anyone here"))
NOBODY = (int(Circle.NOBODY), _("Nobody"))
NEAR: Offers = [MEMBERS, (int(Circle.FOLLOWED), _("People I follow")), (int(Circle.FRIENDS), _("Friends")), NOBODY]
BEFRIENDERS: Offers = [MEMBERS, (int(Circle.FRIENDS_OF_FRIENDS), _("Friends of friends")), NOBODY]
READERS: Offers = [
    (int(Audience.PUBLIC), _("Everyone")),
    (int(Audience.MEMBERS), _("Members")),
    (int(Audience.FOLLOWERS), _("My followers")),
    (int(Audience.FRIENDS), _("Friends")),
    (int(Audience.ONLY_ME), _("Only me, and who wrote it")),
]


def choice(label: _StrPromise, offers: Offers, help_text: _StrPromise | str = "") -> forms.TypedChoiceField:
    """One of several; what is not sent stays as it is."""
    return forms.TypedChoiceField(
        label=label,
        choices=offers,
        coerce=int,
        empty_value=None,
        required=False,
        help_text=help_text,
        error_messages={"invalid_choice": _("Choose one of these.")},
    )


class CircleForm(forms.Form):
    """Who may ask to be friends, write on my wall, name me, and read my wall."""

    befriended_by = choice(_("Who can ask to be friends"), BEFRIENDERS)
    mentioned_by = choice(
        _("Who can mention you"), NEAR, _("From others, your name in a post is plain text, and you are not told.")
    )
    wall_open_to = choice(_("Who can write on your wall"), NEAR, _("Your wall is the page of your posts."))
    wall_audience = choice(
        _("Who sees what others write on your wall"), READERS, _("At most: who wrote it may choose fewer people.")
    )

    @property
    def circle_fields(self) -> list[forms.BoundField]:
        """Its own, in the order of the page."""
        return [self[name] for name in CircleForm.base_fields]


def chosen(me: Account) -> dict[str, Any]:
    """The form as it stands for `me`."""
    mine = circles(me)
    return {
        "approves_followers": followed_as(me, mine),
        "befriended_by": int(mine.befriended_by),
        "mentioned_by": int(mine.mentioned_by),
        "wall_open_to": int(mine.wall_open_to),
        "wall_audience": me.wall_audience,
    }


def followed_as(me: Account, mine: Circles) -> str:
    """How one can follow `me`: at once, when let in, or not at all."""
    if not mine.takes_followers:
        return "nobody"
    return "yes" if me.approves_followers else "no"


def keep(me: Account, takes_followers: bool, form: CircleForm) -> None:
    """Store what was chosen. Raises Invalid."""
    sent = {name: value for name, value in form.cleaned_data.items() if value is not None}
    mine = circles(me)
    wanted = Circles(
        takes_followers,
        Circle(sent.get("befriended_by", mine.befriended_by)),
        Circle(sent.get("wall_open_to", mine.wall_open_to)),
        Circle(sent.get("mentioned_by", mine.mentioned_by)),
    )
    if wanted != mine:
        opening.choose(me, wanted)
    opening.show_wall(me, Audience(sent.get("wall_audience", me.wall_audience)))
