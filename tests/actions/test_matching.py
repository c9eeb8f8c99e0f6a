"""What is in a bank is seen by nobody: however it was changed, wherever it comes in, and what was here before."""

import pytest
from PIL import Image, ImageEnhance, ImageOps

from tests.banked import agreed, as_file, bank_of, pattern, print_of
from tests.factories import make_account, make_post
from tests.pictures import clip, make_media, sent
from verandah.actions import (
    banking,
    compiling,
    deciding,
    editing,
    picturing,
    posting,
    rescanning,
    screening,
    uploading,
)
from verandah.actions.banking import BankDraft, Print
from verandah.actions.compiling import AlbumDraft
from verandah.actions.deciding import Verdict
from verandah.actions.posting import Draft
from verandah.actions.uploading import Details
from verandah.base.errors import Invalid, NotFound
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.trust import Trust
from verandah.domain.instance.models import Site
from verandah.domain.media.models import Kind, Likeness, Media, State
from verandah.domain.media.queries import fetchable
from verandah.domain.media.show import media_of, show_media
from verandah.domain.media.signing import address
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import BankEntry, BankMatch, BankScan, Case, Decision, HashBank, Queue, Rule
from verandah.domain.notifications.models import Notification
from verandah.domain.posts.audience import Withheld
from verandah.domain.posts.models import Post
from verandah.domain.posts.queries import visible_post

CHANGES = {
    "the same": lambda picture: as_file(picture),
    "quality 30": lambda picture: as_file(picture, quality=30),
    "webp 50": lambda picture: as_file(picture, "WEBP", quality=50),
    "smaller": lambda picture: as_file(picture.resize((160, 120))),
    "grey": lambda picture: as_file(picture.convert("L")),
    "brighter": lambda picture: as_file(ImageEnhance.Brightness(picture).enhance(1.2)),
    "mirrored": lambda picture: as_file(ImageOps.mirror(picture)),
    "upside down": lambda picture: as_file(ImageOps.flip(picture)),
    "turned": lambda picture: as_file(picture.transpose(Image.Transpose.ROTATE_90)),
    "letterbox": lambda picture: as_file(ImageOps.expand(picture, (0, 40), fill="black")),
    "framed": lambda picture: as_file(ImageOps.expand(picture, 30, fill="white")),
}


@pytest.fixture
def ada(mo: Account) -> Account:
    """Someone else of the staff."""
    return make_account("ada", role=Role.MODERATOR)


@pytest.fixture
def bank(mo: Account, ada: Account) -> HashBank:
    """Holds one pattern and keeps back what looks like it."""
    return bank_of(mo, ada, print_of(pattern(1)))


def said(author: Account, *files: Media, text: str = "Look") -> Post:
    return posting.publish(author, Draft(text, key=f"key-{files[0].pk}", media_ids=tuple(row.pk for row in files)))


def is_served(row: Media) -> bool:
    """Whether anyone gets the file who knows its address."""
    row.refresh_from_db()
    place = address(row, "full", row.extension).split("?")
    told = dict(pair.split("=") for pair in place[1].split("&")) if len(place) > 1 else {}
    try:
        fetchable(
            None, row.name, "full", told.get("until", told.get("u", "")), told.get("signature", told.get("s", ""))
        )
    except NotFound:
        return False
    return True


@pytest.mark.parametrize("change", CHANGES)
def test_it_is_found_however_it_was_changed(alice: Account, bank: HashBank, change: str):
    row = make_media(alice, content=CHANGES[change](pattern(1)))
    assert row.state == State.READY
    assert row.is_withheld
    match = BankMatch.objects.get(bank=bank, media=row)
    assert match.distance <= bank.threshold
    assert match.sha256 == row.sha256
    assert match.way


@pytest.mark.parametrize("number", range(2, 6))
def test_what_looks_otherwise_is_not_found(alice: Account, bank: HashBank, number: int):
    assert not make_media(alice, content=as_file(pattern(number))).is_withheld
    assert not BankMatch.objects.exists()


def test_it_is_a_decision_of_the_site_in_a_case(alice: Account, bank: HashBank):
    row = make_media(alice, content=as_file(pattern(1)))
    decision = Decision.objects.get()
    assert (decision.actor_id, decision.effects) == (None, [Effect.HOLD])
    assert decision.automated_detection
    assert decision.automated_decision == Decision.Automation.FULL
    assert decision.subject.ref == row.pk
    case = Case.objects.get()
    assert case.closed_at is None
    assert BankMatch.objects.get().case == case
    assert Notification.objects.filter(recipient=alice, decision=decision).exists()


@pytest.mark.parametrize(
    ("purpose", "queue"),
    [
        (HashBank.Purpose.LOCAL, Queue.RULES),
        (HashBank.Purpose.INTIMATE, Queue.INTIMATE_IMAGES),
        (HashBank.Purpose.EXTREMISM, Queue.VIOLENT_EXTREMISM),
        (HashBank.Purpose.CHILD_SAFETY, Queue.CHILD_SAFETY),
    ],
)
def test_each_bank_has_its_queue(alice: Account, mo: Account, ada: Account, purpose: HashBank.Purpose, queue: Queue):
    bank_of(mo, ada, print_of(pattern(1)), purpose=purpose)
    make_media(alice, content=as_file(pattern(1)))
    assert Case.objects.get().queue == queue


def test_its_post_is_kept_back_until_somebody_has_looked(alice: Account, bob: Account, mo: Account, bank: HashBank):
    row = make_media(alice, content=as_file(pattern(1)))
    assert show_media(row).url is None
    post = said(alice, row, make_media(alice))
    assert post.withheld == Withheld.HIDDEN
    with pytest.raises(NotFound):
        visible_post(bob, post.pk)
    assert visible_post(alice, post.pk).pk == post.pk
    assert len(media_of([post.pk])[post.pk]) == 1
    deciding.decide(Case.objects.get(), mo, Verdict((Effect.DISMISS,)))
    row.refresh_from_db()
    assert not row.is_withheld
    assert visible_post(bob, post.pk).pk == post.pk
    assert len(media_of([post.pk])[post.pk]) == 2
    assert Case.objects.get().closed_at is not None


def test_one_that_flags_keeps_nothing_back(alice: Account, mo: Account, ada: Account):
    bank_of(mo, ada, print_of(pattern(1)), effect=Rule.Effect.FLAG)
    row = make_media(alice, content=as_file(pattern(1)))
    assert not row.is_withheld
    assert Case.objects.filter(closed_at=None).count() == 1
    assert not Decision.objects.exists()


def test_one_that_blurs_shows_it_after_a_warning(alice: Account, mo: Account, ada: Account):
    bank_of(mo, ada, print_of(pattern(1)), effect=Rule.Effect.BLUR)
    row = make_media(alice, content=as_file(pattern(1)))
    assert (row.is_withheld, row.is_blurred) == (False, True)


def test_one_that_refuses_takes_no_file(alice: Account, mo: Account, ada: Account):
    bank = bank_of(mo, ada, print_of(pattern(1)), effect=Rule.Effect.REFUSE)
    with pytest.raises(Invalid):
        make_media(alice, content=as_file(pattern(1)))
    assert not Media.objects.exists()
    match = BankMatch.objects.get(bank=bank)
    assert (match.media, match.case) == (None, None)


def test_the_very_file_is_found_whatever_it_shows(alice: Account, mo: Account, ada: Account):
    known = make_media(alice)
    bank_of(mo, ada, [Print(BankEntry.Algorithm.SHA256, known.sha256)], threshold=0)
    assert Media.objects.get(pk=known.pk).is_withheld
    again = make_media(alice)
    assert again.is_withheld
    assert BankMatch.objects.get(media=again).way == "file"


def test_a_film_is_found_by_its_pictures(alice: Account, mo: Account, ada: Account):
    film = uploading.accept(alice, sent(clip("mp4")), Details())
    looks = Likeness.objects.get(media=film).looks
    value = next(value for way, value in looks if way in ("upright", "frame"))
    bank_of(mo, ada, [Print(BankEntry.Algorithm.PDQ, value)])
    film.refresh_from_db()
    assert (film.kind, film.is_withheld) == (Kind.VIDEO, True)
    # As another film, and with another picture to stand for it.
    shown = sent(as_file(pattern(9)))
    other = uploading.accept(alice, sent(clip("webm")), Details(thumbnail=shown))
    other.refresh_from_db()
    assert (other.state, other.is_withheld) == (State.READY, True)


def test_a_picture_in_a_bank_does_not_stand_for_a_film(alice: Account, bank: HashBank):
    film = uploading.accept(alice, sent(clip("mp4")), Details())
    with pytest.raises(Invalid):
        uploading.describe(alice, film.pk, Details(thumbnail=sent(as_file(pattern(1)))))
    film.refresh_from_db()
    assert not film.is_withheld


def test_a_profile_picture_is_found_too(alice: Account, mo: Account, bank: HashBank):
    picturing.set_picture(alice, "avatar", sent(as_file(pattern(1))))
    alice.refresh_from_db()
    assert alice.avatar_path == ""
    assert alice.avatar is not None
    assert alice.avatar.is_withheld
    deciding.decide(Case.objects.get(), mo, Verdict((Effect.DISMISS,)))
    alice.refresh_from_db()
    assert alice.avatar_path


def test_what_was_here_before_is_found_when_a_bank_grows(
    alice: Account, bob: Account, mo: Account, ada: Account, bank: HashBank
):
    framed, other = as_file(ImageOps.expand(pattern(2), 30, fill="black")), as_file(pattern(3))
    row = make_media(alice, content=framed)
    post, unlike = said(alice, row), said(alice, make_media(alice, content=other))
    agreed(mo, ada, bank, print_of(pattern(2)))
    row.refresh_from_db()
    assert row.is_withheld
    with pytest.raises(NotFound):
        visible_post(bob, post.pk)
    assert visible_post(bob, unlike.pk)
    scan = BankScan.objects.filter(bank=bank).latest("pk")
    assert (scan.files_count, scan.done_count, scan.found_count) == (2, 2, 1)
    assert scan.finished_at is not None


def test_a_file_of_before_there_were_looks_is_found_by_its_fingerprint(
    alice: Account, mo: Account, ada: Account, bank: HashBank
):
    rows = [make_media(alice, content=as_file(change)) for change in (pattern(2), ImageOps.mirror(pattern(2)))]
    Likeness.objects.all().delete()
    banking.change(mo, bank.pk, BankDraft(bank.name, threshold=31))
    agreed(mo, ada, bank, print_of(pattern(2)))
    assert [Media.objects.get(pk=row.pk).is_withheld for row in rows] == [True, True]


def test_a_run_that_breaks_off_goes_on_and_finds_nothing_twice(
    alice: Account, mo: Account, ada: Account, bank: HashBank, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(rescanning, "BATCH", 2)
    rows = [make_media(alice, content=as_file(pattern(2), quality=90 - number)) for number in range(5)]
    approval = banking.propose(mo, bank.pk, print_of(pattern(2)), "Seen before")
    banking.agree(ada, approval.pk)
    scan = BankScan.objects.get(bank=bank, finished_at=None)
    rescanning.go_on.call(scan.pk, 0)
    # It was killed before it had said that any of it was done, and all is done again.
    BankScan.objects.filter(pk=scan.pk).update(at=0, done_count=0, found_count=0, finished_at=None)
    rescanning.go_on.call(scan.pk, 0)
    rescanning.go_on.call(scan.pk, 0)
    assert BankMatch.objects.filter(bank=bank).count() == len(rows)
    assert Decision.objects.count() == len(rows)
    scan.refresh_from_db()
    assert scan.done_count == len(rows)


def test_banks_that_are_switched_off_find_nothing(alice: Account, mo: Account, bank: HashBank):
    banking.change(mo, bank.pk, BankDraft(bank.name, is_enabled=False))
    assert not make_media(alice, content=as_file(pattern(1))).is_withheld


@pytest.fixture
def approving_site(site: Site) -> Site:
    """Files wait here until somebody has looked at them."""
    Site.objects.update(approves_media=True)
    return site


def test_files_wait_where_they_are_looked_at_first(alice: Account, bob: Account, mo: Account, approving_site: Site):
    first, second = make_media(alice), make_media(alice)
    assert not first.is_withheld
    post = said(alice, first, second)
    assert post.withheld == Withheld.HIDDEN
    with pytest.raises(NotFound):
        visible_post(bob, post.pk)
    case = Case.objects.get()
    assert (case.queue, case.closed_at) == (Queue.NEWCOMERS, None)
    assert Media.objects.filter(post=post, is_withheld=True).count() == 2
    # One case, and told once.
    assert Notification.objects.filter(recipient=alice).count() == 1
    deciding.decide(case, mo, Verdict((Effect.DISMISS,)))
    assert visible_post(bob, post.pk)
    assert not Media.objects.filter(is_withheld=True).exists()
    # What was looked at does not wait again.
    posting.delete(alice, post.pk)
    again = posting.publish(alice, Draft("Once more", key="again", media_ids=(first.pk,)))
    assert again.withheld == Withheld.NO


def test_words_alone_do_not_wait_for_that(alice: Account, approving_site: Site):
    assert make_post(alice).withheld == Withheld.NO


@pytest.mark.parametrize("who", ["staff", "regular"])
def test_the_staff_and_whom_the_site_knows_for_long_do_not_wait(
    alice: Account, mo: Account, approving_site: Site, who: str
):
    author = mo if who == "staff" else alice
    Account.objects.filter(pk=alice.pk).update(trust=Trust.REGULAR)
    author.refresh_from_db()
    assert said(author, make_media(author)).withheld == Withheld.NO


def test_a_file_that_comes_later_waits_alone(alice: Account, bob: Account, mo: Account, approving_site: Site):
    post, row = make_post(alice, "Words"), make_media(alice)
    editing.edit(alice, post.pk, editing.Change("Words", media_ids=(row.pk,)))
    assert visible_post(bob, post.pk)
    assert media_of([post.pk]) == {}
    deciding.decide(Case.objects.get(), mo, Verdict((Effect.DISMISS,)))
    assert len(media_of([post.pk])[post.pk]) == 1


def test_files_of_albums_and_profiles_wait_too(alice: Account, approving_site: Site):
    album = compiling.create(alice, AlbumDraft("Summer"), "key")
    row = make_media(alice)
    compiling.add(alice, album.pk, [row.pk])
    row.refresh_from_db()
    assert row.is_withheld
    picturing.set_picture(alice, "header", sent(as_file(pattern(4))))
    alice.refresh_from_db()
    assert alice.header_path == ""


def test_switching_it_off_releases_nothing_by_itself_but_all_at_once(
    alice: Account, bob: Account, mo: Account, approving_site: Site
):
    posts = [said(alice, make_media(alice)) for _number in range(3)]
    Site.objects.update(approves_media=False)
    assert Post.objects.filter(withheld=Withheld.HIDDEN).count() == 3
    assert screening.release_all(mo) == 3
    assert screening.release_all(mo) == 0
    assert all(visible_post(bob, post.pk) for post in posts)


def test_what_a_bank_has_found_is_not_let_out_with_all(
    alice: Account, mo: Account, bank: HashBank, approving_site: Site
):
    post = said(alice, make_media(alice, content=as_file(pattern(1))), make_media(alice))
    screening.release_all(mo)
    post.refresh_from_db()
    assert post.withheld == Withheld.HIDDEN
