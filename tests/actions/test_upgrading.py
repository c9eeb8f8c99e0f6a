"""A site that is older than this version: what it has is carried over."""

from importlib import import_module

import pytest
from django.apps import apps

from tests.factories import make_account, make_post
from verandah.actions import finding, posting, presenting
from verandah.domain.accounts.models import Account, AccountWord, NameGram
from verandah.domain.posts.audience import Audience

NUMBERS = ("posts_count", "open_posts_count", "public_posts_count", "newest_open_on", "newest_public_on")


@pytest.mark.parametrize(
    "audiences", [(), (Audience.ONLY_ME,), (Audience.PUBLIC, Audience.MEMBERS, Audience.FOLLOWERS)]
)
def test_posts_of_before_are_counted_as_new_ones_are(alice: Account, bob: Account, audiences) -> None:
    for audience in audiences:
        make_post(alice, audience=audience)
    posting.delete(alice, make_post(alice, audience=Audience.PUBLIC).id)
    now = Account.objects.filter(pk=alice.pk).values(*NUMBERS).get()
    Account.objects.update(posts_count=0, open_posts_count=0, public_posts_count=0)
    Account.objects.update(newest_open_on=None, newest_public_on=None)
    import_module("verandah.migrations.0003_count_posts").count(apps, None)
    assert Account.objects.filter(pk=alice.pk).values(*NUMBERS).get() == now
    assert Account.objects.get(pk=bob.pk).posts_count == 0


def test_people_of_before_are_found_as_new_ones_are(alice: Account, bob: Account) -> None:
    names = [
        "Łukasz Øster",
        "عبد الرَّحمٰن أحمد",
        "田中太郎",
        "김민수",
        "Σίσυφος ٣٢١",
        "🦊",
        "สมชาย ใจดี",
        "Ḩāfiẓ_al-Dīn",
        "名" * 60,
    ]
    for person, shown in zip([alice, bob, *[make_account() for _name in names[2:]]], names, strict=True):
        presenting.change_profile(person, shown, "")
    now = set(AccountWord.objects.values_list("account", "word"))
    AccountWord.objects.all().delete()
    for _time in range(2):
        import_module("verandah.migrations.0004_speed").collect(apps, None)
    # Names that need no blank between their parts came later, with the threes of letters.
    NameGram.objects.all().delete()
    finding.fill_grams()
    assert set(AccountWord.objects.values_list("account", "word")) == now
