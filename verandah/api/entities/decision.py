"""AccountWarning: what the staff has decided about the viewer."""

from typing import TypedDict

from verandah.domain.moderation.decisions import ShownDecision
from verandah.domain.posts.full import FullAccount

from .account import AccountJson, account
from .dates import moment

# Mastodon's words. It has none for what is taken back, which is told in the text.
ACTIONS = {
    "disable": "disable",
    "mark_sensitive": "sensitive",
    "limit": "silence",
    "suspend": "suspend",
}


class DecisionJson(TypedDict):
    id: str
    action: str
    text: str
    status_ids: list[str] | None
    target_account: AccountJson
    appeal: None
    created_at: str


def decision(shown: ShownDecision, text: str, target: FullAccount) -> DecisionJson:
    """One decision; `text`: what it says, in the viewer's language."""
    return {
        "id": str(shown.id),
        "action": ACTIONS.get(shown.deed, "none"),
        "text": text,
        "status_ids": None,
        "target_account": account(target),
        "appeal": None,
        "created_at": moment(shown.created_at),
    }
