"""A post with its comments at once."""

from __future__ import annotations

from uuid import uuid4

from django.urls import reverse

from verandah.domain.posts.audience import Audience
from verandah.domain.posts.drafts import is_begun
from verandah.domain.posts.rows import posts
from verandah.domain.posts.show import show_post
from verandah.web.files import left_of
from verandah.web.kept_cards import FEW, VERY_FEW, cards_at_once, found_cards, on_own_page
from verandah.web.kept_people import look_of
from verandah.web.kept_talks import thread_of
from verandah.web.posts import face_for, others_by_author
from verandah.web.replies import Reply
from verandah.web.tags import ShownCard
from verandah.web.talk_forms import standing
from verandah.web.threads import talk_below

from .holes import around_of, hole, page, rendered
from .visit import Visit


def post(visit: Visit, path: str, part: str) -> str | None:
    """A post and what is said about it, unless it is a comment, a share or private, or something is to be rendered."""
    viewer, number = visit.viewer, int(part)
    found = posts(viewer, [number])
    if not found or path != reverse("post", args=[number]):
        return None
    root = found[0]
    if root.share_of_id or root.root_id or root.audience == Audience.PEOPLE:
        return None
    if viewer is not None and is_begun(viewer, f"c{number}"):
        return None
    talk = talk_below(viewer, root, 0)
    thread = thread_of(viewer, talk, root, VERY_FEW)
    card = found_cards(viewer, [number], on_own_page(viewer), FEW)
    more = cards_at_once(viewer, others_by_author(viewer, root))
    if thread is None or not card or more is None:
        return None
    around, shown, left = around_of(visit), show_post(root, viewer), left_of(viewer)
    form = {"closed": "", "removed": 0} if viewer is None else standing(viewer, root)
    # Nothing has been begun here, so that the form is the same for everyone who may comment.
    reply = Reply(number, hole("key"), left=left) if viewer is not None and not form["closed"] else None
    face = face_for(viewer, shown)
    context = {
        **form,
        "talk": talk,
        "post": shown,
        "card": ShownCard(number, hole("card")),
        "thread": hole("thread"),
        "reply": reply,
        "after": 0,
        "more_by_author": [ShownCard(0, hole("more"))] if more else [],
        "face": face,
    }
    said = (face, talk.count, talk.after, talk.newest, bool(reply), form["closed"], form["removed"])
    return page(
        ("post", number, around, *said, look_of(shown.author), shown.author.bio, bool(more), left),
        lambda: rendered("pages/post.html", path, visit, around, context),
        {
            "token": visit.token,
            "key": uuid4().hex,
            "card": card[0].html,
            "thread": thread,
            "more": "".join([one.html for one in more]),
        },
    )
