"""From here on nothing is restricted without a decision, and decisions and the record never change: by the database."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SEALED = ("verandah_auditentry", "verandah_decision")

SQLITE = [
    *(
        f"""CREATE TRIGGER {table}_no_{deed} BEFORE {deed} ON {table}
        BEGIN SELECT RAISE(ABORT, '{table} is written once and never changed'); END"""
        for table in SEALED
        for deed in ("UPDATE", "DELETE")
    ),
    *(
        f"""CREATE TRIGGER verandah_appeal_another_{deed} BEFORE {deed} ON verandah_appeal
        WHEN NEW.reviewer_id IN (SELECT d.actor_id FROM verandah_decision d WHERE d.id = NEW.decision_id
            UNION SELECT d.second_actor_id FROM verandah_decision d WHERE d.id = NEW.decision_id)
        BEGIN SELECT RAISE(ABORT, 'an appeal is decided by someone else'); END"""
        for deed in ("INSERT", "UPDATE")
    ),
]

POSTGRESQL = [
    """CREATE FUNCTION verandah_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '% is written once and never changed', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    *(
        f"""CREATE TRIGGER {table}_sealed BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION verandah_sealed()"""
        for table in SEALED
    ),
    """CREATE FUNCTION verandah_appeal_another() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT 1 FROM verandah_decision d WHERE d.id = NEW.decision_id
            AND NEW.reviewer_id IN (d.actor_id, d.second_actor_id))
        THEN RAISE EXCEPTION 'an appeal is decided by someone else'
            USING ERRCODE = 'integrity_constraint_violation'; END IF;
        RETURN NEW;
    END $$""",
    """CREATE TRIGGER verandah_appeal_another BEFORE INSERT OR UPDATE ON verandah_appeal
    FOR EACH ROW EXECUTE FUNCTION verandah_appeal_another()""",
]


def seal(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The triggers, in the words of this database."""
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL:
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("verandah", "0008_decide_what_holds")]
    operations = [
        migrations.RemoveConstraint(
            model_name="notification",
            name="notified_once_of_entry",
        ),
        migrations.RemoveField(
            model_name="notification",
            name="entry",
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.UniqueConstraint(
                condition=models.Q(("case", None), ("decision", None), ("post", None), ("report", None)),
                fields=("recipient", "kind", "actor"),
                name="notified_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("is_always_sensitive", False),
                        ("is_frozen", False),
                        ("limited_at", None),
                        ("standing", 0),
                        ("suspended_at", None),
                        ("terminated_at", None),
                    ),
                    ("restriction__isnull", False),
                    _connector="OR",
                ),
                name="account_restricted_by_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="album",
            constraint=models.CheckConstraint(
                condition=models.Q(("withheld", 0), ("restriction__isnull", False), _connector="OR"),
                name="album_restricted_by_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="media",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_blurred", False), ("is_withheld", False)),
                    ("restriction__isnull", False),
                    _connector="OR",
                ),
                name="media_restricted_by_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_blurred", False), ("is_limited", False), ("is_locked", False), ("withheld", 0)),
                    ("restriction__isnull", False),
                    _connector="OR",
                ),
                name="post_restricted_by_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_active", True), ("restriction__isnull", False), _connector="OR"),
                name="user_closed_by_decision",
            ),
        ),
        migrations.RunPython(seal, migrations.RunPython.noop),
    ]
