"""AccountWarning: what the staff has decided about the viewer."""

from typing import TypedDict

from verandah.domain.moderation.decisions import Contested, ShownDecision
from verandah.domain.moderation.effects import Effect
from verandah.domain.posts.full import FullAccount

from .account import AccountJson, account
from .dates import moment

# Mastodon's words. It has none for what is taken back, which is told in the text.
ACTIONS: dict[str, str] = {
    Effect.DISABLE: "disable",
    Effect.MARK_SENSITIVE: "sensitive",
    Effect.LIMIT: "silence",
    Effect.SUSPEND: "suspend",
    Effect.TERMINATE: "suspend",
}
# Of posts, and of the files in them.
OF_POSTS: dict[str, str] = {
    Effect.BLUR: "mark_statuses_as_sensitive",
    Effect.HIDE: "delete_statuses",
    Effect.REMOVE: "delete_statuses",
}
ANSWERS = {"overturned": "approved", "partly": "approved", "upheld": "rejected"}


class AppealJson(TypedDict):
    text: str
    state: str


class DecisionJson(TypedDict):
    id: str
    action: str
    text: str
    status_ids: list[str] | None
    target_account: AccountJson
    appeal: AppealJson | None
    created_at: str


def decision(shown: ShownDecision, text: str, target: FullAccount) -> DecisionJson:
    """One decision; `text`: what it says, in the viewer's language."""
    return {
        "id": str(shown.id),
        "action": action_of(shown),
        "text": text,
        "status_ids": [str(shown.ref)] if shown.is_of_post else None,
        "target_account": account(target),
        "appeal": appeal(shown.appeal) if shown.appeal else None,
        "created_at": moment(shown.created_at),
    }


def action_of(shown: ShownDecision) -> str:
    """Mastodon's word for what was done."""
    if shown.undone:
        return "none"
    if shown.is_of_post and shown.deed == Effect.LIMIT:
        return "none"
    return OF_POSTS.get(shown.deed) or ACTIONS.get(shown.deed, "none")


def appeal(shown: Contested) -> AppealJson:
    """What the viewer has said against it, and what became of that."""
    return {"text": shown.text, "state": ANSWERS.get(shown.state, "pending")}
