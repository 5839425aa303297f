"""The database itself refuses to change or remove rows of the audit trail: triggers, not only Python.

They are set after every `migrate`, because SQLite loses them when a table is made anew. Whoever administers the
database can take them away; then `verify_audit` says so, and the chain shows what was done meanwhile.
"""

from typing import Any

from django.db import connections

TABLES = ("accounts_auditentry", "accounts_auditbatch", "accounts_auditlink", "accounts_audithead")
SAID = "the audit trail is append-only"


def set_guards(using: str) -> None:
    """Set the triggers where they are missing, on SQLite and PostgreSQL. Safe to repeat."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION accounts_append_only() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{SAID}'; END $$"
            )
        for table in TABLES:
            if table in present:
                for name, sql in _triggers(connection.vendor, table):
                    if name not in guards(using):
                        cursor.execute(sql)


def missing_guards(using: str) -> list[str]:
    """Return the triggers that are not there. One query."""
    vendor = connections[using].vendor
    wanted = [name for table in TABLES for name, _sql in _triggers(vendor, table)]
    return sorted(set(wanted) - guards(using))


def guards(using: str) -> set[str]:
    """Return the names of the triggers that are there and enabled."""
    connection = connections[using]
    sql = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {name for (name,) in cursor.fetchall()}


def _triggers(vendor: str, table: str) -> list[tuple[str, str]]:
    if vendor == "postgresql":
        does = "EXECUTE FUNCTION accounts_append_only()"
        return [
            (f"{table}_kept", f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {does}"),
            (f"{table}_whole", f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {does}"),
        ]
    refuse = f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
    return [
        (f"{table}_{word}", f"CREATE TRIGGER {table}_{word} BEFORE {act} ON {table} {refuse}")
        for word, act in (("kept", "DELETE"), ("unchanged", "UPDATE"))
    ]


def set_guards_after_migrate(using: str, plan: Any = None, **_: Any) -> None:
    """Receiver of `post_migrate`."""
    set_guards(using)
