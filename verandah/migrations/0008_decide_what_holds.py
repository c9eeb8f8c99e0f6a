"""What staff had decided before there were decisions gets one each, and the record loses all words."""

from secrets import choice, randbelow
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.utils import timezone

LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
# Who it is about was told of these.
TOLD = {"warn", "disable", "enable", "mark_sensitive", "unmark_sensitive", "limit", "unlimit", "suspend", "unsuspend"}
ACCOUNT, RULES, CLOSED = 1, 7, 8


def decide(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """A case and a decision for each entry that someone was told of; a restriction for what holds still."""
    record, notices = apps.get_model("verandah", "AuditEntry"), apps.get_model("verandah", "Notification").objects
    decided: dict[tuple[int, str], Any] = {}
    for entry in record.objects.filter(deed__in=TOLD, account_id__isnull=False).order_by("pk"):
        decision = decision_of(apps, entry.account_id, entry.deed, entry)
        if decision is not None:
            decided[entry.account_id, entry.deed] = decision
            notices.filter(entry=entry).update(decision=decision)
    # Nothing can be told of what is gone.
    notices.filter(entry__isnull=False, decision=None).delete()
    for entry in record.objects.filter(facts__has_key="text"):
        entry.facts.pop("text")
        entry.save(update_fields=["facts"])
    keep_what_holds(apps, decided)


def decision_of(apps: StateApps, account_id: int, deed: str, entry: Any = None) -> Any:
    """The rows of one decision; None when whom it was about is gone."""
    if not apps.get_model("verandah", "Account").objects.filter(pk=account_id).exists():
        return None
    now = entry.created_at if entry else timezone.now()
    subject, _made = apps.get_model("verandah", "Subject").objects.get_or_create(
        kind=ACCOUNT, ref=account_id, part="", defaults={"owner_id": account_id, "created_at": now}
    )
    case = apps.get_model("verandah", "Case").objects.create(
        code=free_code(apps),
        subject=subject,
        owner_id=account_id,
        queue=RULES,
        state=CLOSED,
        created_at=now,
        updated_at=now,
        closed_at=now,
    )
    return apps.get_model("verandah", "Decision").objects.create(
        case=case,
        subject=subject,
        actor_id=entry.actor_id if entry else None,
        effects=[deed],
        message=str(entry.facts.get("text") or "")[:2000] if entry else "",
        created_at=now,
    )


def keep_what_holds(apps: StateApps, decided: dict[tuple[int, str], Any]) -> None:
    """The restrictions, and the columns that name them."""
    account, user = apps.get_model("verandah", "Account"), apps.get_model("verandah", "User")
    for row in account.objects.exclude(suspended_at=None, limited_at=None, is_always_sensitive=False):
        kinds = [
            *(["suspend"] if row.suspended_at else []),
            *(["limit"] if row.limited_at else []),
            *(["mark_sensitive"] if row.is_always_sensitive else []),
        ]
        for kind in kinds:
            row.restriction = restriction_of(apps, row.pk, kind, decided)
        row.save(update_fields=["restriction"])
    for login in user.objects.filter(is_active=False):
        login.restriction = restriction_of(apps, login.account_id, "disable", decided)
        login.save(update_fields=["restriction"])


def restriction_of(apps: StateApps, account_id: int, kind: str, decided: dict[tuple[int, str], Any]) -> Any:
    """What holds, by the decision it came from."""
    decision = decided.get((account_id, kind)) or decision_of(apps, account_id, kind)
    return apps.get_model("verandah", "Restriction").objects.create(
        decision=decision, subject=decision.subject, kind=kind, active_from=decision.created_at
    )


def free_code(apps: StateApps) -> str:
    """What people call a case."""
    cases = apps.get_model("verandah", "Case").objects
    while True:
        code = f"{choice(LETTERS)}{choice(LETTERS)}-{1000 + randbelow(9000)}"
        if not cases.filter(code=code).exists():
            return code


class Migration(migrations.Migration):
    dependencies = [("verandah", "0007_safety")]
    operations = [migrations.RunPython(decide, migrations.RunPython.noop)]
