"""The sample town has faces, photos, a film and a tune, and a second look adds nothing."""

import io
import wave

import pytest
from PIL import Image

from tests.factories import make_account, make_post
from verandah.actions import illustrating
from verandah.actions.painting import LIGHTS, TUNE, Scene, painted, played
from verandah.domain.accounts.models import Account
from verandah.domain.media.models import Kind, Media, State
from verandah.domain.posts.models import Post


@pytest.mark.parametrize("light", LIGHTS)
def test_every_light_is_a_picture_of_its_own(light):
    scene = Scene(light, True, 1, (90, 60))
    found = Image.open(io.BytesIO(painted(scene)))
    assert (found.size, found.format) == ((90, 60), "JPEG")
    assert painted(scene) == painted(scene) != painted(Scene(light, True, 2, (90, 60)))


def test_the_tune_can_be_heard():
    with wave.open(io.BytesIO(played())) as tune:
        assert tune.getnframes() / tune.getframerate() > 2 * len(TUNE) * 0.45
        assert any(tune.readframes(1000))


def test_the_town_shows_photos_a_film_and_a_tune(alice: Account, bob: Account):
    author = make_account("author")
    starts = ["Saw two seals off the pier", illustrating.FILM, illustrating.TUNE]
    posts = [make_post(author, f"{start} and so on") for start in starts]
    assert illustrating.illustrate() == 3
    kinds = [Media.objects.get(post=post, state=State.READY).kind for post in posts]
    assert kinds == [Kind.IMAGE, Kind.VIDEO, Kind.AUDIO]
    tune = Media.objects.get(post=posts[2])
    assert (tune.title, tune.artist) == ("Low tide", "Alder Bay Strings")
    assert [post.has_media for post in Post.objects.filter(author=author)] == [True] * 3
    alice.refresh_from_db()
    assert alice.avatar_path
    assert alice.header_path
    before = list(Account.objects.values_list("avatar_path", flat=True))
    assert illustrating.illustrate() == 0
    assert list(Account.objects.values_list("avatar_path", flat=True)) == before
