"""The house rules that no linter knows: sizes of modules, what the core may touch, where a broad except may stand."""

from __future__ import annotations

import ast
import re
import shutil
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

CHECKOUT = Path(__file__).resolve().parent.parent
PACKAGE = CHECKOUT / "monitor"
MODULES = sorted(PACKAGE.rglob("*.py"))
CORE = sorted((PACKAGE / "core").rglob("*.py"))
MIGRATIONS = sorted((CHECKOUT / "migrations").rglob("*.py"))
DOCUMENTS = sorted([*CHECKOUT.glob("*.md"), *(CHECKOUT / "docs").rglob("*.md")])

# Where one failing job, message or page must not stop the others. Each place logs the error and goes on.
BOUNDARIES = {
    "monitor/service/scheduler.py": "runs tasks",
    "monitor/service/poll.py": "runs one job per source",
    "monitor/service/deliver.py": "runs deliveries",
    "monitor/service/interactions.py": "does what is asked for in Slack",
}
BROAD = {"Exception", "BaseException"}

# The parts of the standard library through which a rule could see the world.
WORLD = {
    "asyncio", "ctypes", "http", "io", "logging", "multiprocessing", "os", "pathlib", "pickle", "random", "secrets",
    "shutil", "signal", "smtplib", "socket", "sqlite3", "ssl", "subprocess", "sys", "tempfile", "threading", "time",
    "urllib.request",
}  # fmt: skip
CLOCK = {"now", "utcnow", "today"}


def place(path: Path) -> str:
    return path.relative_to(CHECKOUT).as_posix()


def length(module: Path) -> int:
    return len(module.read_text("utf-8").splitlines())


def nodes(module: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(module.read_text("utf-8"), place(module)))


def imports(module: Path) -> Iterator[str]:
    """Full names of all modules that a module imports, also inside functions."""
    for node in nodes(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def project_files() -> list[Path]:
    """All files that belong to the project: git's word where there is one, else what no tool has made."""
    git = shutil.which("git")
    if git and (CHECKOUT / ".git").exists():
        listing = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(listing, cwd=CHECKOUT, capture_output=True, check=True, text=True).stdout.split("\0")
        return [CHECKOUT / name for name in names if name and (CHECKOUT / name).is_file()]
    made = re.compile(r"(^|/)(\.(git|venv|uv|demo|[a-z_]+_cache|hypothesis)|build|dist|__pycache__)/")
    return [path for path in CHECKOUT.rglob("*") if path.is_file() and not made.search(place(path))]


class TestModules:
    def test_a_module_is_a_thought_and_none_is_longer_than_400_lines(self) -> None:
        too_long = {place(module): length(module) for module in MODULES if length(module) > 400}

        assert too_long == {}

    def test_nineteen_of_twenty_modules_have_at_most_250_lines(self) -> None:
        longer = sorted(place(module) for module in MODULES if length(module) > 250)

        assert len(longer) <= len(MODULES) * 0.05, longer

    def test_half_of_the_modules_have_at_most_120_lines(self) -> None:
        lengths = [length(module) for module in MODULES]

        assert statistics.median(lengths) <= 120


class TestImports:
    def test_imports_point_down_and_each_library_stays_in_its_room(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.chdir(CHECKOUT)

        status = lint_imports(config_filename="pyproject.toml", no_cache=True, no_logo=True)

        assert status == 0, capsys.readouterr().out

    def test_migrations_know_the_database_and_the_store_only(self) -> None:
        allowed = {"alembic", "sqlalchemy"}
        foreign = [
            f"{place(module)}: {name}"
            for module in MIGRATIONS
            for name in imports(module)
            if name.split(".")[0] not in allowed | sys.stdlib_module_names and not name.startswith("monitor.store")
        ]

        assert foreign == []


class TestCore:
    @pytest.mark.parametrize("module", CORE, ids=place)
    def test_a_rule_imports_the_standard_library_and_our_errors_only(self, module: Path) -> None:
        foreign = [
            name
            for name in imports(module)
            if name.split(".")[0] not in sys.stdlib_module_names
            and name != "monitor.errors"
            and not (name == "monitor.core" or name.startswith("monitor.core."))
        ]

        assert foreign == []

    @pytest.mark.parametrize("module", CORE, ids=place)
    def test_a_rule_cannot_see_the_world(self, module: Path) -> None:
        seen = [name for name in imports(module) if name in WORLD or name.split(".")[0] in WORLD]

        assert seen == []

    @pytest.mark.parametrize("module", CORE, ids=place)
    def test_a_rule_reads_no_clock_and_no_file(self, module: Path) -> None:
        read = [
            f"line {node.lineno}: {ast.unparse(node.func)}"
            for node in nodes(module)
            if isinstance(node, ast.Call)
            and (
                (isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK)
                or (isinstance(node.func, ast.Name) and node.func.id in {"open", "print", "input", "eval", "exec"})
            )
        ]

        assert read == []


class TestErrors:
    def test_everything_is_caught_at_the_named_boundaries_only_and_once_in_each(self) -> None:
        broad = Counter(
            place(module)
            for module in MODULES
            for handler in nodes(module)
            if isinstance(handler, ast.ExceptHandler) and catches_everything(handler)
        )

        assert set(broad) - set(BOUNDARIES) == set()
        assert max(broad.values(), default=0) <= 1, broad

    @pytest.mark.parametrize(
        ("source", "expected"),
        [
            ("except: pass", True),
            ("except Exception: pass", True),
            ("except (ValueError, BaseException) as e: pass", True),
            ("except ValueError: pass", False),
        ],
    )
    def test_a_broad_except_is_recognised(self, source: str, expected: bool) -> None:
        (handler,) = (n for n in ast.walk(ast.parse(f"try: pass\n{source}")) if isinstance(n, ast.ExceptHandler))

        assert catches_everything(handler) is expected


def catches_everything(handler: ast.ExceptHandler) -> bool:
    return handler.type is None or any(isinstance(n, ast.Name) and n.id in BROAD for n in ast.walk(handler.type))


class TestFiles:
    def test_no_file_names_a_folder_of_someones_machine_or_a_package_index(self) -> None:
        machine = r"(?<![\w.\-/])/(?:work|root|home|Users)/\w"
        index = r"pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)"
        found = []
        for path in project_files():
            try:
                text = path.read_text("utf-8")
            except UnicodeDecodeError:  # a picture
                continue
            found += [f"{place(path)}: {match.group()}" for match in re.finditer(f"{machine}|{index}", text)]

        assert found == []

    @pytest.mark.parametrize("document", DOCUMENTS, ids=place)
    def test_what_the_documents_point_at_exists(self, document: Path) -> None:
        text = document.read_text("utf-8")
        named = re.findall(r"`((?:monitor|migrations|tests|docs|requirements|benchmarks)/[\w./-]*)`", text)
        linked = [link for link in re.findall(r"\]\(([^)#]+)", text) if "://" not in link]
        missing = [name for name in named if not (CHECKOUT / name).exists()]
        missing += [link for link in linked if not (document.parent / link).exists()]

        assert missing == []

    def test_every_exception_from_a_lint_rule_gives_its_reason(self) -> None:
        table = (CHECKOUT / "pyproject.toml").read_text("utf-8")
        listed = re.findall(r'^    "[A-Z]+\d*",.*$', table, re.MULTILINE)
        in_lines = [
            f"{place(module)}: {line.strip()}"
            for module in MODULES
            for line in module.read_text("utf-8").splitlines()
            if "# noqa" in line and not re.search(r"# noqa: [A-Z]+\d+(, ?[A-Z]+\d+)* .*\w", line)
        ]

        assert len(listed) > 10
        assert [line for line in listed if "# " not in line] == []
        assert in_lines == []
