"""A post as it would look, before it is said."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from verandah.actions.trying import Trial, trial_of
from verandah.domain.links.show import links_of
from verandah.domain.media.queries import own_files
from verandah.domain.media.show import show_media
from verandah.domain.posts.full import FullPost, Named, full_account
from verandah.domain.posts.polls import ShownPoll
from verandah.domain.posts.show import show_post

from .cards import Card

if TYPE_CHECKING:
    from verandah.actions.posting import Draft
    from verandah.domain.accounts.models import Account


def tried(viewer: Account, draft: Draft) -> Card:
    """The card of the post that `draft` would be, as its author would see it. Raises Invalid as saying it would."""
    trial = trial_of(viewer, draft)
    post = show_post(trial.post, viewer)
    files = [show_media(row) for row in own_files(viewer, draft.media_ids)]
    full = FullPost(
        post=post,
        author=full_account(viewer, viewer),
        named=tuple(Named(number, name) for name, number in trial.named.items()),
        media=tuple(file for file in files if file.state == "ready"),
        poll=poll_tried(trial),
        link=links_of([post.link_id]).get(post.link_id) if post.link_id else None,
    )
    return Card(full, "", is_member=True)


def poll_tried(trial: Trial) -> ShownPoll | None:
    """The poll as its author sees it, who cannot vote, while nobody has."""
    asked = trial.poll
    if asked is None:
        return None
    return ShownPoll(
        id=0,
        ends_at=timezone.now() + timedelta(seconds=asked.seconds),
        expired=False,
        multiple=asked.multiple,
        hides_totals=asked.hides_totals,
        votes_count=0,
        voters_count=0,
        options=tuple((title, None if asked.hides_totals else 0) for title in asked.titles),
        voted=True,
        own_votes=(),
    )
