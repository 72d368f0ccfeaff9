"""The program as a whole: help, version, streams, signals, and one line for what cannot be done."""

from __future__ import annotations

import os
import pkgutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import monitor
import monitor.cli
from monitor.cli.program import COMMANDS, program
from tests.cli.conftest import CHECKOUT, Terminal, page, start
from tests.e2e.mirror import Section

READERS = {"monitor.config", "monitor.service.registry", "monitor.sources", "structlog"}
HEAVY = {"alembic", "bs4", "fastapi", "genai_prices", "httpx", "lxml", "pydantic", "rich", "slack_sdk", "sqlalchemy"}


def commands(group: click.Group, *path: str) -> Iterator[tuple[str, ...]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from commands(command, *path, name)


ALL = list(commands(program))


class TestHelp:
    @pytest.mark.parametrize("path", ALL, ids=" ".join)
    def test_every_command_explains_itself_with_an_example_and_without_a_configuration(
        self, path: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)

        answer = CliRunner().invoke(program, [*path, "--help"], prog_name="model-monitor")

        assert answer.exit_code == 0
        assert answer.output.startswith(f"Usage: model-monitor {' '.join(path)}")
        assert "\n    model-monitor " in answer.output
        assert list(tmp_path.iterdir()) == []

    def test_the_examples_in_the_help_name_commands_and_options_that_exist(self) -> None:
        for path in ALL:
            for line in CliRunner().invoke(program, [*path, "--help"]).output.splitlines():
                if not line.startswith("    model-monitor "):
                    continue
                words = line.split()[1:]
                while words[0].startswith("--"):  # global options, all of which have a value here
                    words = words[2:]
                named = [name for name in ALL if tuple(words[: len(name)]) == name]
                command = resolved(max(named, key=len))
                known = {option for parameter in command.params for option in parameter.opts}
                ends = words.index("|") if "|" in words else words.index("||") if "||" in words else len(words)
                assert {word for word in words[:ends] if word.startswith("--")} <= known, line

    def test_the_help_of_the_program_has_one_whole_line_for_each_command(self) -> None:
        text = CliRunner().invoke(program, ["--help"]).output

        listed = text.partition("Commands:\n")[2].partition("\n\n")[0].splitlines()

        assert [line.split()[0] for line in listed] == list(COMMANDS)
        assert [line for line in listed if line.endswith("...")] == []

    def test_every_module_with_a_command_is_on_the_list(self) -> None:
        parts = {"findings", "naming", "options", "portrait", "program", "terminal"}
        parts |= {
            "model_audit",
            "pin_decide",
            "pin_import",
            "pin_listed",
            "scan_done",
            "scan_report",
            "source_accept",
            "source_rebuild",
            "source_replay",
        }
        modules = {module.name for module in pkgutil.iter_modules(monitor.cli.__path__)}

        assert modules - parts == set(COMMANDS)


def resolved(path: tuple[str, ...]) -> click.Command:
    command: click.Command = program
    for name in path:
        assert isinstance(command, click.Group)
        found = command.get_command(click.Context(command), name)
        assert found is not None
        command = found
    return command


def modules(words: tuple[str, ...], folder: Path) -> set[str]:
    """What has been imported when a command has run, in a process of its own."""
    folder.mkdir(exist_ok=True)
    listing = f"import sys; from monitor.cli import main; main({list(words)}); print(*sys.modules, file=sys.stderr)"
    environment = {"PYTHONPATH": str(CHECKOUT)}
    done = subprocess.run(
        [sys.executable, "-c", listing], cwd=folder, env=environment, check=True, capture_output=True, text=True
    )
    return set(done.stderr.split())


class TestStart:
    def test_the_version_is_printed(self, terminal: Terminal) -> None:
        answer = terminal.as_typed("--version")

        assert (answer.status, answer.out, answer.err) == (0, f"model-monitor {monitor.__version__}\n", "")

    @pytest.mark.parametrize("words", [("--version",), ("--help",), ("check", "--help")], ids=" ".join)
    def test_nothing_heavy_is_imported_for_an_answer_that_needs_none_of_it(
        self, words: tuple[str, ...], tmp_path: Path
    ) -> None:
        imported = modules(words, tmp_path)

        assert HEAVY & imported == set()
        assert "monitor.cli" in imported

    @pytest.mark.parametrize("reference", ["openai/gpt-4-0314", "openrouter/openai/gpt-4", "openai/gpt-4-0315"])
    def test_a_check_of_a_reference_loads_neither_a_database_library_nor_settings_nor_readers(
        self, reference: str, polled: Terminal
    ) -> None:
        without = modules(("check", reference), polled.folder / "elsewhere")
        beside = modules(("check", reference), polled.folder)

        assert (HEAVY | READERS) & (without | beside) == set()
        assert "monitor.store.glance" in beside - without

    def test_python_m_monitor_is_the_same_command(self, tmp_path: Path) -> None:
        process = start("--version", folder=tmp_path)

        assert process.communicate()[0] == f"model-monitor {monitor.__version__}\n"
        assert process.returncode == 0


class TestUsage:
    @pytest.mark.parametrize(
        ("words", "says"),
        [
            (["polll"], "there is no command 'polll', did you mean poll? (see `model-monitor --help`)"),
            (["poll", "--jsn"], "'--jsn'"),
            (["pin", "ad"], "'ad'"),
            (["extract"], "SOURCE"),
            (["--today", "2026-13-01", "check", "x"], "'2026-13-01' is no day YYYY-MM-DD"),
            (["--today", "20260101", "check", "x"], "'20260101' is no day YYYY-MM-DD"),
            (["--today", "0001-01-01", "check", "x"], "'0001-01-01' is no day YYYY-MM-DD from 2000 to 2199"),
            (["check", "x", "--within", "soon"], "'soon' is no number of days such as 90d"),
            (["check", "x", "--within", "9999999999999999999d"], "at most 3650d"),
            (["check", "x", "--within", "-1d"], "'-1d' is no number of days"),
            (["check", "x", "--format", "xml"], "xml"),
        ],
    )
    def test_a_call_that_cannot_be_read_is_one_line_and_status_2(
        self, terminal: Terminal, words: list[str], says: str
    ) -> None:
        answer = terminal.as_typed(*words)

        assert (answer.status, answer.out) == (2, "")
        assert answer.err.startswith("model-monitor: ")
        assert answer.err.count("\n") == 1
        assert says in answer.err

    @pytest.mark.parametrize("words", [[], ["pin"], ["catalog"]], ids=str)
    def test_a_call_without_a_command_shows_the_help_on_standard_error(
        self, terminal: Terminal, words: list[str]
    ) -> None:
        answer = terminal.as_typed(*words)

        assert (answer.status, answer.out) == (2, "")
        assert answer.err.startswith("Usage: model-monitor")

    def test_control_characters_of_the_input_never_reach_the_terminal(self, terminal: Terminal) -> None:
        answer = terminal.as_typed("--config", "\x1b[31mred\x9b.toml", "poll")

        assert answer.status == 2
        assert {c for c in answer.err if not c.isprintable()} == {"\n"}

    def test_bytes_that_are_no_text_are_no_reason_for_a_traceback(self, tmp_path: Path) -> None:
        done = subprocess.run(
            [sys.executable.encode(), b"-m", b"monitor", b"check", b"openai/gpt-\xff"],
            cwd=tmp_path,
            env={"PYTHONPATH": str(CHECKOUT)},
            check=False,
            capture_output=True,
        )

        assert done.returncode == 2
        assert done.stderr.startswith(b"no configuration")
        assert b"Traceback" not in done.stderr


class TestSignals:
    def test_a_reader_that_has_seen_enough_ends_the_command_quietly(self, tmp_path: Path) -> None:
        rows = tuple(("2026-03-26", f"model-{n:05}", "`gpt-5`") for n in range(2000))  # more than a pipe holds
        (tmp_path / "page.md").write_text(page(Section("2025-09-26", rows)), "utf-8")
        process = start("extract", "openai/deprecations", "page.md", folder=tmp_path)
        assert process.stdout is not None
        assert process.stderr is not None

        first = process.stdout.readline()
        process.stdout.close()
        err = process.stderr.read()
        process.stderr.close()

        assert first.startswith("{")
        assert process.wait() == 141
        assert err == ""

    def test_ctrl_c_is_one_line_and_status_130(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "page.md")  # opening it to read waits for a writer
        # a shell that runs the tests in the background ignores this signal, and all that it starts inherits that
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        process = start("extract", "openai/deprecations", "page.md", folder=tmp_path)
        signal.signal(signal.SIGINT, before)
        with (tmp_path / "page.md").open("w"):  # the command has come so far: it reads
            process.send_signal(signal.SIGINT)
        # the file ends: a signal that came just before the read began would be heard of after it only
        _, err = process.communicate()

        assert process.returncode == 130
        assert err.strip() == "model-monitor: interrupted"
