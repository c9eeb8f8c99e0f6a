"""What people say about themselves: verbs and the rows they leave."""

import pytest

from verandah.actions import presenting
from verandah.base.errors import Invalid
from verandah.domain.accounts.models import Account, User


def test_changing_the_profile_counts_once(alice):
    presenting.change_profile(alice, " Alice  A. ", "Tea.\r\nAnd rain.\r\n")
    alice.refresh_from_db()
    assert (alice.display_name, alice.bio, alice.rev) == ("Alice A.", "Tea.\nAnd rain.", 2)
    presenting.change_profile(alice, "Alice A.", "Tea.\nAnd rain.")
    alice.refresh_from_db()
    assert alice.rev == 2


@pytest.mark.parametrize(
    ("bio", "fits"), [("x" * 500, True), ("x" * 501, False), ("a\0b", False), ("\ud800", False), ("", True)]
)
def test_what_one_says_about_oneself_at_the_edge(alice, bio, fits):
    if fits:
        presenting.change_profile(alice, "Alice", bio)
        assert Account.objects.get(pk=alice.pk).bio == bio
    else:
        with pytest.raises(Invalid) as refusal:
            presenting.change_profile(alice, "Alice", bio)
        assert refusal.value.field == "bio"
        assert alice.rev == Account.objects.get(pk=alice.pk).rev == 1


def test_privacy_counts_once(alice):
    for _ in range(2):
        presenting.change_privacy(alice, True)
    stored = Account.objects.get(pk=alice.pk)
    assert (stored.approves_followers, stored.rev) == (True, 2)


def test_languages(alice):
    presenting.choose_language(alice.user, "ar")
    assert User.objects.get(pk=alice.user.pk).language == "ar"
    with pytest.raises(Invalid):
        presenting.choose_language(alice.user, "tlh")
    presenting.choose_language(alice.user, "")
    assert User.objects.get(pk=alice.user.pk).language == ""
