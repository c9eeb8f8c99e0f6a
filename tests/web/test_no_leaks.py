"""Two hundred words that are not for everyone: no way to find something gives one to whoever is outside.

Whoever asks for the beginning that all of them have is answered as for a word that stands nowhere, to the letter: they
are not found, not counted, not completed. And no page that shows what there is holds one of them.
"""

import re

import pytest
from django.apps import apps

from tests.factories import make_account, make_post
from tests.web.asking import asked
from tests.web.finders import BY_APP, BY_WORD, ENDPOINTS, IN_PIECES, PAGES, Seeker
from tests.web.secret_words import FROM_DAN, SECRET, Planted, plant, plant_from_dan
from verandah.actions import describing, trending
from verandah.base.paging import Page
from verandah.domain.accounts.answers import Given
from verandah.domain.accounts.fields import For
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.trust import Trust
from verandah.domain.graph.alike import people_alike
from verandah.domain.graph.queries import people
from verandah.domain.instance.models import ProfileField, Site
from verandah.domain.instance.switches import SWITCHBOARD
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post
from verandah.domain.posts.queries import visible_authors
from verandah.domain.posts.tags_found import tag_named, tags_like
from verandah.domain.search.asked import understood
from verandah.domain.search.queries import best_ids, found_ids

pytestmark = pytest.mark.django_db
# As long as the beginning of the secret words, and nobody says it; what everyone may read begins as OPEN.
NOTHING, OPEN = "vexq", "plim"
EVERY = BY_WORD | IN_PIECES | BY_APP


@pytest.fixture
def owner(site: Site) -> Account:
    return make_account("olga", role=Role.OWNER)


@pytest.fixture
def planted(alice: Account, bob: Account, eve: Account, dan: Account, owner: Account) -> Planted:
    """The words, and beside them what everyone may find; two people are enough for a trend."""
    made = plant(alice, bob, eve, owner)
    for number in range(10):
        make_post(make_account(f"{OPEN}son{number}"), f"Let us talk of #{OPEN}tag", Audience.PUBLIC)
    make_post(alice, f"{OPEN}post for @eve #{OPEN}tag", Audience.PUBLIC)
    field = asked(owner, "Street")
    describing.answer(alice, {field.pk: Given(f"{OPEN}street", For.PUBLIC)})
    Site.objects.update(trend_people=2, reviews_trends=False, allows_indexing=True)
    Account.objects.update(indexable=True, trust=Trust.MEMBER)
    SWITCHBOARD.read()
    trending.find_trends()
    return made


def test_no_one_outside_is_told_of_a_word(planted: Planted, alice: Account, dan: Account, eve: Account) -> None:
    hidden = plant_from_dan(alice)
    for viewer in (eve, dan, None):
        seeker = Seeker(viewer)
        paths = [*EVERY, *by_fields(), "/tags/{q}/", "/api/v1/tags/{q}", "/api/v1/timelines/tag/{q}"]
        assert [path for path in paths if seeker.tells_apart(path, SECRET, NOTHING)] == []
        if viewer == dan:
            assert [path for path in paths if seeker.tells_apart(path, FROM_DAN, NOTHING)] == []
    for viewer in (eve, None):
        assert told_of(Seeker(viewer), planted) == []
    assert told_of(Seeker(dan), planted, hidden) == []
    for viewer, words in ((eve, planted), (dan, planted), (dan, hidden)):
        assert {word: what for word, what in words.words.items() if is_found(viewer, word)} == {}


def test_each_word_is_there_and_is_found_by_whom_it_is_for(planted: Planted, bob: Account, eve: Account) -> None:
    assert len(planted.words) >= 200
    stored = everything_stored()
    # Where a post was before it was changed is kept nowhere.
    assert [what for word, what in planted.words.items() if word not in stored] == ["place of old version"]
    assert NOTHING not in stored
    lost = [planted.words[word] for word, who in planted.found_by.items() if not is_found(who, word)]
    assert lost == []
    assert len(planted.found_by) > 40
    # A page is the same to the letter only because nothing is found: each way finds what may be found.
    seeker, insider = Seeker(eve), Seeker(bob)
    finds = {path for path, what in EVERY.items() if what}
    assert [path for path in finds if not seeker.tells_apart(path, OPEN, NOTHING)] == []
    held_for_bob = {path for path, what in EVERY.items() if what in ("all", "post", "tag")}
    assert [path for path in held_for_bob if not insider.tells_apart(path, SECRET, NOTHING)] == []
    assert any(seeker.tells_apart(path, OPEN, NOTHING) for path in by_fields())
    shown = [path for path in (*PAGES, *ENDPOINTS, *maps()) if OPEN in seeker.ask(path)]
    assert set(shown) >= {"/all/", "/explore/", "/people/", "/@alice/", "/@alice/feed.atom", "/notifications/"}
    assert set(shown) >= {"/api/v1/trends/tags", "/api/v1/timelines/public", "/api/v1/notifications"}
    assert told_of(insider, planted)


def by_fields() -> list[str]:
    """The directory by each of the owner's fields."""
    return [f"/people/?f{number}={{q}}" for number in ProfileField.objects.values_list("pk", flat=True)]


def maps() -> list[str]:
    """What search engines are given."""
    return re.findall(r"<loc>[^<]*(/sitemap-[0-9-]+[.]xml)</loc>", Seeker(None).ask("/sitemap.xml"))


def told_of(seeker: Seeker, *planted: Planted) -> list[tuple[str, str]]:
    """Where one of the words stands, and what it is. Whoever looks at a post itself is told it in its head, too."""
    words = {word: what for made in planted for word, what in made.words.items()}
    posts = [post for made in planted for post in made.posts]
    author = f"/api/v1/accounts/{planted[0].alice.pk}"
    of_author = [author + part for part in ("", "/statuses", "/featured_tags", "/statuses?only_media=1")]
    mapped = "".join(map(seeker.ask, maps()))
    found = [("sitemap", f"/p/{post.pk}/") for post in posts if f"/p/{post.pk}/<" in mapped and is_narrow(post)]
    for path in (*PAGES, *ENDPOINTS, *of_author, *(f"/p/{post.pk}/" for post in posts)):
        body = seeker.ask(path).casefold()
        found += [(path, what) for word, what in words.items() if word in body]
    return [*found, *cards_of(seeker, posts, words)]


def cards_of(seeker: Seeker, posts: list[Post], words: dict[str, str]) -> list[tuple[str, str]]:
    """The same of what an app is told of the page that a post links to."""
    cards = {post.pk: seeker.ask(f"/api/v1/statuses/{post.pk}/card") for post in posts if linked(post)}
    return [
        (f"card of {number}", what) for number, card in cards.items() for word, what in words.items() if word in card
    ]


def linked(post: Post) -> bool:
    return Post.objects.filter(pk=post.pk, link__isnull=False).exists()


def is_narrow(post: Post) -> bool:
    return not visible_authors(None, [post.pk])


def is_found(viewer: Account, word: str) -> bool:
    """Whether any query that finds by words gives something for this one, or for what is nearly it."""
    wanted = understood(word)
    return bool(
        found_ids(viewer, wanted, Page())
        or best_ids(viewer, wanted, 3)
        or found_ids(viewer, understood(f'"{word}"'), Page())
        or tags_like(viewer, word, 0, 3)
        or tag_named(viewer, word)
        or people(viewer, word, Page())
        or people_alike(viewer, word, 3)
    )


def everything_stored() -> str:
    """All that stands in the database."""
    return "\n".join(str(row) for model in apps.get_models() for row in model._default_manager.values_list()).casefold()
