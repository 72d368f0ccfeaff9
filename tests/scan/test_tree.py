"""Which files are read, what is left out, and that nothing in a tree can stop a scan."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from monitor.scan import Scan, scan

IDS = ["gpt-4", "gpt-4o", "claude-3-haiku-20240307", "command"]
LINE = 'model = "gpt-4"\n'


def write(root: Path, **files: str | bytes) -> Path:
    """Files by path; `__` in a name stands for a slash and `_dot_` for a dot."""
    for name, content in files.items():
        path = root / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def paths(result: Scan) -> list[str]:
    return [find.path for find in result.finds]


def reasons(result: Scan) -> dict[str, str]:
    return {skipped.path: skipped.reason for skipped in result.skipped}


def refusing(call: Callable[..., Any], forbidden: set[Path]) -> Callable[..., Any]:
    """A call of the system that fails for some paths as if the rights were missing."""

    def refused(path: str, *arguments: Any, **options: Any) -> Any:
        if Path(path) in forbidden:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return call(path, *arguments, **options)

    return refused


class TestIgnored:
    def test_what_git_ignores_is_not_read_and_not_told(self, tmp_path: Path) -> None:
        write(tmp_path, a_dot_py=LINE, b_dot_py=LINE, out__c_dot_py=LINE, _dot_gitignore="b.py\nout/\n")

        result = scan(tmp_path, IDS)

        assert paths(result) == ["a.py"]
        assert result.skipped == ()

    @pytest.mark.parametrize("version", ["2", "4"])
    def test_what_git_tracks_is_read_whatever_its_patterns_say(self, tmp_path: Path, version: str) -> None:
        def git(*words: str, folder: Path = tmp_path) -> None:
            subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", *words], cwd=folder, check=True)  # noqa: S607 git is on the path

        write(tmp_path, in__a_dot_py=LINE, in__b_dot_py=LINE, in__out__c_dot_py=LINE, in__gone__d_dot_py=LINE)
        git("init", "--quiet")
        git("add", "--all")
        git("commit", "--quiet", "--message", "all")
        git("update-index", "--index-version", version)
        write(tmp_path, _dot_gitignore="in/b.py\nout/\nnew/\n", in__new__e_dot_py=LINE, in__out__f_dot_py=LINE)
        git("worktree", "add", "--quiet", str(tmp_path / "tree"))
        write(tmp_path / "tree", _dot_gitignore="b.py\n")

        assert sorted(paths(scan(tmp_path / "in", IDS))) == ["a.py", "b.py", "gone/d.py", "out/c.py"]
        assert sorted(paths(scan(tmp_path / "tree" / "in", IDS))) == ["a.py", "b.py", "gone/d.py", "out/c.py"]

    @pytest.mark.parametrize("index", [b"", b"DIRC", b"DIRC\0\0\0\2\0\0\0\7short", b"DIRC\0\0\0\2\0\0\0\1" + b"x" * 99])
    def test_an_index_that_is_none_tracks_nothing(self, tmp_path: Path, index: bytes) -> None:
        write(tmp_path, a_dot_py=LINE, b_dot_py=LINE, _dot_gitignore="b.py\n", _dot_git__index=index)

        assert paths(scan(tmp_path, IDS)) == ["a.py"]

    def test_an_inner_gitignore_speaks_for_its_folder_and_can_take_back(self, tmp_path: Path) -> None:
        write(tmp_path, _dot_gitignore="*.gen.py\n/x.py\n", x_dot_py=LINE, in__x_dot_py=LINE, in__y_dot_py=LINE)
        write(tmp_path, in___dot_gitignore="/y.py\n!keep.gen.py\n")
        write(tmp_path, in__keep_dot_gen_dot_py=LINE, in__other_dot_gen_dot_py=LINE)

        assert paths(scan(tmp_path, IDS)) == ["in/keep.gen.py", "in/x.py"]

    def test_a_scan_below_the_top_of_a_repository_honours_what_is_above(self, tmp_path: Path) -> None:
        write(tmp_path, _dot_gitignore="secret.py\n/app/local.py\n", app__secret_dot_py=LINE, app__local_dot_py=LINE)
        write(tmp_path, app__main_dot_py=LINE, _dot_git__info__exclude="mine.py\n", app__mine_dot_py=LINE)

        assert paths(scan(tmp_path / "app", IDS)) == ["main.py"]

    @pytest.mark.parametrize(
        "folder", ["node_modules", "vendor", "third_party", "site-packages", "dist", "build", ".venv"]
    )
    def test_other_peoples_code_and_what_tools_made_is_told_and_not_read(self, tmp_path: Path, folder: str) -> None:
        write(tmp_path / "lib" / folder, a_dot_py=LINE)

        result = scan(tmp_path, IDS)

        assert result.finds == ()
        assert list(reasons(result)) == [f"lib/{folder}"]

    def test_minified_files_are_told_and_not_read(self, tmp_path: Path) -> None:
        write(tmp_path, a_dot_min_dot_js=LINE, b_dot_js='x("gpt-4");' * 400)

        assert reasons(scan(tmp_path, IDS)) == {"a.min.js": "minified", "b.js": "minified"}

    def test_files_of_no_kind_that_is_read_are_passed_over(self, tmp_path: Path) -> None:
        write(tmp_path, a_dot_txt=LINE, b_dot_md="`gpt-4`\n", c_dot_png=b"\x89PNG\0gpt-4", LICENSE="gpt-4")

        result = scan(tmp_path, IDS)

        assert (result.finds, result.skipped) == ((), ())

    def test_markdown_is_read_on_demand(self, tmp_path: Path) -> None:
        write(tmp_path, b_dot_md="`gpt-4`\n")

        assert paths(scan(tmp_path, IDS, markdown=True)) == ["b.md"]

    def test_a_script_without_ending_is_known_by_its_first_line(self, tmp_path: Path) -> None:
        write(tmp_path, tool=f"#!/usr/bin/env python3\n{LINE}", run="#!/bin/sh\nMODEL=gpt-4o\n", note="gpt-4\n")

        assert paths(scan(tmp_path, IDS)) == ["run", "tool"]

    def test_one_file_may_be_scanned(self, tmp_path: Path) -> None:
        write(tmp_path, a_dot_py=LINE)

        assert paths(scan(tmp_path / "a.py", IDS)) == ["a.py"]


class TestHostile:
    def test_a_loop_of_links_ends(self, tmp_path: Path) -> None:
        write(tmp_path, a_dot_py=LINE)
        tmp_path.joinpath("loop").symlink_to(tmp_path, target_is_directory=True)
        tmp_path.joinpath("b.py").symlink_to("a.py")

        result = scan(tmp_path, IDS)

        assert paths(result) == ["a.py"]
        assert reasons(result) == {"b.py": "a link, not followed", "loop": "a link, not followed"}

    def test_what_may_not_be_read_is_told(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write(tmp_path, in__a_dot_py=LINE, b_dot_py=LINE, c_dot_py=LINE)
        for call in ("scandir", "open"):  # and not by taking rights away, which mean nothing to root
            monkeypatch.setattr(os, call, refusing(getattr(os, call), {tmp_path / "in", tmp_path / "b.py"}))

        result = scan(tmp_path, IDS, jobs=1)

        assert paths(result) == ["c.py"]
        assert reasons(result) == {"b.py": "permission denied", "in": "permission denied"}

    def test_what_vanishes_between_listing_and_reading_is_told(self, tmp_path: Path) -> None:
        assert reasons(scan(tmp_path / "gone.py", IDS)) == {"gone.py": "no such file or directory"}

    def test_a_hundred_megabytes_are_told_and_not_read(self, tmp_path: Path) -> None:
        with tmp_path.joinpath("a.json").open("wb") as file:
            file.truncate(100 * 1024 * 1024)

        assert reasons(scan(tmp_path, IDS)) == {"a.json": "longer than 2 MiB"}

    def test_a_long_single_line_is_searched(self, tmp_path: Path) -> None:
        content = '{"x": "' + "gpt-" * 400_000 + '", "model": "gpt-4"}'
        write(tmp_path, a_dot_json=content)

        (find,) = scan(tmp_path, IDS).finds

        assert (find.reference, find.line, find.column) == ("gpt-4", 1, content.rindex("gpt-4") + 1)
        assert len(find.text) == 200

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("a.json", "[" * 200_000 + '"gpt-4"' + "]" * 200_000),
            ("a.py", "x = " + "(" * 5_000 + '"gpt-4"' + ")" * 5_000),
            ("a.py", "x = " + "-" * 50_000 + '1\nmodel = "gpt-4"'),
            ("a.java", "{" * 200_000 + 'm = "gpt-4"'),
            ("a.yaml", "\n".join(" " * n + "a:" for n in range(500)) + ' "gpt-4"'),
        ],
    )
    def test_deep_nesting_is_read(self, tmp_path: Path, name: str, content: str) -> None:
        tmp_path.joinpath(name).write_text(content)

        assert [find.reference for find in scan(tmp_path, IDS).finds] == ["gpt-4"]

    def test_deep_folders_are_walked(self, tmp_path: Path) -> None:
        folder = tmp_path.joinpath(*["d"] * 400)
        folder.mkdir(parents=True)
        folder.joinpath("a.py").write_text(LINE)

        assert len(scan(tmp_path, IDS).finds) == 1

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            ("x = 'é'\nmodel = 'gpt-4'\n".encode("latin-1"), "not in UTF-8: read as Latin-1"),
            ("x = 'é'\nmodel = 'gpt-4'\n".encode("utf-16"), None),
            ("\ufeffx = 'é'\nmodel = 'gpt-4'\n".encode(), None),
            ("x = 'é'\r\nmodel = 'gpt-4'\r\n".encode(), None),
            ("x = 'é'\rmodel = 'gpt-4'\r".encode(), None),
        ],
    )
    def test_other_encodings_and_line_ends_are_read(self, tmp_path: Path, content: bytes, reason: str | None) -> None:
        tmp_path.joinpath("a.py").write_bytes(content)

        result = scan(tmp_path, IDS)

        assert [(f.reference, f.line, f.column, f.text) for f in result.finds] == [("gpt-4", 2, 10, "model = 'gpt-4'")]
        assert reasons(result).get("a.py") == reason

    def test_a_binary_with_the_name_of_a_source_is_told(self, tmp_path: Path) -> None:
        tmp_path.joinpath("a.py").write_bytes(b"model = 'gpt-4'\0")

        assert reasons(scan(tmp_path, IDS)) == {"a.py": "binary"}

    def test_a_notebook_that_is_none_is_read_as_json_and_told(self, tmp_path: Path) -> None:
        tmp_path.joinpath("a.ipynb").write_text('{"cells": [{"cell_type": "code", "source": ["x"], "model": "gpt-4"')

        result = scan(tmp_path, IDS)

        assert [find.reference for find in result.finds] == ["gpt-4"]
        assert reasons(result)["a.ipynb"].startswith("not read as a notebook but as JSON")

    @pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
    def test_memory_stays_below_150_mib_on_the_worst_that_is_read(self, tmp_path: Path) -> None:
        half = 1_000_000
        write(tmp_path, a_dot_json='["gpt-4o",' * (half // 10), b_dot_py="x = ['gpt-4', 1, (2, 3)]\n" * 5_900)
        write(tmp_path, c_dot_py='model = "gpt-4"\n' * (half // 16), d_dot_ts="const m = 'gpt-4';\n" * (2 * half // 19))
        cell = {"cell_type": "code", "source": ["m = 'gpt-4'\n"] * 40_000, "outputs": ["A" * 6 * half]}
        write(tmp_path, e_dot_ipynb=json.dumps({"cells": [cell]}))
        tmp_path.joinpath("f.json").write_bytes(b"gpt-4 " * (16 * half))
        script = (
            "import re, sys, pathlib, monitor.scan\n"
            "result = monitor.scan.scan(pathlib.Path(sys.argv[1]), ['gpt-4', 'gpt-4o'], jobs=1)\n"
            "status = pathlib.Path('/proc/self/status').read_text()\n"  # ru_maxrss may be the parent's
            "print(len(result.finds), int(re.search(r'VmHWM:\\s*(\\d+) kB', status)[1]) // 1024)"
        )

        done = subprocess.run(
            [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True, timeout=120
        )

        finds, peak = map(int, done.stdout.split())
        assert finds == 25_000
        assert peak <= 150, f"{peak} MiB"


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
def test_an_encoding_that_is_not_known_is_told(tmp_path: Path, codec: str) -> None:
    write(tmp_path, a_dot_py=LINE.encode(codec), b_dot_py=LINE.encode("utf-16"), c_dot_ts=b"G@\0\x10\0\0\1\0")

    result = scan(tmp_path, IDS)

    assert paths(result) == ["b.py"]
    assert reasons(result) == {"a.py": "encoding not known"}
