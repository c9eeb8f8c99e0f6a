"""Birthdays of others, for those whom they tell."""

from datetime import date

from verandah.base.reading import rows
from verandah.domain.accounts.models import Account

# Of the audiences: members, friends, and the member alone, who always sees it.
BIRTHDAY = """
SELECT p.birthday FROM verandah_preferences p
WHERE p.account_id = %(account)s AND p.birthday <> '' AND (p.account_id = %(viewer)s OR p.birthday_audience IN (1, 2)
    OR (p.birthday_audience = 4 AND EXISTS (SELECT 1 FROM verandah_friendship s
        WHERE s.account_id = %(viewer)s AND s.friend_id = p.account_id)))"""


def birthday_of(viewer: Account | None, account: Account) -> date | None:
    """When `account`, whom `viewer` may see, has their birthday, in a year that has every day. One query, no guests."""
    found = rows(BIRTHDAY, {"account": account.id, "viewer": viewer.id}) if viewer else []
    return date.fromisoformat(f"2000-{found[0][0]}") if found else None
