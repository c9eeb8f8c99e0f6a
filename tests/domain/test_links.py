"""Links: their one spelling, what of a stranger's words is shown, and what can be played."""

import pytest

from verandah.base.addresses import ascii_host, plain_address
from verandah.domain.links.players import frame_sources, player_of
from verandah.domain.links.rules import plain_words, shown_host, wanted_address

TUBE = ("tube.town.org",)


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("https://River.Town", "https://river.town/"),
        ("HTTPS://river.town:443/x#part", "https://river.town/x"),
        ("http://river.town:80?q=1", "http://river.town/?q=1"),
        ("http://river.town:8080/", "http://river.town:8080/"),
        ("https://river.town/a?b=1&utm_source=x&c=2&fbclid=y", "https://river.town/a?b=1&c=2"),
        ("https://river.town/a?UTM_Medium=x", "https://river.town/a"),
        ("https://river.town/?q=utm_source", "https://river.town/?q=utm_source"),
        ("https://river.town/ü?q=ü ü", "https://river.town/%C3%BC?q=%C3%BC%20%C3%BC"),
        ("https://river.town/%C3%BC", "https://river.town/%C3%BC"),
        ("https://MÜNCHEN.de./", "https://xn--mnchen-3ya.de/"),
        (
            "https://موقع.وزارة-الاتصالات.مصر/خبر",
            "https://xn--4gbrim.xn----ymcbaaajlc6dj7bxne2c.xn--wgbh1c/%D8%AE%D8%A8%D8%B1",
        ),
        ("https://[2606:4700::1]/", "https://[2606:4700::1]/"),
        ("https://river.town/(a)~b;c=d,e!$'*", "https://river.town/(a)~b;c=d,e!$'*"),
    ],
)
def test_every_link_has_one_spelling(link: str, address: str):
    assert plain_address(link) == address
    assert plain_address(address) == address


@pytest.mark.parametrize(
    "host", ["ⓡiver.town", "１２７.0.0.1", "river。town", "ﬁsh.town", "a\u200b.town", "a\u3164.town", "a\u2024town.x"]
)
def test_signs_that_only_look_like_others_are_no_host(host: str):
    with pytest.raises(ValueError):  # noqa: PT011  # Whatever it says.
        ascii_host(host)


def test_ours_is_no_page_of_another_site(settings):
    settings.URL = "https://river.town"
    for ours in (
        "https://river.town/@alice/1",
        "http://river.town/",
        "https://RIVER.town:443/x",
        "https://river.town:81/",
    ):
        assert wanted_address(ours) == ""
    assert wanted_address("https://www.river.town/") == "https://www.river.town/"
    assert wanted_address("https://me@bank.org/") == ""
    assert wanted_address("https://10.0.0.1/") == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("  two\n words\t", "two words"),
        ("a\u202eb\u200bc\u2066d", "abcd"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\u202e\u200b", ""),
        ("---", ""),
        ("Z" + "\u0301" * 5, ""),
        ("Z" + "\u0301" * 50_000, ""),
        ("e\u0301", "é"),
        ("abcdefghijkl", "abcdefghi…"),
        ("a\x00b", "a b"),
        ("مرحبا", "مرحبا"),
    ],
)
def test_words_of_strangers_are_made_plain(text: str, words: str):
    assert plain_words(text, 10) == words


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.river.town/x", "river.town"),
        ("https://xn--4gbrim.xn--wgbh1c/", "موقع.مصر"),
        # Letters of Cyrillic that look like "apple", and mixed ones, are shown as they are looked up.
        ("https://xn--80ak6aa92e.com/", "xn--80ak6aa92e.com"),
        ("https://xn--pple-43d.com/", "xn--pple-43d.com"),
        ("https://xn--a-ecp.ru/", "xn--a-ecp.ru"),
        ("https://xn--99999999/", "xn--99999999"),
    ],
)
def test_a_host_is_shown_in_letters_that_cannot_be_mistaken(address: str, host: str):
    assert shown_host(address) == host


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("https://www.youtube.com/watch?v=abc-efgh_jk", "https://www.youtube-nocookie.com/embed/abc-efgh_jk"),
        ("https://youtube.com/watch?list=x&v=abc-efgh_jk", "https://www.youtube-nocookie.com/embed/abc-efgh_jk"),
        ("https://m.youtube.com/watch?v=abc-efgh_jk", "https://www.youtube-nocookie.com/embed/abc-efgh_jk"),
        ("https://music.youtube.com/watch?v=abc-efgh_jk", "https://www.youtube-nocookie.com/embed/abc-efgh_jk"),
        ("https://youtu.be/abc-efgh_jk?t=1m30s", "https://www.youtube-nocookie.com/embed/abc-efgh_jk?start=90"),
        ("https://youtu.be/abc-efgh_jk?t=75", "https://www.youtube-nocookie.com/embed/abc-efgh_jk?start=75"),
        ("https://youtu.be/abc-efgh_jk?t=x", "https://www.youtube-nocookie.com/embed/abc-efgh_jk"),
        ("https://www.youtube.com/shorts/abc-efgh_jk", "https://www.youtube-nocookie.com/embed/abc-efgh_jk"),
        ("https://www.youtube.com/live/abc-efgh_jk", "https://www.youtube-nocookie.com/embed/abc-efgh_jk"),
        ("https://vimeo.com/123456789", "https://player.vimeo.com/video/123456789?dnt=1"),
        ("https://vimeo.com/123456789/abcdef12", "https://player.vimeo.com/video/123456789?dnt=1&h=abcdef12"),
        (
            "https://soundcloud.com/lucia/low-tide?si=x",
            "https://w.soundcloud.com/player/?url=https%3A%2F%2Fsoundcloud.com%2Flucia%2Flow-tide&show_comments=false",
        ),
        (
            "https://open.spotify.com/track/4cOdK2wGLETKBW3PvgPWqT",
            "https://open.spotify.com/embed/track/4cOdK2wGLETKBW3PvgPWqT",
        ),
        (
            "https://open.spotify.com/intl-pt/album/4cOdK2wGLETKBW3PvgPWqT?si=x",
            "https://open.spotify.com/embed/album/4cOdK2wGLETKBW3PvgPWqT",
        ),
        (
            "https://tube.town.org/w/9c9de5e8-0a1e-484a-b099-e80766180a6d",
            "https://tube.town.org/videos/embed/9c9de5e8-0a1e-484a-b099-e80766180a6d?p2p=0&warningTitle=0",
        ),
        (
            "https://tube.town.org/videos/watch/9c9de5e8-0a1e-484a-b099-e80766180a6d",
            "https://tube.town.org/videos/embed/9c9de5e8-0a1e-484a-b099-e80766180a6d?p2p=0&warningTitle=0",
        ),
    ],
)
def test_what_can_be_played_is_known_by_its_address(address: str, source: str):
    player = player_of(plain_address(address), TUBE)
    assert player is not None
    assert player.source == source
    origin = "/".join(player.start.split("/")[:3])
    assert origin in frame_sources(TUBE)
    assert player.about.startswith("https://")
    assert player.referrer == ("strict-origin" if player.site == "youtube.com" else "no-referrer")


@pytest.mark.parametrize(
    "address",
    [
        "https://www.youtube.com/",
        "https://www.youtube.com/watch?v=short",
        "https://www.youtube.com/watch?v=%22onload=x%22",
        "https://www.youtube.com/@harbour",
        "https://www.youtube.com:8443/watch?v=abc-efgh_jk",
        "https://youtube.com.evil.org/watch?v=abc-efgh_jk",
        "https://evil.org/www.youtube.com/watch?v=abc-efgh_jk",
        "https://notyoutube.com/watch?v=abc-efgh_jk",
        "https://vimeo.com/harbour",
        "https://soundcloud.com/lucia",
        "https://soundcloud.com/discover/sets",
        "https://open.spotify.com/user/x",
        "https://other.town.org/w/9c9de5e8-0a1e-484a-b099-e80766180a6d",
        "https://tube.town.org/a/harbour",
    ],
)
def test_all_else_is_a_link(address: str):
    assert player_of(address, TUBE) is None
