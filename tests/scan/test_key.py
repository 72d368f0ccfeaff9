"""The answer key: a tree of many languages, its references marked by hand, and decoys among them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from monitor.scan import Find, Scan, scan

KEY = Path(__file__).parent / "key"
TREE = KEY / "tree"
IDS = KEY.joinpath("ids.txt").read_text("utf-8").split()

Place = tuple[str, int, int, str, bool]


def expected() -> set[Place]:
    rows = [line.split("|") for line in KEY.joinpath("key.txt").read_text("utf-8").splitlines()[1:]]
    return {(path, int(line), int(column), reference, known == "yes") for path, line, column, reference, known in rows}


def place(find: Find) -> Place:
    return find.path, find.line, find.column, find.reference, find.known


def shown(places: set[Place]) -> str:
    return "\n".join(f"  {path}:{line}:{column} {reference}" for path, line, column, reference, _ in sorted(places))


@pytest.fixture(scope="module")
def found() -> Scan:
    return scan(TREE, IDS, markdown=True, jobs=1)


def test_the_key_has_more_than_300_references_in_all_languages() -> None:
    assert len(expected()) >= 300
    assert len({Path(path).suffix or path for path, *_ in expected()}) >= 20


def test_every_reference_is_found(found: Scan) -> None:
    missed = expected() - set(map(place, found.finds))

    assert not missed, f"missed:\n{shown(missed)}"


def test_no_decoy_is_taken_for_a_reference(found: Scan) -> None:
    false = set(map(place, found.finds)) - expected()

    assert len(false) <= len(found.finds) * 0.01, f"false:\n{shown(false)}"


def test_no_reference_is_found_twice(found: Scan) -> None:
    assert len(found.finds) == len(set(map(place, found.finds)))


def test_a_place_is_where_the_reference_stands(found: Scan) -> None:
    for find in found.finds:
        line = TREE.joinpath(find.path).read_text("utf-8").split("\n")[find.line - 1]
        assert line[find.start : find.end] in find.reference, find
        assert (find.column, find.text) == (find.start + 1, line[:200])
        if find.exact:
            assert line[find.start : find.end] == find.written


def test_what_does_not_parse_is_read_all_the_same_and_said(found: Scan) -> None:
    reasons = {skipped.path: skipped.reason for skipped in found.skipped}

    assert set(reasons) == {"python/legacy.py", "web/bundle.js"}
    assert reasons["python/legacy.py"].startswith("not read as Python but by its look: line 1: ")
    assert reasons["web/bundle.js"] == "minified"


def test_the_same_is_found_among_5000_files_by_two_processes(tmp_path: Path) -> None:
    decoys = ["command ada nova sonar\n", "gpt-4 in prose\n", "4.1.0-mini\n", "import x\n" * 50]
    copies = 40
    for number in range(copies):
        shutil.copytree(TREE, tmp_path / f"team{number}")
    for number in range(5_000 - copies * sum(path.is_file() for path in TREE.rglob("*"))):
        folder = tmp_path / f"team{number % copies}" / "more"
        folder.mkdir(exist_ok=True)
        kind = ("py", "js", "yaml", "go")[number % 4]
        folder.joinpath(f"file{number}.{kind}").write_text("# " + decoys[number // 4 % 4])

    result = scan(tmp_path, IDS, markdown=True, jobs=2)

    wanted = {(f"team{number}/{path}", *rest) for number in range(copies) for path, *rest in expected()}
    finds = set(map(place, result.finds))
    assert not wanted - finds, shown(wanted - finds)
    assert not finds - wanted, shown(finds - wanted)
    assert result.files == 5_000
