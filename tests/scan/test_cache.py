"""The cache: what it saves, and that it never tells anything old."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest

from monitor.scan import Scan, scan, work

IDS = ["gpt-4", "gpt-4o"]
OLD = time.time() - 3_600


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "tree"
    root.mkdir()
    put(root / "a.py", 'model = "gpt-4"  # model-monitor: ignore[until=2027-01-31] soon\n')
    put(root / "b.yaml", "model: gpt-9\n")
    put(root / "c.py", "x = 1\n")
    put(root / "d.py", 'print "gpt-4"\nmodel = "gpt-4"\n')
    return root


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read."""
    names: list[str] = []
    real = work.Reader._bytes

    def seen(reader: work.Reader, where: str, limit: int) -> Any:
        names.append(Path(where).name)
        return real(reader, where, limit)

    monkeypatch.setattr(work.Reader, "_bytes", seen)
    return names


def put(file: Path, content: str, *, at: float = OLD) -> None:
    file.write_text(content)
    os.utime(file, (at, at))


def again(tree: Path, **options: Any) -> Scan:
    return scan(tree, options.pop("ids", IDS), cache=tree.parent / "cache.json", **options)


def test_a_second_scan_says_the_same_and_reads_nothing(tree: Path, opened: list[str]) -> None:
    first = again(tree)
    opened.clear()

    assert again(tree) == first == scan(tree, IDS)
    assert sorted(opened) == ["a.py", "b.yaml", "c.py", "d.py"]  # by the scan without a cache


def test_a_changed_file_is_read_again(tree: Path, opened: list[str]) -> None:
    again(tree)
    opened.clear()
    put(tree / "c.py", 'model = "gpt-4o"\n', at=OLD + 1)

    assert [find.reference for find in again(tree).finds if find.path == "c.py"] == ["gpt-4o"]
    assert opened == ["c.py"]


def test_a_change_of_same_size_and_time_soon_after_the_scan_is_seen(tree: Path) -> None:
    now = time.time()
    put(tree / "c.py", 'model = "gpt-4o"\n', at=now)
    again(tree)
    put(tree / "c.py", 'model = "gpt-4" \n', at=now)

    assert [find.reference for find in again(tree).finds if find.path == "c.py"] == ["gpt-4"]


def test_a_new_time_with_the_old_content_costs_only_the_reading(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = again(tree)
    os.utime(tree / "a.py", (OLD + 9, OLD + 9))
    monkeypatch.setattr(work, "read", lambda *_: pytest.fail("it was searched again"))

    assert again(tree) == first


def test_other_ids_are_looked_for_anew(tree: Path) -> None:
    again(tree)

    assert [find.known for find in again(tree, ids=["gpt-9"]).finds if find.path == "b.yaml"] == [True]


def test_a_file_that_is_gone_is_forgotten(tree: Path) -> None:
    again(tree)
    tree.joinpath("a.py").unlink()

    assert [find.path for find in again(tree).finds] == ["b.yaml", "d.py", "d.py"]
    assert "a.py" not in json.loads(tree.parent.joinpath("cache.json").read_bytes())["files"]


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\xff\xfe", b'{"key": 1}', b'{"key":"x","written":1,"files":{}}']
)
def test_a_cache_that_is_none_is_replaced(tree: Path, content: bytes) -> None:
    tree.parent.joinpath("cache.json").write_bytes(content)

    assert again(tree) == scan(tree, IDS)
    assert json.loads(tree.parent.joinpath("cache.json").read_bytes())["files"]


def test_entries_that_somebody_changed_are_not_believed(tree: Path) -> None:
    again(tree)
    cache = tree.parent / "cache.json"
    content = json.loads(cache.read_bytes())
    content["files"] = {"a.py": "x", "b.yaml": [1, 2], "c.py": [1, 2, "3", [[1]], [], []], "d.py": None}
    cache.write_text(json.dumps(content))

    assert again(tree) == scan(tree, IDS)


def test_a_cache_that_cannot_be_written_is_told(tree: Path) -> None:
    tree.parent.joinpath("file").write_text("x")

    result = scan(tree, IDS, cache=tree.parent / "file" / "cache.json")

    assert len(result.finds) == 4
    assert any(skipped.reason.startswith("the cache could not be written") for skipped in result.skipped)


def test_the_cache_may_lie_in_the_tree(tree: Path) -> None:
    first = scan(tree, IDS, cache=tree / "cache.json")

    assert scan(tree, IDS, cache=tree / "cache.json") == first
