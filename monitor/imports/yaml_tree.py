"""YAML from strangers -> a tree of nodes with their lines.

PyYAML's parser (libyaml's, where it is built in) only splits the text into events, which we build up ourselves: so no
constructor runs, a tag is an error, every scalar is text, and what anchors multiply is counted. PyYAML's own loaders
set no bound to depth, size or aliases.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from monitor.errors import UnreadableDocument

MAX_NODES = 200_000  # aliases and merged keys count, each time
MAX_DEPTH = 64

_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MERGE = "<<"
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Node:
    """A scalar as text (None for null), a mapping by its keys' texts, or a sequence; and its line, from 1."""

    line: int
    value: str | Mapping[str, Node] | tuple[Node, ...] | None

    def at(self, *keys: str) -> Node | None:
        """The node under the keys, one below the other; None where the way ends early."""
        node: Node | None = self
        for key in keys:
            node = node.value.get(key) if node and isinstance(node.value, Mapping) else None
        return node

    def text(self, *keys: str) -> str:
        """The text under the keys, without surrounding blanks; "" where there is none."""
        node = self.at(*keys)
        return node.value.strip() if node and isinstance(node.value, str) else ""

    def items(self, *keys: str) -> tuple[Node, ...]:
        """The items of the sequence under the keys; none where there is no sequence."""
        node = self.at(*keys)
        return node.value if node and isinstance(node.value, tuple) else ()


def load(text: str) -> Node:
    """The tree of a YAML text with one document. Raises UnreadableDocument, with the line."""
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=_PARSER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1} " if error.problem_mark else ""
        raise UnreadableDocument(f"{line}is no YAML: {error.problem or error.context}") from None
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # the parser in Python lets some of its own through
        raise UnreadableDocument(f"is no YAML: {str(error).splitlines()[0]}") from None
    if builder.root is None:
        raise UnreadableDocument("holds no YAML document")
    return builder.root


@dataclass(slots=True)
class _Open:
    """A collection that has begun."""

    line: int
    anchor: str | None
    is_mapping: bool
    pairs: dict[str, Node] = field(default_factory=dict)
    merged: dict[str, Node] = field(default_factory=dict)
    items: list[Node] = field(default_factory=list)
    key: Node | None = None

    def closed(self) -> Node:
        return Node(self.line, self.merged | self.pairs if self.is_mapping else tuple(self.items))


class _Builder:
    """Builds the tree of the events of one document."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self._open: list[_Open] = []
        self._anchors: dict[str, Node] = {}
        self._left = MAX_NODES

    def take(self, event: Any) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 0
        match event:
            case yaml.AliasEvent():
                if event.anchor not in self._anchors:
                    raise UnreadableDocument(f"line {line}: *{event.anchor} stands for nothing that came before it")
                self._place(self._anchors[event.anchor])
            case yaml.ScalarEvent():
                self._no_tag(event, line)
                plain = event.style in {None, ""}
                node = Node(line, None if plain and event.value in _NULLS else event.value)
                self._anchor(event.anchor, node)
                self._place(node)
            case yaml.CollectionStartEvent():
                self._no_tag(event, line)
                if len(self._open) == MAX_DEPTH:
                    raise UnreadableDocument(f"line {line} is nested more than {MAX_DEPTH} levels deep")
                self._open.append(_Open(line, event.anchor, isinstance(event, yaml.MappingStartEvent)))
            case yaml.CollectionEndEvent():
                ended = self._open.pop()
                node = ended.closed()
                self._anchor(ended.anchor, node)
                self._place(node)

    def _no_tag(self, event: Any, line: int) -> None:
        if event.tag is not None:
            raise UnreadableDocument(f"line {line} has the tag {event.tag[:40]}", hint="tags are not read")

    def _anchor(self, name: str | None, node: Node) -> None:
        if name is not None:
            self._anchors[name] = node

    def _place(self, node: Node) -> None:
        """Put a finished node where it belongs: into the innermost open collection, or on top."""
        self._count(1, node)
        if not self._open:
            if self.root is not None:
                raise UnreadableDocument(f"line {node.line} begins a second document", hint="import them one by one")
            self.root = node
            return
        within = self._open[-1]
        if not within.is_mapping:
            within.items.append(node)
        elif within.key is None:
            within.key = node
        else:
            key, within.key = within.key, None
            if key.value == _MERGE:
                self._merge(node, within)
            elif isinstance(key.value, str):  # a key that is no text names nothing that we read
                within.pairs[key.value] = node

    def _merge(self, node: Node, into: _Open) -> None:
        for source in _mappings(node):
            self._count(len(source), node)
            into.merged = {**source, **into.merged}  # of several, the first wins

    def _count(self, nodes: int, at: Node) -> None:
        self._left -= nodes
        if self._left < 0:
            raise UnreadableDocument(f"line {at.line} exceeds {MAX_NODES} values", hint="import it in parts")


def _mappings(node: Node) -> Iterator[Mapping[str, Node]]:
    for part in node.value if isinstance(node.value, tuple) else (node,):
        if isinstance(part.value, Mapping):
            yield part.value
