"""Python's own reading of its source: which strings are values, what they are in full, and what they are given to."""

from __future__ import annotations

import ast
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from monitor.scan.called import Calls
from monitor.scan.clients import mentions_cloud
from monitor.scan.joined import Beside, is_prefix, looked_for, operands
from monitor.scan.positions import DEFAULTS, hands_on, is_model_word

MAX_LENGTH = 150_000  # characters: a syntax tree takes up to three hundred times as much memory


class Unparsed(Exception):
    """The source is no Python of this version; the message says where and why."""


class Literal(NamedTuple):
    """A string of the source, from `start` to `end` in the text, all of its parts together.

    `value` is None for an f-string. `alone`: it is a statement of its own, a docstring for example, or what a name may
    begin with. `called` are the providers to whose client it is given, where that can be followed, `made` those of whom
    the module has clients. `deployment`: it names a deployment of Azure's; None where the model that this runs is named
    beside it. `beside` is what it is added to, or looked for in; None where it stands for itself.
    """

    start: int
    end: int
    value: str | None
    alone: bool
    model: bool
    called: frozenset[str] = frozenset()
    made: frozenset[str] = frozenset()
    deployment: bool | None = False
    beside: Beside | None = None


def literals(text: str, lines: list[int], wanted: set[int]) -> list[Literal]:
    """The strings that touch one of the wanted lines, in order, and those that name deployments of Azure's.

    `lines` are the offsets at which lines begin; `wanted` counts from 1. Raises Unparsed.
    """
    if len(text) > MAX_LENGTH:
        raise Unparsed("too long for a syntax tree")
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        raise Unparsed(f"line {error.lineno}: {error.msg}") from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise Unparsed(str(error) or "nested too deeply") from error
    return sorted(_literals(tree, text, lines, wanted))


def _literals(tree: ast.AST, text: str, lines: list[int], wanted: set[int]) -> Iterator[Literal]:
    ordered = sorted(wanted)
    calls = Calls(tree) if mentions_cloud(text) else None
    parents: dict[ast.AST, ast.AST] = {}
    added: dict[ast.AST, Beside] = {}
    pending = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            index = bisect_right(ordered, node.lineno - 1)
            deployment = calls.is_deployment(node) if calls else False
            if deployment or (index < len(ordered) and ordered[index] <= (node.end_lineno or node.lineno)):
                start = _offset(text, lines, node.lineno, node.col_offset)
                end = _offset(text, lines, node.end_lineno or node.lineno, node.end_col_offset or 0)
                value = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
                alone = isinstance(parents[node], ast.Expr) or is_prefix(node, parents)
                literal = Literal(start, end, value, alone, _given_to_model(node, parents))._replace(
                    beside=added.get(node) or looked_for(node, parents)
                )
                if calls and calls.made:
                    literal = literal._replace(called=calls.takes(node), made=calls.made, deployment=deployment)
                yield literal
            continue
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            for operand, beside in operands(node):
                parents[operand], added[operand] = node, beside
                pending.append(operand)
            continue
        for child in ast.iter_child_nodes(node):
            parents[child] = node
            pending.append(child)


def _offset(text: str, lines: list[int], line: int, column: int) -> int:
    """The offset in the text of a place that ast counts in bytes of UTF-8."""
    start = lines[line - 1]
    part = text[start : start + column]
    return start + (column if part.isascii() else len(text[start:].encode()[:column].decode(errors="ignore")))


def _given_to_model(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """Whether a name, key or parameter that the string is given to, or compared with, says model."""
    while (parent := parents.get(node)) is not None:
        names = _names_in_statement(parent, node) if isinstance(parent, ast.stmt) else _names(parent, node)
        if names is not None:
            return any(map(is_model_word, names))
        node = parent
    return False


def _names(parent: ast.AST, node: ast.AST) -> list[str] | None:
    """What a part of an expression is given to there; None where the next larger part says it."""
    match parent:
        case ast.keyword(arg=str(name)) if name not in DEFAULTS:
            return [name]
        case ast.Dict() if node in parent.values:  # as a key it stands in a table, and the table has the name
            key = _name(next(key for key, value in zip(parent.keys, parent.values, strict=True) if value is node))
            return [key] if key not in DEFAULTS else None
        case ast.NamedExpr() | ast.comprehension():
            return [_name(parent.target)]
        case ast.Compare(ops=[ast.In() | ast.NotIn()]) if node is parent.left:
            return []  # a part of a name is looked for in it
        case ast.Compare():
            return [_name(side) for side in (parent.left, *parent.comparators) if side is not node]
        case ast.arguments():
            return [_parameter(parent, node)]
        case ast.arg():
            return [parent.arg]
        case ast.Call() if node is not parent.func:
            names = [_name(parent.func), *(_name(argument) for argument in parent.args if argument is not node)]
            return None if hands_on(names[0]) and not any(map(is_model_word, names)) else names
    return None


def _names_in_statement(parent: ast.stmt, node: ast.AST) -> list[str] | None:
    """What a whole expression is given to; None where it is returned, for then the function says it."""
    match parent:
        case ast.Assign():
            return list(map(_name, parent.targets))
        case ast.AnnAssign() | ast.AugAssign() | ast.For() | ast.AsyncFor() if not isinstance(node, ast.stmt):
            return [_name(parent.target)]
        case ast.Match() if isinstance(node, ast.match_case):
            return [_name(parent.subject)]
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return [parent.name]
        case ast.Return():
            return None
    return []


def _name(node: ast.AST | None) -> str:
    """What an expression is called: a variable, an attribute, a key, a string without blanks; else empty."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Constant(value=str(name)) if not re.search(r"[\s.]", name):
            return name
        case ast.Subscript():
            return _name(node.slice) or _name(node.value)
        case ast.Call():
            return _name(node.func) if not node.args else _name(node.args[0])
        case ast.Tuple():
            return " ".join(map(_name, node.elts))
    return ""


def _parameter(arguments: ast.arguments, default: ast.AST) -> str:
    """The name of the parameter that has this default."""
    positional = [*arguments.posonlyargs, *arguments.args]
    pairs = [
        *zip(reversed(positional), reversed(arguments.defaults), strict=False),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    ]
    return next((parameter.arg for parameter, value in pairs if value is default), "")
