"""Which parameters a request is given beside its model: keywords of the same call, keys of the same object or block.

Python is read by its syntax tree. Of other files the innermost pair of brackets around the model counts, in a chain of
calls the statement, and in YAML the keys that stand in one column with it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator

_REACH = 3_000  # characters on either side of a model in which its call begins and ends
_LINES = 100  # and lines, where no brackets say so
_PAIRS = {")": "(", "]": "[", "}": "{"}


def beside(text: str, *, python: bool, line: int, start: int, wanted: Collection[str]) -> list[str]:
    """Those of the wanted parameters, "thinking.budget_tokens" for instance, that stand beside a model.

    The model begins `start` characters into a line, which counts from 1. What is computed elsewhere is not seen.
    """
    if python and (names := _in_python(text, line, start)) is not None:
        return [one for one in wanted if one in names]
    lines = text.split("\n")
    if line > len(lines):
        return []
    place = sum(len(one) + 1 for one in lines[: line - 1]) + start
    around = "\n".join(_around(text, lines, place, line))
    return [one for one in wanted if all(_stands(part, around) for part in one.split("."))]


def _stands(name: str, around: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(name)}[\"'\\]*\s*(?::|=(?!=)|\()", around) is not None


def _in_python(text: str, line: int, start: int) -> set[str] | None:
    """The keywords and keys beside a literal, with those in them after a dot; None where there is no such literal."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    column = len("".join(text.split("\n")[line - 1 : line])[:start].encode())
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    here: ast.AST | None = next((n for n in parents if isinstance(n, ast.Constant) and _holds(n, line, column)), None)
    if here is None:
        return None
    found: set[str] = set()
    while here is not None and not isinstance(here, ast.stmt):
        if isinstance(here, ast.Call | ast.Dict):
            found |= set(_names(here))
        here = parents.get(here)
    return found


def _holds(node: ast.expr, line: int, column: int) -> bool:
    return node.lineno == node.end_lineno == line and node.col_offset <= column < (node.end_col_offset or 0)


def _names(node: ast.AST) -> Iterator[str]:
    """What a call or a dictionary is given by name, with what stands in that."""
    given: list[tuple[str | None, ast.AST]] = []
    if isinstance(node, ast.Call):
        given = [(keyword.arg, keyword.value) for keyword in node.keywords]
    elif isinstance(node, ast.Dict):
        given = [
            (str(key.value) if isinstance(key, ast.Constant) else None, value)
            for key, value in zip(node.keys, node.values, strict=True)
        ]
    for name, value in given:
        if name is None:  # **{"temperature": 0}
            yield from _names(value)
        else:
            yield name
            yield from (f"{name}.{inner}" for inner in _names(value))


def _around(text: str, lines: list[str], place: int, line: int) -> Iterator[str]:
    """The parts of a text that are given together with what stands at a place."""
    opened = open_before(text, place)
    if opened is None:
        yield from in_column(lines, line - 1)
        return
    closed = closed_after(text, place)
    yield text[opened:closed]
    if text[opened] == "(" and not re.search(r"[,:=]", text[opened:closed]):  # .model("…").temperature(0)
        begin, end = max(0, place - _REACH), min(len(text), place + _REACH)
        yield re.split(r";|\n\s*\n", text[begin:place])[-1] + re.split(r";|\n\s*\n", text[place:end])[0]


def open_before(text: str, place: int) -> int | None:
    """Where the innermost bracket opens that is open at a place; None if none is within reach."""
    depth = 0
    for i in range(place - 1, max(-1, place - _REACH), -1):
        if text[i] in _PAIRS:
            depth += 1
        elif text[i] in _PAIRS.values():
            depth -= 1
            if depth < 0:
                return i
    return None


def closed_after(text: str, place: int) -> int:
    """Where the bracket closes that is open at a place, or else how far that is looked for."""
    depth, end = 0, min(len(text), place + _REACH)
    for i in range(place, end):
        if text[i] in _PAIRS.values():
            depth += 1
        elif text[i] in _PAIRS:
            depth -= 1
            if depth < 0:
                return i
    return end


def in_column(lines: list[str], index: int) -> list[str]:
    """The lines of the block that holds a line: of YAML's, of a TOML table, of a file of settings."""
    here = column(lines[index])

    def is_within(line: str) -> bool:
        return not line.strip() or (column(line) >= here and not line.startswith("["))

    def begins(line: str) -> bool:
        return line.lstrip().startswith("- ") and column(line) == here

    first, last = index, index + 1
    while first and index - first < _LINES and not begins(lines[first]) and is_within(lines[first - 1]):
        first -= 1
    while last < len(lines) and last - index < _LINES and is_within(lines[last]) and not begins(lines[last]):
        last += 1
    return lines[first:last]


def column(line: str) -> int:
    """The column in which a line's key begins, behind the dash of an item."""
    return len(line) - len(re.sub(r"^\s*(?:-\s+)*", "", line))
