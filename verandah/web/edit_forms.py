"""The form of a change: as the post is, as it was sent, or as it was left; and what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import uuid4

from django.utils import timezone

from verandah.actions.editing import Change, MediaChange
from verandah.actions.uploading import Details
from verandah.actions.voting import Question
from verandah.actions.wording import LONGEST_PLACE
from verandah.domain.posts.drafts import newest_draft
from verandah.domain.posts.polls import LONGEST_OPTION, LONGEST_POLL, MOST_OPTIONS, SHORTEST_POLL
from verandah.domain.posts.versions import stamp_of_moment

from .captions import LANGUAGES
from .draft_forms import ANEW, left_by
from .extras import mood_of
from .files import FormFile, Room, details_of, left_of, room, shown_files
from .moods import FEELINGS, feeling

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account
    from verandah.domain.media.show import ShownMedia
    from verandah.domain.posts.drafts import ShownDraft
    from verandah.domain.posts.full import FullPost
    from verandah.domain.posts.polls import ShownPoll
    from verandah.domain.posts.versions import ShownVersion

    from .moods import Feeling
    from .viewer import MemberRequest

MOST_IN_A_COMMENT = 1


@dataclass(frozen=True, slots=True)
class Edit:
    """The post `number` as it is to be. `began_with`: the version that the form was filled with.

    `now`: what the post says at this moment, when someone has changed it since. `options`: the answers of its poll
    while these can still be changed; `has_poll`: whether there is one at all.
    """

    number: int
    key: str
    is_comment: bool
    text: str
    warning: str
    language: str
    began_with: str
    files: tuple[FormFile, ...] = ()
    is_sensitive: bool = False
    has_poll: bool = False
    options: tuple[str, ...] = ()
    left: int | None = None
    error: str = ""
    now: str | None = None
    draft: ShownDraft | None = None
    place: str = ""
    mood: str = ""

    longest_place = LONGEST_PLACE
    longest_option = LONGEST_OPTION

    @property
    def at(self) -> str:
        """Where it stands, in the word that drafts have for it."""
        return f"e{self.number}"

    @property
    def room(self) -> Room:
        """What may be sent with it."""
        most = room(self.left)
        return replace(most, files=MOST_IN_A_COMMENT) if self.is_comment else most

    @property
    def fields(self) -> list[str]:
        """What stands in the fields for answers; two empty ones besides, as far as there may be more."""
        return [*self.options, "", ""][:MOST_OPTIONS] if self.options else []

    @property
    def feelings(self) -> list[Feeling]:
        return list(FEELINGS.values())

    @property
    def languages(self) -> dict[str, str]:
        """Those that can be chosen, and the one that stands there."""
        return {"": "–", **({self.language: self.language} if self.language else {}), **LANGUAGES}


def edit_at(viewer: Account, full: FullPost, key: str = "") -> Edit:
    """The form at opening: with what was begun last, or with what the post is."""
    draft = None if key == ANEW else newest_draft(viewer, f"e{full.post.id}")
    if draft is None:
        return as_it_is(viewer, full)
    filled = edit_from(left_by(viewer, draft), full, "", draft.files)
    return replace(filled, key=draft.key, draft=draft)


def as_it_is(viewer: Account, full: FullPost) -> Edit:
    """The form with what the post is."""
    post = full.post
    return Edit(
        number=post.id,
        key=uuid4().hex,
        is_comment=post.is_comment,
        text=post.text,
        warning=post.warning,
        place=post.place,
        mood=mood.value if (mood := feeling(post.mood)) else "",
        language=post.language,
        began_with=stamp_of_moment(post.edited_at),
        files=tuple(posted_file(file) for file in full.media),
        is_sensitive=post.is_sensitive,
        has_poll=full.poll is not None,
        options=open_options(full.poll),
        left=left_of(viewer),
    )


def edit_from(
    request: MemberRequest, full: FullPost, error: str, media_ids: Sequence[int], *, is_late: bool = False
) -> Edit:
    """The form as it was sent, with what was wrong with it. A late one, sent again, replaces what is there by then."""
    sent, now = request.POST, as_it_is(request.viewer, full)
    posted = {file.id: file for file in now.files}
    loose = {file.id: file for file in shown_files(request.viewer, media_ids)}
    found = posted | loose
    files = (with_words(request, found[number]) for number in media_ids if number in found)
    return replace(
        now,
        key=sent.get("key", "")[:64] or now.key,
        text=sent.get("text", ""),
        warning=sent.get("warning", ""),
        place=sent.get("place", now.place),
        mood=sent.get("mood", now.mood),
        language=sent.get("language", "") if sent.get("language", "") in now.languages else now.language,
        began_with=now.began_with if is_late else sent.get("began-with", ""),
        files=tuple(files),
        is_sensitive="sensitive" in sent,
        options=tuple(sent.getlist("poll-option")) if now.options else (),
        error=error,
        now=now.text if is_late else None,
    )


def change_from(request: MemberRequest, full: FullPost, media_ids: Sequence[int]) -> Change:
    """What the form says."""
    sent, form = request.POST, as_it_is(request.viewer, full)
    language = sent.get("language")
    return Change(
        text=sent.get("text", ""),
        warning=sent.get("warning", ""),
        is_sensitive="sensitive" in sent,
        language=language if language in form.languages else None,
        media_ids=tuple(media_ids),
        media=tuple(MediaChange(number, details_of(request, number)) for number in media_ids),
        poll=question(full.poll, sent.getlist("poll-option")),
        place=sent.get("place"),
        mood=mood_of(sent["mood"]) if "mood" in sent else None,
        began_with=sent.get("began-with", ""),
        form_key=sent.get("key", ""),
    )


def return_to(full: FullPost, version: ShownVersion) -> Change:
    """A change that has the post say what it said in `version`, with those of its files that are still there."""
    media = tuple(MediaChange(file.id, Details(description=file.description)) for file in version.media)
    return Change(
        text=version.text,
        warning=version.warning,
        is_sensitive=version.is_sensitive,
        media_ids=tuple(file.id for file in version.media),
        media=media,
        poll=question(full.poll, []),
    )


def question(poll: ShownPoll | None, options: Sequence[str]) -> Question | None:
    """The poll of the post from now on: with other answers as long as nobody has chosen one, or with none at all."""
    if poll is None:
        return None
    titles = tuple(title for title, _votes in poll.options)
    if open_options(poll) and options:
        titles = tuple(option for option in options if option.strip())
    return Question(titles, seconds_left(poll), poll.multiple, poll.hides_totals) if titles else None


def seconds_left(poll: ShownPoll) -> int:
    """How long it still goes on, as far as a poll can be asked for so short a time."""
    left = (poll.ends_at - timezone.now()).total_seconds() if poll.ends_at else SHORTEST_POLL
    return min(LONGEST_POLL, max(SHORTEST_POLL, round(left)))


def open_options(poll: ShownPoll | None) -> tuple[str, ...]:
    """The answers that can be changed: nobody has chosen one yet, and the poll goes on."""
    if poll is None or poll.votes_count or poll.expired:
        return ()
    return tuple(title for title, _votes in poll.options)


def posted_file(shown: ShownMedia) -> FormFile:
    """A file of the post, as it stands in the form."""
    picture = shown.preview_url or (shown.url if shown.kind == "image" else "") or ""
    across, up = (round(part * 100) for part in shown.focus)
    return FormFile(shown.id, shown.kind, shown.state, picture, shown.description, across, up)


def with_words(request: MemberRequest, file: FormFile) -> FormFile:
    """The file with what the form says of it."""
    said = request.POST.get(f"alt-{file.id}")
    return file if said is None else replace(file, description=said)
