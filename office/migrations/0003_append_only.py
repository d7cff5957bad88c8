"""The trail can only grow: the database refuses to change or delete an entry (design 8).

A later migration that alters the table on SQLite rebuilds it and loses the triggers: it must run ``install`` again.
Test runs that empty their tables by DELETE (SQLite) drop and re-create them in one fixture.
"""

from django.db import migrations

TABLE = "office_auditentry"
REFUSAL = "审计记录只能追加，不得修改或者删除"

SQLITE_INSTALL = [
    f"CREATE TRIGGER {TABLE}_no_{verb.lower()} BEFORE {verb} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for verb in ("UPDATE", "DELETE")
]
SQLITE_REMOVE = [f"DROP TRIGGER IF EXISTS {TABLE}_no_{verb}" for verb in ("update", "delete")]

POSTGRESQL_INSTALL = [
    f"CREATE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    f"CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE OR DELETE ON {TABLE} "
    f"FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()",
]
POSTGRESQL_REMOVE = [
    f"DROP TRIGGER IF EXISTS {TABLE}_append_only ON {TABLE}",
    f"DROP FUNCTION IF EXISTS {TABLE}_refuse()",
]

STATEMENTS = {
    ("sqlite", "install"): SQLITE_INSTALL,
    ("sqlite", "remove"): SQLITE_REMOVE,
    ("postgresql", "install"): POSTGRESQL_INSTALL,
    ("postgresql", "remove"): POSTGRESQL_REMOVE,
}


def run(connection, which):
    with connection.cursor() as cursor:
        for statement in STATEMENTS[connection.vendor, which]:
            cursor.execute(statement)


def install(apps, schema_editor):
    run(schema_editor.connection, "install")


def remove(apps, schema_editor):
    run(schema_editor.connection, "remove")


class Migration(migrations.Migration):
    dependencies = [("office", "0002_calendar")]
    operations = [migrations.RunPython(install, remove)]
