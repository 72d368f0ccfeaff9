"""A list of flat mappings, written as YAML, -> its rows with the place of each; the little of YAML that data files use.

    # a comment
    - name: 'GPT-5'
      retirement_date: '2026-02-17'

Scalars stand on the line of their key, plain or in quotes. Whatever else YAML can do (nesting, anchors, blocks, flow
collections) is a defect with its line, and a mapping with one is not returned: half of it may be that of its neighbour.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_FIRST = re.compile(r"- +(?=\w)")
_PAIR = re.compile(r"(?P<key>\w[\w -]*):(?: +(?P<value>.*))?")
_SINGLE = re.compile(r"'((?:[^']|'')*)'(?:\s+#.*)?")
_DOUBLE = re.compile(r'"([^"\\]*)"(?:\s+#.*)?')
_PLAIN = re.compile(r"[^\s'\"\[\]{}&*!|>%@`#,?:-](?:[^:#]|:(?=\S)|(?<=\S)#)*|-(?=\S)[^:#]*")


@dataclass(slots=True)
class YamlRow:
    """One mapping: its values by key, in order, and its lines as printed, as one line."""

    number: int  # of its first line, from 1
    values: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    flaw: str = ""

    @property
    def quote(self) -> str:
        """The mapping as printed, its lines joined."""
        return " ".join(self.lines)


def is_yaml_list(text: str) -> bool:
    """Whether `text` has a line that begins a mapping of a list ("- name: …")."""
    return re.search(r"(?m)^- +\w[\w -]*:(?: |$)", text) is not None


def read_yaml_rows(text: str) -> tuple[list[YamlRow], list[str]]:
    """The mappings of `text` that are understood to the last character, and what is not, each with its line."""
    rows: list[YamlRow] = []
    defects: list[str] = []
    lines = text.split("\n")
    for number, raw in enumerate(lines, start=1):
        line = raw.rstrip()
        if not line or line.lstrip().startswith("#") or line == "---":
            continue
        begins = _FIRST.match(line) is not None
        if begins:
            rows.append(YamlRow(number))
        pair = line[2:].strip() if begins else line.strip()
        if not rows or not (begins or line.startswith("  ")):
            defects.append(f"line {number}: {line.strip()[:80]!r} belongs to no mapping")
            if rows:
                rows[-1].flaw = rows[-1].flaw or f"line {number} is not understood"
            continue
        is_cut = number == len(lines)  # a file ends with a line break, unless it was cut off
        _add(rows[-1], line.strip(), pair, number, is_cut=is_cut)
    if rows and lines[-1].strip() and len(rows[-1].values) < max(len(row.values) for row in rows):
        rows[-1].flaw = rows[-1].flaw or "is cut off"
    defects += [f"line {row.number}: {row.flaw}" for row in rows if row.flaw]
    return [row for row in rows if not row.flaw], defects


def _add(row: YamlRow, line: str, pair: str, number: int, *, is_cut: bool) -> None:
    row.lines.append(line)
    found = _PAIR.fullmatch(pair)
    value = _scalar(found["value"] or "", is_cut=is_cut) if found else None
    if found is None or value is None:
        row.flaw = row.flaw or f"line {number} is not understood: {line[:80]!r}"
    elif found["key"] in row.values:
        row.flaw = row.flaw or f"the key {found['key']} stands twice"
    else:
        row.values[found["key"]] = value


def _scalar(text: str, *, is_cut: bool) -> str | None:
    """The value behind a key; None where it is not understood, or may go on behind the end of the file."""
    if (single := _SINGLE.fullmatch(text)) is not None:
        return single[1].replace("''", "'")
    if (double := _DOUBLE.fullmatch(text)) is not None:
        return double[1]
    text = re.sub(r"(?:^|\s+)#.*$", "", text).strip()
    if is_cut or (text and _PLAIN.fullmatch(text) is None):
        return None
    return "" if text in {"~", "null"} else text
