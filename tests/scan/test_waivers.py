"""Comments that waive a line, in every style of comment."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from monitor.scan import Scan, scan

IDS = ["gpt-4", "gpt-4o"]
MARK = "model-monitor: ignore[until=2027-01-31] the vendor moves first"


def scanned(folder: Path, name: str, content: str) -> Scan:
    folder.joinpath(name).write_text(content)
    return scan(folder, IDS, markdown=True)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("a.py", f'model = "gpt-4"  # {MARK}'),
        ("a.ts", f'const model = "gpt-4"; // {MARK}'),
        ("a.go", f'model := "gpt-4" /* {MARK} */'),
        ("a.rb", f"model = 'gpt-4' # {MARK}"),
        ("a.php", f"<?php $model = 'gpt-4'; # {MARK}"),
        ("a.yaml", f"model: gpt-4 # {MARK}"),
        ("a.toml", f'model = "gpt-4" # {MARK}'),
        ("a.tf", f'model = "gpt-4" // {MARK}'),
        ("a.sql", f"SET model = 'gpt-4'; -- {MARK}"),
        ("a.sh", f"MODEL=gpt-4 # {MARK}"),
        ("Dockerfile", f"# {MARK}\nENV MODEL=gpt-4"),
        (".env", f"# {MARK}\nMODEL=gpt-4"),
        ("a.java", f'// {MARK}\nString model = "gpt-4";'),
        ("a.css.ts", f'  /* {MARK} */\n  model: "gpt-4",'),
        ("a.json", f'{{"//": "{MARK}",\n "model": "gpt-4"}}'),
        ("a.md", f"<!-- {MARK} -->\nUse `gpt-4`."),
        ("values.yaml", f"{{{{/* {MARK} */}}}}\nmodel: gpt-4"),
    ],
)
def test_a_comment_waives_its_line_or_alone_the_next(tmp_path: Path, name: str, line: str) -> None:
    result = scanned(tmp_path, name, line + "\n")

    (find,) = result.finds
    assert find.waiver is not None
    assert (find.waiver.until, find.waiver.reason) == (date(2027, 1, 31), "the vendor moves first")
    assert result.waivers == (find.waiver,)
    assert (find.waiver.path, find.waiver.problem) == (name, "")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.ipynb", r'{"cells":[{"cell_type":"code","source":["m = \"gpt-4\"  # %s\n"]}]}', 'the "big" one'),
        ("a.ipynb", r'{"cells":[{"cell_type":"code","source":"m = \"gpt-4\"  # %s\nx = 1\n"}]}', "the one"),
        ("a.json", '{"//": "%s", "model": "gpt-4"}', "the one"),
    ],
)
def test_a_reason_ends_with_the_string_that_it_stands_in(tmp_path: Path, name: str, content: str, reason: str) -> None:
    told = json.dumps(f"model-monitor: ignore[until=2027-01-31] {reason}")[1:-1]

    (waiver,) = scanned(tmp_path, name, content % told).waivers

    assert waiver.reason == reason


def test_other_lines_are_not_waived(tmp_path: Path) -> None:
    result = scanned(tmp_path, "a.py", 'a = "gpt-4"\nb = "gpt-4"  # model-monitor: ignore\nc = "gpt-4"\n')

    assert [find.waiver is not None for find in result.finds] == [False, True, False]
    assert (result.waivers[0].until, result.waivers[0].reason, result.waivers[0].line) == (None, "", 2)


@pytest.mark.parametrize(
    "option", ["until=2027-02-30", "until=soon", "until 2027-01-31", "until=2027-1-31", "", "for=me"]
)
def test_a_date_that_is_none_waives_nothing_and_is_told(tmp_path: Path, option: str) -> None:
    result = scanned(tmp_path, "a.py", f'a = "gpt-4"  # model-monitor: ignore[{option}] later\n')

    assert result.finds[0].waiver is None
    assert result.waivers[0].problem
    assert (result.waivers[0].path, result.waivers[0].line) == ("a.py", 1)


def test_a_waiver_of_nothing_is_told_too(tmp_path: Path) -> None:
    result = scanned(tmp_path, "a.py", "x = 1  # model-monitor: ignore gone since\n")

    assert (result.finds, [waiver.reason for waiver in result.waivers]) == ((), ["gone since"])


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("a.py", 'a = ["gpt-4", "# model-monitor: ignore"]'),
        ("a.ts", 'const a = "gpt-4" + "// model-monitor: ignore";'),
        ("a.md", "`gpt-4` is waived by `model-monitor: ignore`"),
        ("a.py", 'a = "gpt-4"  # model-monitor: ignored'),
    ],
)
def test_what_only_speaks_of_waivers_is_none(tmp_path: Path, name: str, line: str) -> None:
    result = scanned(tmp_path, name, line + "\n")

    assert result.waivers == ()
    assert all(find.waiver is None for find in result.finds)
