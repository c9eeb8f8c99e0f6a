"""Whose request it is: only proxies of ours are believed."""

import pytest

from verandah.config.env import SettingError
from verandah.config.peers import networks, with_true_client

OURS = networks(["10.0.0.1", "10.1.0.0/16", "fd00::/8"])


def seen(peer: str, *headers: tuple[str, str]) -> tuple[tuple[str, int], list[str]]:
    scope = {
        "client": (peer, 4711),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers],
    }
    true = with_true_client(scope, OURS)
    return true["client"], [name.decode() for name, _ in true["headers"]]


@pytest.mark.parametrize(
    ("peer", "said", "client"),
    [
        ("192.0.2.1", "198.51.100.7", "192.0.2.1"),
        ("10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "203.0.113.9, 198.51.100.7, 10.1.2.3", "198.51.100.7"),
        ("10.0.0.1", "10.1.2.3", "10.1.2.3"),
        ("10.0.0.1", "198.51.100.7, unknown", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "127.0.0.1:80", "10.0.0.1"),
        ("fd00::1", "2001:db8::5", "2001:db8::5"),
    ],
)
def test_the_last_address_that_is_no_proxy_of_ours_is_the_client(peer, said, client):
    assert seen(peer, ("x-forwarded-for", said))[0][0] == client


def test_two_headers_count_as_one_list():
    assert seen("10.0.0.1", ("x-forwarded-for", "203.0.113.9"), ("x-forwarded-for", "198.51.100.7"))[0][0] == (
        "198.51.100.7"
    )


@pytest.mark.parametrize(("said", "port"), [("50123", 50123), ("", 0), ("70000", 0), ("-5", 0), ("\xb2", 0)])
def test_a_proxy_tells_the_port_and_its_own_is_never_taken_for_it(said, port):
    assert seen("10.0.0.1", ("x-forwarded-for", "198.51.100.7"), ("x-real-port", said))[0][1] == port


def test_the_port_of_someone_who_comes_directly_is_kept():
    assert seen("192.0.2.1", ("x-real-port", "1"))[0] == ("192.0.2.1", 4711)


def test_claims_of_strangers_do_not_pass():
    claims = ["forwarded", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-real-ip", "x-real-port"]
    assert seen("192.0.2.1", *((name, "x") for name in claims), ("accept", "x"))[1] == ["accept"]
    assert seen("10.0.0.1", *((name, "x") for name in claims))[1] == claims


def test_a_name_with_an_underscore_passes_from_nobody():
    for peer in ("192.0.2.1", "10.0.0.1"):
        assert seen(peer, ("x_forwarded_proto", "https"), ("accept", "x"))[1] == ["accept"]


def test_a_proxy_that_is_no_address_is_refused():
    with pytest.raises(SettingError, match="VERANDAH_TRUSTED_PROXIES"):
        networks(["proxy.example"])
