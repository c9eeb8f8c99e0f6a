"""`verandah mail test`: whether letters go out, and if not, why."""

import re
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.mailed import MailServer, mail_server


def run(address: str) -> str:
    out = StringIO()
    call_command("mail_test", address, stdout=out)
    return out.getvalue()


@pytest.fixture
def server(settings, site) -> Iterator[MailServer]:
    with mail_server() as server:
        settings.MAILERS = server.mailers
        yield server


def test_it_says_that_the_letter_is_sent(site, mailoutbox: list[EmailMessage]) -> None:
    assert run("Mo@Example.org") == "The letter to Mo@Example.org is sent.\n"
    [letter] = mailoutbox
    assert (letter.to, letter.subject) == (["mo@example.org"], "A letter to try Verandah")


def test_what_is_no_address_is_refused(site, mailoutbox: list[EmailMessage]) -> None:
    with pytest.raises(CommandError, match="Enter an e-mail address"):
        run("mo")
    assert not mailoutbox


@pytest.mark.parametrize(
    ("manner", "why"),
    [
        ("refuse", "has refused the address.*later.*VERANDAH_MAIL_URL"),
        ("unknown", "has refused the address.*nobody of that name"),
        ("hang up", "may have been sent or not"),
    ],
)
def test_it_says_what_the_mail_server_says(server: MailServer, manner: str, why: str) -> None:
    server.manner = manner
    with pytest.raises(CommandError, match=why):
        run("mo@example.org")


def test_it_says_when_there_is_no_mail_server(settings, site) -> None:
    with mail_server() as server:
        settings.MAILERS = server.mailers
    with pytest.raises(CommandError, match="cannot be reached"):
        run("mo@example.org")


def test_a_letter_arrives_whole(server: MailServer) -> None:
    run("mo@example.org")
    [letter] = server.letters
    assert "multipart/alternative" in letter
    assert re.search(r"^From: \"?Verandah\"? <verandah@127\.0\.0\.1>", letter, re.MULTILINE)
