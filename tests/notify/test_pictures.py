"""The pictures of the documents are made of our own messages."""

from __future__ import annotations

import importlib
import re
import struct
import zlib
from pathlib import Path
from types import ModuleType

import pytest
from bs4 import BeautifulSoup

from monitor.notify.slack import blocks
from monitor.notify.slack.buttons import Under

DOCS = Path(__file__).resolve().parents[2] / "docs"
FOLDER = DOCS / "pictures"
LARGEST = 150_000  # bytes


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch) -> None:
    if not FOLDER.is_dir():
        pytest.skip("the documents are not beside the tests")
    monkeypatch.syspath_prepend(str(FOLDER))


def drawn(message: blocks.SlackMessage) -> BeautifulSoup:
    kit: ModuleType = importlib.import_module("block_kit")
    return BeautifulSoup(kit.draw(message.blocks), "html5lib")


def test_blocks_are_drawn_without_a_trace_of_their_markup() -> None:
    found = drawn(blocks.notice(importlib.import_module("sample").notice()))

    assert found.h3 is not None
    assert found.h3.get_text() == "gpt-4-0314 stops answering in 90 days · ranker"
    assert [c.get_text() for c in found.find_all("code")][-2:] == ["gpt-5", "gpt-4.1"]
    assert len(found.find_all("blockquote")) == 2
    assert [a["href"] for a in found.find_all("a")] == ["https://platform.openai.com/docs/deprecations"]
    assert not set(found.get_text().replace("gpt-4.1*”", "")) & set("*`<>")


def test_every_button_is_drawn() -> None:
    sample = importlib.import_module("sample")
    one = drawn(blocks.notice(sample.notice(), under=Under(buttons=True)))
    several = drawn(blocks.notice(sample.summary(), under=Under(buttons=True)))

    names = ["Acknowledge", "Snooze", "Planned for…", "Migrated", "Not ours"]
    assert [b.get_text() for b in one.find_all(class_="button")] == names
    assert [b.get_text() for b in several.find_all(class_="button")] == ["•••"] * 4


def test_every_picture_that_is_made_is_there_and_small_and_every_one_that_is_shown_is_made() -> None:
    made = set(
        re.findall(r'"((?:slack|email)[a-z-]*)", (?:WIDE|NARROW|MAIL)', (FOLDER / "render.py").read_text("utf-8"))
    )
    there = {path.stem: path.read_bytes() for path in FOLDER.glob("*.png")}
    texts = [path.read_text("utf-8") for path in (*DOCS.glob("*.md"), DOCS.parent / "README.md")]
    shown = {name for text in texts for name in re.findall(r"pictures/([a-z-]+)\.png", text)}

    assert set(there) == made
    assert shown <= made
    assert {name for name, data in there.items() if not data.startswith(b"\x89PNG\r\n") or len(data) > LARGEST} == set()


def test_a_picture_is_made_small_without_another_look() -> None:
    png: ModuleType = importlib.import_module("png")
    width, rows = 3, [bytes([10, 20, 30] * 3), bytes([10, 20, 30, 0, 0, 0, 255, 0, 9])]
    filtered = [  # none, sub, up, average, Paeth, each of the second row
        b"\0" + rows[1],
        b"\1" + bytes((b - (rows[1][n - 3] if n > 2 else 0)) & 255 for n, b in enumerate(rows[1])),
        b"\2" + bytes((b - rows[0][n]) & 255 for n, b in enumerate(rows[1])),
        b"\3" + bytes((b - ((rows[1][n - 3] if n > 2 else 0) + rows[0][n]) // 2) & 255 for n, b in enumerate(rows[1])),
    ]
    for second in filtered:
        given = chunk(b"IHDR", struct.pack(">IIBBBBB", width, 2, 8, 2, 0, 0, 0))
        given += chunk(b"IDAT", zlib.compress(b"\0" + rows[0] + second)) + chunk(b"IEND", b"")
        parts = dict(png._chunks(png.small(png.SIGNATURE + given)))
        palette = [parts[b"PLTE"][n : n + 3] for n in range(0, len(parts[b"PLTE"]), 3)]
        body = zlib.decompress(parts[b"IDAT"])

        found = [b"".join(palette[n] for n in body[at + 1 : at + 1 + width]) for at in (0, width + 1)]
        assert found == rows


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
