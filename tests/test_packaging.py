"""What is shipped: the wheel holds all that the program needs, and the lock installs it without surprises."""

from __future__ import annotations

import ast
import email
import importlib.metadata
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import monitor

CHECKOUT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))
DISTRIBUTION = "model_deprecation_monitor"

RUN_TIME = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
EXTRAS = [Requirement(line) for lines in PROJECT["project"]["optional-dependencies"].values() for line in lines]
GROUPS = {name: [Requirement(line) for line in lines] for name, lines in PROJECT["dependency-groups"].items()}

# Needed, and named in no import statement of ours.
NAMED_OTHERWISE = {
    "lxml": "beautifulsoup4 is told to parse with it",
    "psycopg": "sqlalchemy loads it for postgresql+psycopg addresses",
    "tzdata": "zoneinfo reads it where the system has no zone database",
}

# One half of a library, of which each release belongs to one release of the other half.
HALVES = {"pydantic-core": "pydantic"}

PIN = re.compile(
    r"(?P<name>[a-z0-9][a-z0-9-]*)==(?P<version>[^\s;]+)"
    r"(?: ; (?P<marker>.+?))?"
    r"(?P<hashes>(?: --hash=sha256:[0-9a-f]{64})+)"
)


def files_below(folder: str) -> set[str]:
    paths = (path for path in (CHECKOUT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(CHECKOUT).as_posix() for path in paths}


def lock(name: str) -> list[str]:
    """The requirements of a lock file, one per line, without comments."""
    text = (CHECKOUT / "requirements" / name).read_text("utf-8")
    lines = [line.strip() for line in re.sub(r" \\\n\s*", " ", text).splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def imported_packages(folder: str) -> set[str]:
    """The first names of all that the modules of a folder import, without the standard library and ourselves."""
    names: set[str] = set()
    for module in (CHECKOUT / folder).rglob("*.py"):
        if "key" in module.parts:  # the tree that the scan is held against: code of all kinds, some of it broken
            continue
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.split(".")[0])
    return names - sys.stdlib_module_names - {"monitor", "tests", "benchmarks", "conftest"}


def distributions(packages: set[str]) -> set[str]:
    """The distributions that bring the packages; a package that nothing brings stands for itself."""
    known = importlib.metadata.packages_distributions()
    found = (canonicalize_name(name) for package in packages for name in known.get(package, [package]))
    return {HALVES.get(name, name) for name in found}


def names(requirements: list[Requirement]) -> set[str]:
    return {canonicalize_name(requirement.name) for requirement in requirements}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    answer = subprocess.run(command, cwd=CHECKOUT, check=False, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    (built,) = folder.glob("*.whl")
    return built


class TestWheel:
    def test_it_holds_the_package_with_its_data_and_the_migrations_and_nothing_else(self, wheel: Path) -> None:
        held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}

        assert held == files_below("monitor") | {f"monitor/{name}" for name in files_below("migrations")}

    def test_it_says_what_it_is(self, wheel: Path) -> None:
        written = zipfile.ZipFile(wheel).read(f"{DISTRIBUTION}-{monitor.__version__}.dist-info/METADATA")
        metadata = email.message_from_bytes(written)

        assert metadata["Name"] == "model-deprecation-monitor"
        assert metadata["Version"] == monitor.__version__
        assert metadata["License-Expression"] == "Apache-2.0"
        assert metadata["Requires-Python"] == ">=3.11"
        assert metadata.get_all("Provides-Extra") == ["bedrock", "postgres"]

    def test_it_names_those_whose_figures_it_bundles(self, wheel: Path) -> None:
        """As their licences ask; the makers are those in the table itself."""
        with zipfile.ZipFile(wheel) as archive:
            notice = next(name for name in archive.namelist() if name.endswith("licenses/NOTICE"))
            said = archive.read(notice).decode()
            makers = json.loads(archive.read("monitor/catalog/figures.json"))["makers"]

        assert "Pydantic Services Inc." in said
        assert "Berri AI" in said
        assert all(name.partition(" ")[0] in said for name, _ in makers)

    def test_it_brings_the_command(self, wheel: Path) -> None:
        entries = zipfile.ZipFile(wheel).read(f"{DISTRIBUTION}-{monitor.__version__}.dist-info/entry_points.txt")

        assert "model-monitor = monitor.cli:main" in entries.decode()

    def test_it_works_alone_and_finds_its_migrations(self, wheel: Path, tmp_path: Path) -> None:
        alone, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
        zipfile.ZipFile(wheel).extractall(alone)
        elsewhere.mkdir()
        config = elsewhere / "config.toml"
        config.write_text(f'[database]\nurl = "sqlite:///{elsewhere / "alone.db"}"\n', "utf-8")
        start = f"import sys; sys.path.insert(0, {str(alone)!r}); from monitor.cli import main; sys.exit(main())"

        answer = subprocess.run(
            [sys.executable, "-I", "-c", start, "--config", str(config), "db", "upgrade"],
            cwd=elsewhere,
            check=False,
            capture_output=True,
            text=True,
        )

        assert answer.returncode == 0, answer.stderr
        assert (elsewhere / "alone.db").stat().st_size > 0


class TestLock:
    @pytest.mark.parametrize("name", ["run.txt", "dev.txt"])
    def test_every_line_is_one_release_with_its_hashes(self, name: str) -> None:
        lines = lock(name)

        assert len(lines) > 30
        assert [line for line in lines if not PIN.fullmatch(line)] == []

    def test_what_the_tests_run_against_is_what_users_run(self) -> None:
        assert set(lock("run.txt")) <= set(lock("dev.txt"))

    @pytest.mark.parametrize(
        ("name", "requirements"),
        [
            ("run.txt", RUN_TIME + EXTRAS + GROUPS["build"]),
            ("dev.txt", RUN_TIME + EXTRAS + GROUPS["build"] + GROUPS["dev"]),
        ],
        ids=["run", "dev"],
    )
    def test_it_is_as_fresh_as_the_declared_ranges(self, name: str, requirements: list[Requirement]) -> None:
        pins = [pin.groupdict() for line in lock(name) if (pin := PIN.fullmatch(line))]
        outside = [
            str(requirement)
            for requirement in requirements
            if not any(
                pin["name"] == canonicalize_name(requirement.name) and requirement.specifier.contains(pin["version"])
                for pin in pins
            )
        ]

        assert outside == [], "run `make lock`"


class TestDependencies:
    def test_what_the_package_imports_is_declared(self) -> None:
        assert distributions(imported_packages("monitor")) - names(RUN_TIME + EXTRAS) == set()

    def test_what_is_declared_is_used(self) -> None:
        used = distributions(imported_packages("monitor") | imported_packages("migrations"))

        assert names(RUN_TIME + EXTRAS) - used - set(NAMED_OTHERWISE) == set()

    def test_what_the_tests_import_is_declared(self) -> None:
        declared = names(RUN_TIME + EXTRAS + GROUPS["build"] + GROUPS["dev"])
        arrives_with_pytest = {"packaging"}

        assert distributions(imported_packages("tests")) - declared - arrives_with_pytest == set()
