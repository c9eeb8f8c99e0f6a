"""Scopes: what holds what, and that every one of them has words for the person who allows it."""

import pytest

from verandah.api.scopes import SCOPES, covers
from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.rules import STAFF_SCOPES, beyond, grantable
from verandah.web.scope_words import WORDS, wishes

CASES = [
    ("read", "read", True),
    ("read", "read:accounts", True),
    ("read", "write", False),
    ("read", "write:accounts", False),
    ("read", "admin:read", False),
    ("read", "admin:read:accounts", False),
    ("read", "reader", False),
    ("read", "push", False),
    ("read:accounts", "read:accounts", True),
    ("read:accounts", "read", False),
    ("read:accounts", "read:lists", False),
    ("read:accounts", "read:accounts:all", True),
    ("write", "write:statuses", True),
    ("write", "read:statuses", False),
    ("write", "admin:write:reports", False),
    ("follow", "write:follows", True),
    ("follow", "read:follows", True),
    ("follow", "write:mutes", True),
    ("follow", "read:blocks", True),
    ("follow", "write:statuses", False),
    ("follow", "read", False),
    ("write:follows", "follow", False),
    ("profile", "profile", True),
    ("profile", "read:accounts", False),
    ("read", "profile", True),
    ("read:accounts", "profile", True),
    ("read:statuses", "profile", False),
    ("write", "profile", False),
    ("push", "push", True),
    ("push", "read:notifications", False),
    ("admin:read", "admin:read:accounts", True),
    ("admin:read", "admin:write:accounts", False),
    ("admin:read", "read:accounts", False),
    ("admin:write:reports", "admin:write", False),
    ("", "read", False),
    ("READ", "read:accounts", False),
]


@pytest.mark.parametrize(("granted", "needed", "does"), CASES)
def test_what_covers_what(granted, needed, does):
    assert covers(frozenset(granted.split()), needed) is does


def test_every_scope_covers_itself_and_nothing_covers_with_nothing():
    assert [scope for scope in SCOPES if not covers(frozenset({scope}), scope)] == []
    assert [scope for scope in SCOPES if covers(frozenset(), scope)] == []


def test_a_token_that_only_reads_covers_no_writing():
    reading = frozenset(scope for scope in SCOPES if scope.startswith(("read", "profile", "push")))
    assert [scope for scope in SCOPES if scope.startswith("write") and covers(reading, scope)] == []


def test_what_is_beyond_what_was_registered():
    read = frozenset({"read", "write:lists"})
    assert beyond(read, frozenset({"read", "read:lists", "write:lists"})) == []
    assert beyond(read, frozenset({"write", "follow", "admin:read", "read:everything", "x"})) == [
        "admin:read",
        "follow",
        "read:everything",
        "write",
        "x",
    ]


def test_only_staff_gives_what_is_the_staffs():
    wanted = frozenset({"read", "admin:read"})
    assert [role for role in Role if grantable(role, wanted) != wanted] == [Role.MEMBER]
    assert grantable(Role.MEMBER, wanted) == {"read"}
    assert grantable(Role.MEMBER, STAFF_SCOPES) == frozenset()


def test_every_scope_has_its_words_and_no_two_have_the_same():
    assert set(WORDS) == SCOPES
    words = [str(text) for _icon, text in WORDS.values()]
    assert len(set(words)) == len(words)


def test_what_a_wider_scope_holds_is_not_said_again():
    assert [wish.scope for wish in wishes(["read:lists", "write:lists", "read", "follow"])] == [
        "read",
        "write:lists",
        "follow",
    ]
    assert [wish.scope for wish in wishes(SCOPES)] == ["read", "write", "follow", "push", "admin:read", "admin:write"]
