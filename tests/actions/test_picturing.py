"""The pictures of a profile: cut to their shape, for everyone, and the one before is gone."""

import pytest
from django.test import Client

from tests.pictures import clip, moving_gif, picture, sent
from verandah.actions import picturing
from verandah.base.errors import Invalid
from verandah.domain.accounts.models import Account
from verandah.domain.media.models import Media


@pytest.mark.parametrize(("which", "size"), [("avatar", (400, 400)), ("header", (1500, 500))])
@pytest.mark.parametrize("content", [picture(), picture("PNG", mode="RGBA"), moving_gif()])
def test_a_picture_is_cut_and_shown_to_everyone(alice: Account, which, size, content: bytes):
    picturing.set_picture(alice, which, sent(content), "Me")
    alice.refresh_from_db()
    row = getattr(alice, which)
    assert (row.width, row.height, row.is_profile) == (*size, True)
    assert getattr(alice, f"{which}_description") == "Me"
    answer = Client().get(getattr(alice, f"{which}_path"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert answer["Cache-Control"] == "public, max-age=31536000, s-maxage=60, immutable"


@pytest.mark.django_db(transaction=True)
def test_the_one_before_is_gone(alice: Account):
    picturing.set_picture(alice, "avatar", sent(picture()))
    first, rev = alice.avatar_path, alice.rev
    picturing.set_picture(alice, "avatar", sent(picture("PNG")))
    assert alice.avatar_path != first
    assert alice.rev == rev + 1
    assert Client().get(first).status_code == 404
    picturing.remove_picture(alice, "avatar")
    picturing.remove_picture(alice, "avatar")
    alice.refresh_from_db()
    assert (alice.avatar, alice.avatar_path, alice.rev) == (None, "", rev + 2)
    assert not Media.objects.exists()


@pytest.mark.parametrize("content", [b"", b"<svg/>", clip("mp4"), picture()[:300]])
def test_what_is_no_picture_changes_nothing(alice: Account, content: bytes):
    picturing.set_picture(alice, "avatar", sent(picture()))
    before = alice.avatar_path
    with pytest.raises(Invalid) as refused:
        picturing.set_picture(alice, "avatar", sent(content))
    assert refused.value.field == "avatar"
    alice.refresh_from_db()
    assert alice.avatar_path == before
    assert Client().get(before).status_code == 200
    assert Media.objects.count() == 1


def test_of_two_pictures_both_are_changed_or_neither(alice: Account):
    picturing.set_pictures(alice, {"avatar": sent(picture()), "header": sent(picture())}, {"header": "The bay"})
    before = (alice.avatar_path, alice.header_path)
    assert "" not in before
    with pytest.raises(Invalid) as refused:
        picturing.set_pictures(alice, {"avatar": sent(picture("PNG")), "header": sent(b"no picture")})
    assert refused.value.field == "header"
    alice.refresh_from_db()
    assert (alice.avatar_path, alice.header_path, alice.header_description) == (*before, "The bay")
    assert Media.objects.count() == 2
