"""Object literals of TypeScript, read and never run."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import UnreadableDocument
from monitor.sources.layouts.typescript import UNREAD, Value, exported


def plain(value: Value) -> object:
    """A value without the text of its members."""
    if isinstance(value, dict):
        return {key: plain(member.value) for key, member in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


def read(body: str) -> object:
    return [plain(found) for found in exported(f"export default {body};")]


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ("{ a: 'x', \"b\": \"y\", 'c-d': `z` }", {"a": "x", "b": "y", "c-d": "z"}),
        ("{ a: 1.5, b: -2, c: true, d: null, e: undefined }", {"a": 1.5, "b": -2.0, "c": True, "d": None, "e": None}),
        ("{ a: ['x', 'y',], b: [], c: { d: {} } }", {"a": ["x", "y"], "b": [], "c": {"d": {}}}),
        ("{ /* one */ a: 'it\\'s', // two\n b: 'x\\u0041' }", {"a": "it's", "b": "xA"}),
        ("{ a: 'x' as const, b: ['y'] satisfies string[] }", {"a": "x", "b": ["y"]}),
    ],
)
def test_plain_data_is_read(body: str, value: object) -> None:
    assert read(body) == [value]


@pytest.mark.parametrize(
    "expression",
    [
        "today()",
        "'2026-' + month",
        "`2026-${month}`",
        "(l) => ({ a: '}', b: [1] })",
        "function () { return '}' }",
        "new Date('2026-01-01')",
        "DATES.retirement",
        "x ? 'a' : 'b'",
    ],
)
def test_an_expression_is_passed_over_and_what_follows_is_read(expression: str) -> None:
    assert read(f"{{ a: {expression}, b: 'y' }}") == [{"a": UNREAD, "b": "y"}]


def test_methods_spreads_and_computed_keys_are_passed_over() -> None:
    assert read("{ ...base, [key]: 'x', run() { return {a: 1} }, short, b: 'y' }") == [{"b": "y"}]


def test_of_two_members_of_one_name_neither_is_believed() -> None:
    assert read("{ a: 'x', a: 'y' }") == [{"a": UNREAD}]


def test_a_member_keeps_its_text() -> None:
    (found,) = exported("export default { a: { b: 'x' }, };")

    assert found["a"].text == "a: { b: 'x' }"


def test_several_files_joined_are_several_objects() -> None:
    assert [plain(found) for found in exported("export default { a: 1 };\nexport default { b: 2 } as const;")] == [
        {"a": 1.0},
        {"b": 2.0},
    ]


def test_what_exports_no_object_has_none() -> None:
    assert list(exported("export default defineModels([a, b]);\nexport const x = { a: 1 };")) == []


@pytest.mark.parametrize("body", ["{ a: 'x'", "{ a: [1, 2", "{ a: 'x", "{ a: f('x", "{ a: 'x' 'y'", "{ a: /* x"])
def test_an_object_that_is_not_closed_is_refused(body: str) -> None:
    with pytest.raises(UnreadableDocument):
        list(exported(f"export default {body}"))


def test_depth_is_bounded() -> None:
    with pytest.raises(UnreadableDocument, match="deep"):
        list(exported("export default " + "{a:" * 1_000 + "1" + "}" * 1_000))


@given(st.text(alphabet="{}[]()'\"`,:/*\\ abn1\n", max_size=60))
def test_whatever_stands_there_it_is_read_or_refused(body: str) -> None:
    try:
        found = list(exported(f"export default {{{body}"))
    except UnreadableDocument:
        return
    assert all(isinstance(value, dict) for value in found)
