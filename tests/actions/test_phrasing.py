"""What letters look like to mail programs and to people: headers, both parts, every language, words of strangers."""

import re

import pytest
from django.core.mail import EmailMessage

from tests.factories import make_post
from tests.letters import comment, digest, write
from tests.mailed import mail_server
from verandah.actions import choosing, following, notifying, phrasing, presenting, reacting, sharing
from verandah.actions.choosing import Wish
from verandah.base import mail
from verandah.domain.accounts.models import Account
from verandah.domain.instance.models import Site
from verandah.domain.notifications.models import Letter, Notification

Kind = Notification.Kind
ISOLATES = re.compile("[\u2068\u2069]")


def html_of(letter: EmailMessage) -> str:
    return letter.alternatives[0].content


def test_a_letter_says_what_it_is_to_mail_programs(
    alice: Account, eve: Account, mailoutbox: list[EmailMessage]
) -> None:
    make_post(eve, "Hello @alice")
    write(alice)
    headers = mailoutbox[0].message()
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["List-Id"] == "<at-once.127.0.0.1>"
    assert headers["From"] == "Verandah <verandah@127.0.0.1>"
    assert re.fullmatch(r"<[0-9a-f]{32}@127\.0\.0\.1>", headers["Message-ID"])
    assert str(alice.id) not in headers["Message-ID"]


def test_addresses_arrive_as_they_were_written(alice: Account, eve: Account, settings) -> None:
    settings.URL = f"https://{'verandah.' * 12}example.org"
    with mail_server() as server:
        settings.MAILERS = server.mailers
        make_post(eve, "Hello @alice")
        write(alice)
    [letter] = server.letters
    head = letter.partition("\r\n\r\n")[0].split("\r\n")
    for start in (
        r"List-Unsubscribe: <https://",
        "List-Id: <at-once",
        "Message-ID: <[0-9a-f]{32}@",
        "References: <[0-9a-f]",
    ):
        [line] = [line for line in head if re.match(start, line)]
        assert line.endswith(">")
    # Everything else is folded, and nothing is longer than mail servers take.
    assert max(map(len, letter.split("\r\n"))) < 998


def test_the_sender_is_the_site_unless_the_setting_names_one(settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "town@example.org"
    assert mail.from_line('The "Old"\nTown') == '"The \\"Old\\" Town" <town@example.org>'
    settings.DEFAULT_FROM_EMAIL = "Post office <post@example.org>"
    assert mail.from_line("Town") == "Post office <post@example.org>"


def test_letters_about_one_conversation_belong_together(
    alice: Account, eve: Account, mailoutbox: list[EmailMessage]
) -> None:
    one, other = make_post(alice, "One"), make_post(alice, "Other")
    for post, text in ((one, "First"), (one, "Second"), (other, "Third")):
        comment(eve, post, text)
        write(alice)
    first, second, third = (letter.message() for letter in mailoutbox)
    assert first["References"] == second["References"] != third["References"]
    assert len({letter["Message-ID"] for letter in (first, second, third)}) == 3


def test_letters_about_several_things_belong_to_none(
    alice: Account, eve: Account, mailoutbox: list[EmailMessage]
) -> None:
    for text in ("One", "Other"):
        comment(eve, make_post(alice, text), "Nice.")
    write(alice)
    assert mailoutbox[0].message()["References"] is None
    assert mailoutbox[0].subject == "Eve answered you 2 times"


def test_a_name_cannot_add_a_header(alice: Account, eve: Account, mailoutbox: list[EmailMessage]) -> None:
    # No form lets this in; should it stand in the table all the same, a header stays one line.
    Account.objects.filter(pk=eve.pk).update(display_name="Eve\r\nBcc: mo@example.org\u0007")
    make_post(eve, "Hello @alice")
    write(alice)
    [letter] = mailoutbox
    assert letter.subject == "Eve Bcc: mo@example.org named you in a post"
    assert letter.message()["Bcc"] is None
    assert letter.recipients() == ["alice@example.org"]


def test_words_of_strangers_are_text(alice: Account, eve: Account, mailoutbox: list[EmailMessage]) -> None:
    Account.objects.filter(pk=eve.pk).update(display_name="<b>Eve</b> %(others)d")
    Site.objects.update(name="<i>Town</i>")
    make_post(eve, "<script>alert(1)</script> {{ settings }} %s @alice")
    write(alice)
    [letter] = mailoutbox
    assert "<script>" not in html_of(letter)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ settings }} %s" in html_of(letter)
    assert "&lt;b&gt;Eve&lt;/b&gt; %(others)d" in html_of(letter)
    assert "<i>Town" not in html_of(letter)
    # The plain part is no HTML.
    assert "<script>alert(1)</script>" in letter.body


def test_nothing_is_fetched_and_nobody_is_followed(
    alice: Account, eve: Account, mailoutbox: list[EmailMessage]
) -> None:
    make_post(eve, "Look at https://example.org/x.png @alice")
    write(alice)
    html = html_of(mailoutbox[0])
    assert re.search(r"<(img|link|script|iframe|object|video)\b|url\(|@import|@font-face", html) is None
    links = re.findall(r'href="([^"]+)"', html)
    assert {re.match(r"http://127\.0\.0\.1:\d+/", link) is not None for link in links} == {True}
    assert not [link for link in links if "?" in link]


def test_a_long_post_is_cut(alice: Account, eve: Account, mailoutbox: list[EmailMessage]) -> None:
    make_post(eve, "@alice " + "word " * 500)
    write(alice)
    [excerpt] = re.findall("“(.*)”", mailoutbox[0].body)
    assert len(excerpt) <= 280
    assert excerpt.endswith("…")


def test_the_plain_part_says_as_much(alice: Account, eve: Account, mailoutbox: list[EmailMessage]) -> None:
    comment(eve, make_post(alice, "One"), "Roses.")
    make_post(eve, "Hello @alice")
    write(alice)
    text, html = mailoutbox[0].body, html_of(mailoutbox[0])
    links = set(re.findall(r'href="([^"]+)"', html))
    assert {link for link in links if link not in text} <= {"http://127.0.0.1:8000/"}
    for words in ("Roses.", "Hello @alice", "commented on your post", "named you in a post", "No more such letters"):
        assert words in text
        assert words in html


def everything(alice: Account, eve: Account, carol: Account) -> None:
    """Something of each kind that can be made with verbs alone."""
    post = make_post(alice, "في الحديقة")
    comment(eve, post, "Lovely!")
    make_post(carol, "Hello @alice")
    reacting.react(eve, post.id)
    sharing.share(eve, post.id)
    following.follow(eve, alice)
    for kind in (Kind.FRIEND_REQUEST, Kind.FRIEND_ACCEPTED, Kind.BIRTHDAY, Kind.FOLLOW_REQUEST, Kind.FOLLOW_ACCEPTED):
        notifying.about_relation(kind, carol, alice)
    for kind in (Kind.WALL, Kind.QUOTE, Kind.POST, Kind.EDITED):
        notifying.about_deed(kind, carol, make_post(carol, f"Kind {kind}"), alice)
    notifying.about_deed(Kind.POLL_ENDED, alice, post, alice)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_kind_has_its_line_in_every_language(
    alice: Account, eve: Account, carol: Account, mailoutbox: list[EmailMessage], language: str
) -> None:
    presenting.choose_language(alice.user, language)
    everything(alice, eve, carol)
    wants = {(kind, "email"): True for kind in ("reaction", "share", "follow", "quote", "post", "edited", "birthday")}
    choosing.choose(alice, Wish(wants=wants, digest="daily"))
    write(alice)
    Letter.objects.all().delete()
    Account.objects.filter(pk=alice.pk).update(joined_at=alice.created_at.replace(year=2020))
    digest(alice)
    assert len(mailoutbox) == 2
    for letter in mailoutbox:
        direction = "rtl" if language == "ar" else "ltr"
        assert f'<html lang="{language}" dir="{direction}">' in html_of(letter)
        assert "%(" not in letter.body + html_of(letter).split("</head>")[1]
        assert "{" not in letter.body
        assert "\n" not in letter.subject


def test_names_keep_their_direction(alice: Account, eve: Account, mailoutbox: list[EmailMessage]) -> None:
    Account.objects.filter(pk=eve.pk).update(display_name="ليلى")
    make_post(eve, "Hello @alice")
    write(alice)
    assert mailoutbox[0].subject == "\u2068ليلى\u2069 named you in a post"
    assert "<bdi>ليلى</bdi>" in html_of(mailoutbox[0])
    presenting.choose_language(alice.user, "ar")
    make_post(eve, "Hello again @alice")
    write(alice)
    assert mailoutbox[1].subject.count("\u2068") == mailoutbox[1].subject.count("\u2069") == 1


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Good morning", "ltr"),
        ("صباح الخير", "rtl"),
        ("@alice صباح الخير", "rtl"),
        ("https://example.org/x שלום", "rtl"),
        ("@ليلى good morning", "ltr"),
        ("12:30!", "auto"),
        ("", "auto"),
    ],
)
def test_words_run_as_they_are_written(text: str, direction: str) -> None:
    assert phrasing.direction_of(text) == direction


def test_the_sign_of_a_name_stays_before_it() -> None:
    assert phrasing.with_names("@alice صباح الخير", "rtl") == "\u2068@alice\u2069 صباح الخير"
    assert phrasing.with_names("@alice good morning", "ltr") == "@alice good morning"


def test_moments_are_those_of_the_reader(alice: Account, eve: Account, mailoutbox: list[EmailMessage]) -> None:
    choosing.choose(alice, Wish(time_zone="Asia/Kathmandu"))
    make_post(eve, "Hello @alice")
    write(alice)
    made = Notification.objects.get().created_at
    minute = (made.minute + 45) % 60
    assert f":{minute:02d}" in re.findall(r"\((.*)\)", mailoutbox[0].body)[0]


def test_account_letters_have_the_same_frame(alice: Account, mailoutbox: list[EmailMessage], client) -> None:
    Site.objects.update(name="Alder Bay", brand_hue=300)
    client.post("/password/reset/", {"email": "alice@example.org"})
    [letter] = mailoutbox
    assert "Alder Bay</bdi>" in html_of(letter)
    assert "prefers-color-scheme:dark" in html_of(letter)
    assert letter.message()["Auto-Submitted"] == "auto-generated"
    assert letter.message()["List-Unsubscribe"] is None
    assert letter.message()["From"] == "Alder Bay <verandah@127.0.0.1>"
