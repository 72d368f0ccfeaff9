"""Tables that a page prints as lists, as AWS does in its Markdown where a cell reaches over several rows.

    - **Amazon**
      - **Model name:** Nova Canvas
      - **Regions:** us-east-1 / **Legacy date:** March 30, 2026
      - **Regions:** eu-west-1 / **Legacy date:** April 30, 2026

An item in bold begins a model, an item with one label is a cell of all its rows, and one with several is a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from monitor.sources.document import CUT_OFF, Document, Row, Section, Table, Text

_HEAD = re.compile(r"\*\*([^*:]+)\*\*")
_LABELLED = re.compile(r"\*\*([^*:]+):\s?\*\*([^*]*)")
_CELLS = re.compile(rf"{_LABELLED.pattern}(?:{_LABELLED.pattern})*")


@dataclass(slots=True)
class _Model:
    """What stands below one item: the cells of all its rows, and rows of their own."""

    head: str
    cells: dict[str, str] = field(default_factory=dict)
    rows: list[dict[str, str]] = field(default_factory=list)
    flaw: str = ""


def sections_with_tables(document: Document, first: str) -> Iterator[Section]:
    """The sections of `document` with their lists of rows as tables; `first` is the title of the models' own column.

    A list with which the document ends may have been cut off, so that its last row is not believed.
    """
    for section in document.sections:
        is_last = section is document.sections[-1]
        if any(isinstance(block, Text) and _HEAD.fullmatch(block.text) for block in section.blocks):
            yield replace(section, blocks=tuple(_blocks(section, first, is_last=is_last)))
        else:
            yield section


def _blocks(section: Section, first: str, *, is_last: bool) -> Iterator[Text | Table]:
    models: list[_Model] = []
    for block in section.blocks:
        if isinstance(block, Text) and block.kind == "item" and _is_read(block.text, models):
            continue
        yield from _tables(models, first)
        models = []
        yield block
    yield from _tables(models, first, is_cut=is_last)


def _is_read(text: str, models: list[_Model]) -> bool:
    """Whether the item `text` begins a model or belongs to the last one; it is then added to `models`."""
    if (head := _HEAD.fullmatch(text)) is not None:
        models.append(_Model(head[1].strip()))
        return True
    if not models or _CELLS.fullmatch(text) is None:
        return False
    model = models[-1]
    cells = {label.strip(): value.strip().removesuffix("/").rstrip() for label, value in _LABELLED.findall(text)}
    if len(cells) > 1:
        model.rows.append(cells)
    elif any(model.cells.get(label, value) != value for label, value in cells.items()):
        model.flaw = f"has two cells for {next(iter(cells))}"  # the item that began the next model is lost
    else:
        model.cells |= cells
    return True


def _tables(models: list[_Model], first: str, *, is_cut: bool = False) -> Iterator[Table]:
    """The table of `models`, none if they have no cells. A row that lacks one of the cells is flawed."""
    rows = [(model, model.cells | row) for model in models for row in model.rows or [{}]]
    rows = [(model, cells) for model, cells in rows if cells]  # an item in bold alone is no row
    labels = tuple(dict.fromkeys(label for _, cells in rows for label in cells))
    if not labels:
        return
    read = [_row(model, cells, labels) for model, cells in rows]
    if is_cut:
        read[-1] = replace(read[-1], flaw=CUT_OFF)
    yield Table((first, *labels), tuple(read))


def _row(model: _Model, cells: dict[str, str], labels: tuple[str, ...]) -> Row:
    missing = [label for label in labels if label not in cells]
    if not missing or model.flaw:
        return Row((model.head, *(cells.get(label, "") for label in labels)), model.flaw)
    if missing == list(labels[-len(missing) :]):  # as it is where the cells stand one label too early
        row = (model.head, *(cells[label] for label in labels if label in cells))
        return Row(row, f"has {len(row)} cells under {len(labels) + 1} headers")
    return Row((model.head, *(cells.get(label, "") for label in labels)), f"lacks a cell for {missing[0]}")
