"""What an owner does with a site once it is open: each page, switch and table used once, and seen by a member."""

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect

from verandah.domain.accounts.roles import Role

from .hired import hired
from .people import PASSWORD, address_of, composer, confirm
from .site import RunningSite, serve

type Person = Callable[[str], Page]


@pytest.fixture(scope="module")
def owned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """A site of its own: what is tried here holds for everyone on it."""
    with serve(tmp_path_factory.mktemp("owned")) as site:
        yield site


@pytest.fixture(scope="module")
def sessions(owned: RunningSite) -> dict[str, str]:
    """Olga owns it; Alice and Bob are members."""
    return hired(owned, Role.MEMBER, "alice", "bob") | hired(owned, Role.OWNER, "olga")


@pytest.fixture
def person(visit, owned: RunningSite, sessions: dict[str, str]) -> Person:
    """`person("olga")`: a page on which she is signed in; `person("")`: one of a guest."""

    def signed_in(name: str) -> Page:
        page: Page = visit(base_url=owned.url)
        if name:
            page.context.add_cookies([{"name": sessions["cookie"], "value": sessions[name], "url": owned.url}])
            # Another journey may have put something in force that everyone is asked about.
            agree(page)
        return page

    return signed_in


def test_a_setting_is_found_changed_and_set_back(person: Person, picture):
    olga = person("olga")
    olga.goto("/admin/settings/")
    olga.locator("#sift").press_sequentially("tagline line under")
    expect(olga.locator("#setting-tagline")).to_be_visible()
    expect(olga.locator("#setting-minimum_age")).to_be_hidden()
    picture(olga, "owner-settings-found")
    olga.locator("#tagline").fill("The neighbours by the water")
    olga.locator("form:has(#tagline)").get_by_role("button", name="Save changes").click()
    expect(olga.locator("#toasts")).to_contain_text("1 setting was changed")
    guest = person("")
    guest.goto("/")
    expect(guest.locator("main")).to_contain_text("The neighbours by the water")
    olga.locator("#setting-tagline").get_by_role("button", name="Undo").click()
    expect(olga.locator("#tagline")).to_have_value("")
    olga.goto("/admin/audit/")
    expect(olga.locator("main")).to_contain_text("tagline")


def test_every_switch_is_turned_and_turned_back(person: Person):
    olga = person("olga")
    olga.goto("/admin/settings/")
    before = switches(olga)
    assert len(before) > 10
    groups = olga.locator("form.settings:has([role=switch])").evaluate_all("forms => forms.map(form => form.id)")
    for expected in ({name: not value for name, value in before.items()}, before):
        for group in groups:
            turn_all(olga, group)
        olga.reload()
        assert switches(olga) == expected


def switches(page: Page) -> dict[str, bool]:
    """How each of them stands."""
    found = page.locator("form.settings [role=switch]").evaluate_all("all => all.map(one => [one.name, one.checked])")
    return {name: is_on for name, is_on in found}


def turn_all(page: Page, group: str) -> None:
    """Those of one group, by clicking on their words, as people do."""
    form = page.locator(f"form#{group}")
    for label in form.locator("label:has([role=switch])").all():
        label.locator("b").click()
    form.get_by_role("button", name="Save changes").click()
    expect(page.locator("#toasts")).to_contain_text("changed")


def test_a_profile_field_is_asked_for_and_finds_people(person: Person, picture):
    olga, alice = person("olga"), person("alice")
    olga.goto("/admin/fields/")
    olga.locator("main a[href$='/admin/fields/new/']").first.click()
    olga.get_by_role("navigation", name="Kind of answer").get_by_role(
        "link", name=re.compile("choice|choose|list", re.I)
    ).first.click()
    olga.locator("#label-en").fill("Quarter")
    olga.locator("#choices-en").fill("Harbour\nHill")
    olga.locator("label:has([name=filter])").click()
    olga.locator("main").get_by_role("button", name="Ask for it").click()
    expect(olga.locator("main")).to_contain_text("Quarter")
    alice.goto("/settings/profile/answers/")
    alice.get_by_label("Quarter", exact=False).first.select_option(label="Harbour")
    alice.locator("main").get_by_role("button", name="Save changes").click()
    bob = person("bob")
    bob.goto("/people/")
    picture(bob, "owner-directory")
    choose(bob, "Quarter", "Harbour")
    expect(bob.locator("main")).to_contain_text("@alice")
    expect(bob.locator("main")).not_to_contain_text("@olga")
    bob.goto("/@alice/")
    expect(bob.locator("main")).to_contain_text("Harbour")


def choose(page: Page, label: str, answer: str) -> None:
    """One filter of the directory, drawn as a list or as chips."""
    chips = page.get_by_role("navigation", name=label).get_by_role("link", name=re.compile(answer))
    if chips.count():
        chips.first.click()
        return
    page.get_by_label(label).select_option(label=answer)
    page.locator("main [role=search]").get_by_role("button", name="Look").click()


def test_a_question_at_sign_up_and_the_answer_of_the_staff(person: Person, owned: RunningSite, picture):
    olga, guest = person("olga"), person("")
    set_joining(olga, "Everyone can ask, the staff says yes")
    olga.goto("/admin/joining/questions/new/")
    olga.locator("#text-en").fill("Who sent you to us?")
    olga.locator("main").get_by_role("button", name="Save").click()
    guest.goto("/sign-up/")
    expect(guest.locator("main")).to_contain_text("Who sent you to us?")
    guest.get_by_label("Who sent you to us?").fill("The baker at the corner")
    give_name(guest, "dora")
    confirm(guest, owned, "dora")
    expect(guest.locator("main")).to_contain_text("The baker at the corner")
    olga.goto("/admin/joining/")
    expect(olga.locator("main")).to_contain_text("The baker at the corner")
    picture(olga, "owner-joining")
    olga.get_by_role("button", name="Let in @dora").click()
    guest.goto("/")
    expect(composer(guest)).to_be_visible()
    set_joining(olga, "Everyone can join")


def set_joining(page: Page, choice: str) -> None:
    page.goto("/admin/settings/?q=who+can+join")
    page.locator("#setting-joining label", has_text=choice).click()
    page.locator("form:has(#setting-joining)").get_by_role("button", name="Save changes").click()
    expect(page.locator("#toasts")).to_contain_text("changed")


def give_name(page: Page, username: str) -> None:
    """Fill in what everyone who joins is asked, and send it."""
    said = {
        "display_name": username.capitalize(),
        "email": address_of(username),
        "username": username,
        "password1": PASSWORD,
    }
    for name, words in said.items():
        page.locator(f"main [name={name}]").fill(words)
    for box in page.locator("form[action='/sign-up/'] [type=checkbox][required]").all():
        box.check()
    page.locator("form[action='/sign-up/'] button").click()
    expect(page).to_have_url(re.compile("/confirm-email/$"))


def test_an_invitation_is_made_used_and_seen_in_the_tree(person: Person, owned: RunningSite, picture):
    olga, alice, guest = person("olga"), person("alice"), person("")
    olga.goto("/admin/settings/?q=invite")
    olga.locator("#setting-members_invite label").click()
    olga.locator("form:has(#setting-members_invite)").get_by_role("button", name="Save changes").click()
    expect(olga.locator("#toasts")).to_contain_text("1 setting was changed")
    alice.goto("/settings/invites/")
    alice.locator("#message").fill("Come to the bay")
    alice.locator("main").get_by_role("button", name="Make the link").click()
    link = alice.locator("main input[id^='url-']").first.input_value()
    guest.goto(link)
    expect(guest.locator("main")).to_contain_text("Come to the bay")
    guest.locator("main").get_by_role("button", name="Accept and join").click()
    give_name(guest, "greta")
    confirm(guest, owned, "greta")
    olga.goto("/admin/invites/tree/")
    expect(olga.locator("main")).to_contain_text("Greta")
    picture(olga, "owner-invite-tree")


def test_a_file_of_guests_is_tried_before_anyone_is_written_to(
    person: Person, owned: RunningSite, tmp_path: Path, picture
):
    file = tmp_path / "guests.csv"
    file.write_text("email,name\nhanna@example.org,Hanna\nnot an address,Ida\n", encoding="utf-8")
    olga = person("olga")
    olga.goto("/admin/invites/import/")
    olga.locator("#file").set_input_files(file)
    olga.locator("main").get_by_role("button", name="Look at it first").click()
    expect(olga.locator("main")).to_contain_text("1 person would be invited")
    expect(olga.locator("main")).to_contain_text("1 line is left out")
    picture(olga, "owner-dry-run")
    assert "hanna@example.org" not in owned.said()
    olga.locator("main").get_by_role("button", name="Send 1 invitation").click()
    assert "/invite/" in owned.letter_to("hanna@example.org")


def test_an_announcement_and_who_has_not_read_it(person: Person, picture):
    olga, alice = person("olga"), person("alice")
    olga.goto("/admin/announcements/new/")
    olga.locator("#title-en").fill("The quay is closed on Friday")
    olga.locator("#body-en").fill("Use the **old** bridge.")
    olga.locator("label:has([name=asks_to_read])").click()
    olga.get_by_role("button", name="Go on to publish").click()
    olga.locator("main form .btn.main").click()
    alice.goto("/")
    expect(alice.locator("main")).to_contain_text("The quay is closed on Friday")
    alice.get_by_role("button", name=re.compile("I have read this")).click()
    expect(alice.locator("main")).not_to_contain_text("The quay is closed on Friday")
    olga.goto("/admin/announcements/")
    olga.locator("main a[href$='/readers/']").first.click()
    expect(olga.locator("main .list")).to_contain_text("@bob")
    expect(olga.locator("main .list")).not_to_contain_text("@alice")
    picture(olga, "owner-readers")
    with olga.expect_download() as download:
        olga.get_by_role("link", name="As CSV", exact=True).click()
    lines = list(csv.reader(Path(download.value.path()).read_text(encoding="utf-8").splitlines()))
    assert any("bob" in line for line in lines[1:])


def test_maintenance_is_seen_by_members_and_ends(person: Person, picture):
    olga, bob = person("olga"), person("bob")
    olga.goto("/admin/mode/")
    olga.locator("main [name=mode][value=maintenance]").check()
    olga.locator("#reason").fill("New shelves are put up")
    olga.get_by_role("button", name="See what happens").click()
    olga.get_by_role("button", name="Yes, do this now").click()
    expect(olga.locator("main")).to_contain_text("New shelves are put up")
    picture(olga, "owner-mode")
    answer = bob.request.get("/")
    assert (answer.status, "retry-after" in answer.headers) == (503, True)
    assert "New shelves are put up" in answer.text()
    olga.get_by_role("button", name="Open the site again").click()
    bob.goto("/")
    expect(composer(bob)).to_be_visible()


def test_a_page_is_written_put_in_force_and_agreed_to_again(person: Person, picture):
    olga, bob = person("olga"), person("bob")
    olga.goto("/admin/documents/")
    olga.locator("#title").fill("How we share the boats")
    olga.get_by_role("button", name="Begin it").click()
    write(olga, "Whoever takes a boat brings it **back**.")
    olga.locator("summary", has_text="Preview").first.click()
    expect(olga.locator("main strong", has_text="back").first).to_be_visible()
    picture(olga, "owner-document")
    olga.get_by_role("button", name="Put in force").click()
    line = olga.locator("main li", has_text="How we share the boats").first
    expect(line).to_contain_text("In force")
    line.locator("label:has([name=accepted])").click()
    line.get_by_role("button", name="Save").click()
    line.get_by_role("link", name=re.compile("^Change")).click()
    write(olga, "Whoever takes a boat brings it **back** and dries it.")
    olga.locator("label:has([name=asks_again])").click()
    olga.get_by_role("button", name="Put in force").click()
    expect(olga.locator("main h1")).to_have_text("Pages and policies")
    agree(olga)
    bob.goto("/")
    expect(bob.locator("h1")).to_have_text("Something has changed")
    expect(bob.locator("main")).to_contain_text("How we share the boats")
    picture(bob, "owner-accept")
    agree(bob)
    expect(composer(bob)).to_be_visible()


def write(page: Page, words: str) -> None:
    """In the main language of the site."""
    page.locator("#body-en").fill(words)


def agree(page: Page) -> None:
    """If there is something to agree to."""
    page.goto("/")
    if page.get_by_role("button", name="I agree and go on").count():
        page.get_by_role("button", name="I agree and go on").click()


def test_a_member_takes_a_copy_of_everything(person: Person, picture, tmp_path: Path):
    alice = person("alice")
    alice.goto("/settings/data/")
    alice.get_by_role("button", name="Prepare archive").click()
    fetch = alice.get_by_role("link", name="Download")
    expect(fetch).to_be_visible(timeout=60_000)
    picture(alice, "owner-export")
    with alice.expect_download() as download:
        fetch.click()
    with ZipFile(download.value.path()) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
        page = next(name for name in names if name.endswith("index.html"))
        archive.extractall(tmp_path)
    assert any(name.endswith(".json") for name in names)
    reader = alice.context.browser.new_page()
    reader.goto((tmp_path / page).as_uri())
    expect(reader.locator("body")).to_contain_text("@alice")
    reader.close()


@pytest.mark.parametrize(
    ("place", "button", "username"), [("rest", "Deactivate my account", "ria"), ("delete", "Delete my account", "rolf")]
)
def test_going_away_and_coming_back(person: Person, owned: RunningSite, place: str, button: str, username: str):
    words = ("user", "create", username, "--email", address_of(username), "--password-stdin")
    owned.run(*words, typed=PASSWORD)
    page = person("")
    enter(page, username)
    page.goto("/")
    agree(page)
    page.goto(f"/settings/{place}/".replace("/settings/", "/settings/data/"))
    if place == "delete":
        page.locator("main label:has([name=sure])").click()
    page.locator("main").get_by_role("button", name=button).click()
    expect(page.locator("#toasts")).to_contain_text("You ")
    alice = person("alice")
    assert alice.request.get(f"/@{username}/").status == 404
    enter(page, username)
    expect(page.locator("h1")).to_have_text("Do you want to come back?")
    page.get_by_role("button", name="Come back").click()
    expect(composer(page)).to_be_visible()
    assert alice.request.get(f"/@{username}/").status == 200


def enter(page: Page, username: str) -> None:
    page.goto("/sign-in/")
    page.locator("main [name=login]").fill(username)
    page.locator("main [name=password]").fill(PASSWORD)
    page.locator("main form[action='/sign-in/'] button").click()
    expect(page).not_to_have_url(re.compile("/sign-in/"))
