"""The database's version: migrations up and down, and what is refused."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

import monitor
from monitor.errors import DatabaseVersion, StoreError
from monitor.store import engine, migrating, schema
from monitor.store.engine import Engine, alteration, transaction
from monitor.store.tables import Base

CHECKOUT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    made = engine.connect(database_url)
    yield made
    made.dispose()


def set_version(database: Engine, version: str) -> None:
    with transaction(database) as session:
        session.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})


def structure(connection: Connection) -> dict[str, Any]:
    """All that a database knows of its tables, with the CHECKs, in an order that does not depend on it."""
    look = inspect(connection)
    return {
        name: {
            "columns": {c["name"]: (str(c["type"]), c["nullable"]) for c in look.get_columns(name)},
            "key": look.get_pk_constraint(name),
            "foreign keys": sorted(map(str, look.get_foreign_keys(name))),
            "unique": sorted(map(str, look.get_unique_constraints(name))),
            "indexes": sorted(map(_index, look.get_indexes(name))),
            "checks": sorted(map(str, look.get_check_constraints(name))),
        }
        for name in look.get_table_names()
        if name != "alembic_version"
    }


def _index(index: Any) -> str:
    """An index in words, the condition of a partial one too, which is an object of its own in each look."""
    options = {key: str(value) for key, value in index.get("dialect_options", {}).items()}
    return str({**index, "dialect_options": options})


class TestMigrations:
    def test_they_make_exactly_the_tables_that_the_program_knows(self, database: Engine) -> None:
        with alteration(database) as session:
            Base.metadata.create_all(session.connection())
            known = structure(session.connection())
            Base.metadata.drop_all(session.connection())
        schema.migrate(database)
        with transaction(database) as session:
            made = structure(session.connection())

        assert made == known
        assert sum(len(table["checks"]) for table in made.values()) > 10

    def test_alembic_finds_nothing_left_to_change(self, database: Engine) -> None:
        schema.migrate(database)
        with transaction(database) as session:
            context = MigrationContext.configure(session.connection(), opts={"compare_type": True})

            assert compare_metadata(context, Base.metadata) == []

    def test_each_can_be_undone_and_done_again(self, database: Engine) -> None:
        schema.migrate(database)
        with transaction(database) as session:
            first = structure(session.connection())
        for target in ("-1", "base"):
            with alteration(database) as session:
                command.downgrade(migrating.config(session.connection(), schema.migrations()), target)
            schema.migrate(database)
        with alteration(database) as session:
            again = structure(session.connection())
            command.downgrade(migrating.config(session.connection(), schema.migrations()), "base")
            left = structure(session.connection())

        assert again == first
        assert left == {}
        assert schema.current(database) is None

    def test_they_are_numbered_without_a_gap(self) -> None:
        scripts = ScriptDirectory(str(schema.migrations()))
        revisions = [script.revision for script in reversed(list(scripts.walk_revisions()))]

        assert revisions == [f"{number:04}" for number in range(1, len(revisions) + 1)]
        assert scripts.get_current_head() == schema.head() == revisions[-1]

    def test_a_draft_of_the_next_one_is_plain_and_empty(
        self, database: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        schema.migrate(database)
        folder = shutil.copytree(schema.migrations(), tmp_path / "migrations", ignore=shutil.ignore_patterns("*.pyc"))
        with alteration(database) as session:
            config = migrating.config(session.connection(), folder)
            command.revision(config, "next", autogenerate=True, rev_id="9999")
        capsys.readouterr()
        (draft,) = (folder / "versions").glob("9999_*.py")
        written = draft.read_text("utf-8")

        assert written.count("    pass\n") == 2
        assert f"down_revision = {schema.head()!r}" in written
        compile(written, str(draft), "exec")

    def test_a_draft_names_columns_by_what_they_are_to_the_database(
        self, database: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        folder = shutil.copytree(
            schema.migrations(), tmp_path / "migrations", ignore=shutil.ignore_patterns("0*", "*.pyc")
        )
        with alteration(database) as session:
            command.revision(migrating.config(session.connection(), folder), "all", autogenerate=True, rev_id="0001")
        capsys.readouterr()
        written = (folder / "versions" / "0001_all.py").read_text("utf-8")

        assert "sa.Column('told_at', sa.DateTime(timezone=True), nullable=False)" in written
        assert "monitor." not in written


class TestPrepare:
    def test_sqlite_is_made_ready_by_itself(self, tmp_path: Path) -> None:
        made = engine.connect(f"sqlite:///{tmp_path / 'new.db'}")
        before = schema.current(made)
        schema.prepare(made)
        schema.prepare(made)
        after = schema.current(made)
        schema.check(made)
        made.dispose()

        assert (before, after) == (None, schema.head())

    def test_postgresql_is_only_checked(self, postgres_url: str) -> None:
        made = engine.connect(postgres_url)
        with pytest.raises(DatabaseVersion, match="has no tables yet: run `model-monitor db upgrade`"):
            schema.prepare(made)
        assert schema.current(made) is None

        schema.prepare(made, migrate_postgres=True)
        schema.prepare(made)
        made.dispose()

    def test_processes_that_start_at_once_share_the_work(self, database: Engine, database_url: str) -> None:
        start = (
            "from monitor.store import engine, schema; "
            f"made = engine.connect({database_url!r}); schema.migrate(made); made.dispose()"
        )
        running = [
            subprocess.Popen([sys.executable, "-W", "error", "-c", start], cwd=CHECKOUT, stderr=subprocess.PIPE)
            for _ in range(3)
        ]
        errors = [process.communicate(timeout=120)[1].decode() for process in running]

        assert [(process.returncode, error) for process, error in zip(running, errors, strict=True)] == [(0, "")] * 3
        assert schema.current(database) == schema.head()

    def test_a_ready_database_is_opened_without_alembic(self, database: Engine, database_url: str) -> None:
        schema.migrate(database)
        start = (
            "import sys; from monitor.store import engine, schema; "
            f"made = engine.connect({database_url!r}); schema.prepare(made); made.dispose(); "
            "print('alembic' in sys.modules)"
        )
        answer = subprocess.run([sys.executable, "-c", start], cwd=CHECKOUT, check=True, capture_output=True, text=True)

        assert answer.stdout == "False\n"


class TestVersions:
    def test_a_newer_database_is_refused_and_left_alone(self, database: Engine) -> None:
        schema.migrate(database)
        set_version(database, "9999")

        for act in (schema.check, schema.migrate, schema.prepare):
            with pytest.raises(DatabaseVersion, match=r"version 9999, newer than .* \d{4}: install a newer") as caught:
                act(database)
            assert "\n" not in str(caught.value)
        assert schema.current(database) == "9999"

    def test_an_older_database_is_named_with_what_to_do(
        self, database: Engine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        head = schema.head()
        schema.migrate(database)
        monkeypatch.setattr(schema, "_revisions", lambda: [head, "9999"])

        with pytest.raises(
            DatabaseVersion, match=rf"version {head}, older than .* 9999: run `model-monitor db upgrade`"
        ):
            schema.check(database)

    def test_a_database_of_somebody_else_is_not_taken_over(self, database: Engine) -> None:
        with transaction(database) as session:
            session.execute(text("CREATE TABLE project (mine TEXT)"))

        with pytest.raises(StoreError, match=r"refuses: .*project.* already exists") as caught:
            schema.migrate(database)

        assert "\n" not in str(caught.value)
        assert schema.current(database) is None
        with transaction(database) as session:
            assert inspect(session.connection()).get_table_names() == ["project"]


class TestAlteration:
    def test_rows_that_lose_what_they_refer_to_undo_it(self, tmp_path: Path) -> None:
        made = engine.connect(f"sqlite:///{tmp_path / 'x.db'}")
        with transaction(made) as session:
            session.execute(text("CREATE TABLE a (id INTEGER PRIMARY KEY)"))
            session.execute(text("CREATE TABLE b (a INTEGER REFERENCES a (id))"))
            session.execute(text("INSERT INTO a VALUES (1)"))
            session.execute(text("INSERT INTO b VALUES (1)"))

        with pytest.raises(StoreError, match="rows would be left"), alteration(made) as session:
            session.execute(text("DELETE FROM a"))
        with alteration(made) as session:
            session.execute(text("ALTER TABLE a RENAME TO c"))

        with transaction(made) as session:
            assert session.scalar(text("SELECT id FROM c")) == 1
        made.dispose()


def test_the_migrations_are_found_in_a_checkout_and_in_an_installed_package(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert schema.migrations() == CHECKOUT / "migrations"

    (tmp_path / "monitor" / "migrations").mkdir(parents=True)
    monkeypatch.setattr(monitor, "__file__", str(tmp_path / "monitor" / "__init__.py"))
    assert schema.migrations() == tmp_path / "monitor" / "migrations"
