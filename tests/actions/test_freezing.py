"""Nothing of whom the site is bound to keep goes: what would lose something is refused, and all else goes on."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.albums import make_album
from tests.api.asking import Phone
from tests.factories import decide_about, make_post
from tests.pictures import clip, make_media, picture, sent
from verandah.actions import captioning, compiling, deciding, editing, picturing, posting, uploading
from verandah.actions.clearing import clear_media
from verandah.actions.compiling import AlbumDraft
from verandah.actions.editing import Change
from verandah.actions.posting import Draft
from verandah.actions.uploading import Details
from verandah.actions.voting import Question
from verandah.base.errors import Forbidden
from verandah.domain.accounts.models import Account
from verandah.domain.albums.models import Album, AlbumItem
from verandah.domain.media import files
from verandah.domain.media.models import Media
from verandah.domain.moderation.effects import Effect
from verandah.domain.posts.models import Poll, PollOption, Post, PostVersion

POLL = Question(("yes", "no"), 3600)


def kept() -> dict[str, object]:
    """All that must be there still."""
    media = list(Media.objects.order_by("pk").values("pk", "post", "album", "description", "renditions", "captions"))
    return {
        "media": media,
        "files": {name for some in files.names() for name in some},
        "posts": list(Post.objects.order_by("pk").values("pk", "text", "deleted_at")),
        "albums": list(Album.objects.order_by("pk").values("pk", "title", "text", "deleted_at")),
        "items": AlbumItem.objects.count(),
        "polls": [Poll.objects.count(), list(PollOption.objects.order_by("pk").values("title"))],
        "pictures": list(Account.objects.order_by("pk").values("avatar", "header")),
    }


def loose(eve: Account) -> Callable[[], object]:
    row = make_media(eve)
    return lambda: uploading.throw_away(eve, row.pk)


def posted(eve: Account) -> Callable[[], object]:
    post = posting.publish(eve, Draft("Look", key="look", media_ids=(make_media(eve).pk,)))
    return lambda: uploading.discard_all_of(eve, post.pk)


def in_album(eve: Account) -> Callable[[], object]:
    row = make_media(eve)
    album = make_album(eve, row)
    return lambda: compiling.take_out(eve, album.pk, [row.pk])


def whole_album(eve: Account) -> Callable[[], object]:
    album = make_album(eve, make_media(eve))
    return lambda: compiling.delete(eve, album.pk)


def words_of_album(eve: Account) -> Callable[[], object]:
    album = make_album(eve)
    return lambda: compiling.change(eve, album.pk, AlbumDraft("Winter"))


def another_face(eve: Account) -> Callable[[], object]:
    picturing.set_picture(eve, "avatar", sent(picture()))
    return lambda: picturing.set_picture(eve, "avatar", sent(picture("PNG")))


def no_face(eve: Account) -> Callable[[], object]:
    picturing.set_picture(eve, "avatar", sent(picture()))
    return lambda: picturing.remove_picture(eve, "avatar")


def no_poll(eve: Account) -> Callable[[], object]:
    post = posting.publish(eve, Draft("Tea?", key="tea", poll=POLL))
    return lambda: editing.edit(eve, post.pk, Change("Tea?"))


def other_answers(eve: Account) -> Callable[[], object]:
    post = posting.publish(eve, Draft("Tea?", key="tea", poll=POLL))
    return lambda: editing.edit(eve, post.pk, Change("Tea?", poll=Question(("always", "never"), 3600)))


def captions_of(eve: Account) -> Media:
    row = make_media(eve, content=clip("mp4"))
    text = sent(b"WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n")
    return captioning.add_captions(eve, row.pk, "en", "English", text)


def no_captions(eve: Account) -> Callable[[], object]:
    row = captions_of(eve)
    return lambda: captioning.remove_captions(eve, row.pk, "en")


def other_captions(eve: Account) -> Callable[[], object]:
    row, text = captions_of(eve), b"WEBVTT\n\n00:00.000 --> 00:01.000\nGoodbye\n"
    return lambda: captioning.add_captions(eve, row.pk, "en", "English", sent(text))


def another_still(eve: Account) -> Callable[[], object]:
    row = make_media(eve, content=clip("mp4"))
    return lambda: uploading.describe(eve, row.pk, Details(thumbnail=sent(picture())))


@pytest.mark.parametrize(
    "verb",
    [
        loose, posted, in_album, whole_album, words_of_album, another_face, no_face, no_poll, other_answers,
        no_captions, other_captions, another_still,
    ],
    ids=lambda verb: verb.__name__,
)  # fmt: skip
def test_what_would_lose_something_is_refused(eve: Account, verb: Callable[[Account], Callable[[], object]]):
    deed = verb(eve)
    decision = decide_about(eve, Effect.FREEZE)
    before = kept()
    with pytest.raises(Forbidden) as refused:
        deed()
    assert f"/decisions/{decision.pk}/" in refused.value.text
    assert kept() == before
    deciding.reverse(decision, None, "")
    eve.refresh_from_db()
    deed()
    assert kept() != before


def test_words_are_changed_and_those_before_are_kept(eve: Account):
    post = make_post(eve, "Meet me at the well")
    decide_about(eve, Effect.FREEZE)
    editing.edit(eve, post.pk, Change("Good morning"))
    assert PostVersion.objects.get(post=post).text == "Meet me at the well"


def test_a_picture_that_is_taken_out_of_a_post_is_kept_until_it_is_over(eve: Account):
    row = make_media(eve)
    post = posting.publish(eve, Draft("Look", key="look", media_ids=(row.pk,)))
    decision = decide_about(eve, Effect.FREEZE)
    editing.edit(eve, post.pk, Change("Look"))
    Media.objects.update(created_at=timezone.now() - timedelta(days=3))
    clear_media()
    assert Media.objects.filter(pk=row.pk).exists()
    assert row.name in {name for some in files.names() for name in some}
    deciding.reverse(decision, None, "")
    clear_media()
    assert not Media.objects.filter(pk=row.pk).exists()


def test_what_loses_nothing_goes_on(eve: Account):
    decide_about(eve, Effect.FREEZE)
    picturing.set_picture(eve, "avatar", sent(picture()))
    picturing.remove_picture(eve, "header")
    row = make_media(eve)
    album = make_album(eve, row)
    compiling.change(eve, album.pk, AlbumDraft(cover_id=row.pk))
    post = posting.publish(eve, Draft("Tea?", key="tea", poll=POLL))
    editing.edit(eve, post.pk, Change("More tea?", poll=POLL))
    assert Post.objects.get(pk=post.pk).text == "More tea?"


def test_an_app_is_told_why(eve: Account):
    row, phone = make_media(eve), Phone(eve)
    picturing.set_picture(eve, "avatar", sent(picture()))
    decide_about(eve, Effect.FREEZE)
    for path in (f"/api/v1/media/{row.pk}", "/api/v1/profile/avatar"):
        answer = phone.send("DELETE", path)
        assert answer.status_code == 403, path
        assert "can be deleted" in answer.json()["error"]
