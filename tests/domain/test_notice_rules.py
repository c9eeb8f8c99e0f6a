"""What a policy does with a notice, as a table."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from verandah.domain.notifications.rules import PARTS, Standing, Verdict, verdict

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
FRIEND = Standing(
    is_followed=True,
    follows_since=NOW - timedelta(days=90),
    joined_at=NOW - timedelta(days=900),
    is_limited=False,
    is_bot=False,
    speaks_privately=False,
)
STRANGER = replace(FRIEND, is_followed=False, follows_since=None)
STRICT = dict.fromkeys(PARTS, "filter")

CASES = [
    ({}, STRANGER, Verdict.TELL),
    (STRICT, FRIEND, Verdict.TELL),
    (STRICT, STRANGER, Verdict.HOLD),
    ({"not_following": "filter"}, STRANGER, Verdict.HOLD),
    ({"not_following": "drop"}, STRANGER, Verdict.DROP),
    ({"not_following": "filter"}, FRIEND, Verdict.TELL),
    ({"not_followers": "filter"}, STRANGER, Verdict.HOLD),
    ({"not_followers": "filter"}, replace(FRIEND, follows_since=None), Verdict.HOLD),
    ({"not_followers": "filter"}, replace(STRANGER, follows_since=NOW - timedelta(days=4)), Verdict.TELL),
    ({"not_followers": "filter"}, replace(STRANGER, follows_since=NOW - timedelta(days=2)), Verdict.HOLD),
    ({"new_accounts": "filter"}, STRANGER, Verdict.TELL),
    ({"new_accounts": "filter"}, replace(STRANGER, joined_at=NOW - timedelta(days=29)), Verdict.HOLD),
    ({"new_accounts": "filter"}, replace(FRIEND, joined_at=NOW), Verdict.TELL),
    ({"private_mentions": "filter"}, STRANGER, Verdict.TELL),
    ({"private_mentions": "filter"}, replace(STRANGER, speaks_privately=True), Verdict.HOLD),
    ({"private_mentions": "filter"}, replace(FRIEND, speaks_privately=True), Verdict.TELL),
    ({"limited_accounts": "drop"}, replace(STRANGER, is_limited=True), Verdict.DROP),
    ({"limited_accounts": "drop"}, STRANGER, Verdict.TELL),
    ({"bots": "filter"}, replace(STRANGER, is_bot=True), Verdict.HOLD),
    ({"bots": "filter"}, replace(FRIEND, is_bot=True), Verdict.TELL),
    ({"bots": "filter", "not_following": "drop"}, replace(STRANGER, is_bot=True), Verdict.DROP),
]


@pytest.mark.parametrize(("policy", "standing", "expected"), CASES)
def test_what_becomes_of_it(policy, standing, expected):
    assert verdict(policy, standing, NOW) is expected
