r"""One table cell: its plain text, the model ids in it, and which of them are aliases of which.

A cell is a line of Markdown as printed, whatever the document was: `gpt-4-0613` \| `gpt-4`. (The HTML reader writes its
cells so too; that the quote of a fact can be given as printed is one reason, that "gpt-5" and "gpt-4.1" of a cell
without spaces stay apart by their markup is the other.)
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from operator import itemgetter

from monitor.core.dates import straighten
from monitor.core.values import value

MAX_CELL = 2000
MAX_IDS = 100
MAX_ID = 120


@value
class Named:
    """A model id in a cell, and the snapshot of the same cell that it is an alias of."""

    model_id: str
    alias_of: str | None = None


@value
class Replacements:
    """The model ids that a cell recommends, in its order; `text` is what it prints where that is more than ids."""

    model_ids: tuple[str, ...] = ()
    text: str | None = None


@lru_cache(maxsize=2048)  # headers, dates and statuses repeat over many rows, and rows from one reading to the next
def plain(cell: str) -> str:
    """The text of `cell` without markup, struck text and raised footnote marks; hyphens and spaces made ordinary."""
    cell = cell[: 2 * MAX_CELL]
    if _MARKUP.search(cell) is not None:
        cell = _unmarked(_CODE.sub(_SECOND, _resolved(cell)))
    return " ".join((cell if cell.isascii() else straighten(cell)).split())


def is_model_id(token: str, *, in_code: bool = True) -> bool:
    """Whether `token` has the shape of a model id: no endpoint, no parameter, no word.

    Outside a code span an id must be in lower case and have a digit or a hyphen, since words stand there too.
    """
    if len(token) > MAX_ID or _ID.fullmatch(token) is None or ("/" in token and _ENDPOINT.match(token) is not None):
        return False
    return in_code or _is_no_word(token)


def _is_no_word(token: str) -> bool:
    return token.islower() and _DIGIT_OR_HYPHEN.search(token) is not None


@lru_cache(maxsize=512)
def read_models(cell: str) -> tuple[Named, ...] | None:
    """The models that a cell of a model column names: one or several ids and their aliases, and nothing else.

    None if there is anything beside them ("New fine-tuning training on `x`", "Videos API"), since the row is then not
    or not only about models, and if ids are glued together ("gpt-5orgpt-4.1"). The dated id of a cell is the snapshot
    and the others are its aliases.
    """
    if (alone := _alone(cell)) is not None:
        return (Named(alone),)
    if len(cell) > MAX_CELL:
        return None
    text, ids = marked(cell)
    if _GLUED.search(" ".join(ids.values())) is not None:
        return None
    if _INCLUDING.fullmatch(text) is not None:
        snapshot, *aliases = _ids(text, ids)
        return (Named(snapshot), *(Named(alias, snapshot) for alias in aliases))
    if _LIST.fullmatch(text) is None:
        return None
    return _with_aliases(_ids(text, ids), one_model="|" in text)


@lru_cache(maxsize=512)
def read_replacements(cell: str) -> Replacements | None:
    """What a cell of a replacement column recommends; None if ids are glued together.

    Of each alternative the first id counts, if it is marked as code, stands alone or is followed by "with": what
    follows it, or stands in brackets, is a condition ("`grok-4.3` with `low` reasoning effort", "`x` (`mode: pro`)").
    """
    if (alone := _alone(cell)) is not None:
        return Replacements((alone,))
    if len(cell) > MAX_CELL:
        return None
    if _NONE.fullmatch(plain(cell).lower().strip("` ")) is not None:
        return Replacements()
    text, ids = marked(cell)
    if _GLUED.search(" ".join(ids.values())) is not None:
        return None
    pieces = [piece.strip(_EDGES) for piece in _SEPARATOR.split(_BRACKETS.sub(" ", text))]
    chosen = [found[0] for piece in pieces if (found := _CODE_ID.search(piece) or _ID_ALONE.match(piece)) is not None]
    if not chosen:  # a display name with its id in brackets
        chosen = _CODE_ID.findall(text)
    model_ids = tuple(dict.fromkeys(ids[mark] for mark in chosen))
    only_ids = all(_ANY_ID.fullmatch(piece) for piece in _SEPARATOR.split(text) if piece.strip())
    has_footnote = _FOOTNOTE.search(plain(cell)) is not None
    return Replacements(model_ids, None if only_ids and not has_footnote else " ".join(_LINK.sub(_FIRST, cell).split()))


def as_code(cell: str) -> str:
    """`cell` with its ids marked as code where it is nothing but ids, whatever their case ("MiniMax-M2.1, GLM-4.6").

    For columns that hold ids alone: elsewhere a word with a hyphen in it may be a name.
    """
    if "`" in cell or len(cell) > MAX_CELL:
        return cell
    text = straighten(_unmarked(_resolved(cell)))
    pieces = [piece.strip(_EDGES) for piece in _BETWEEN_WORDS.split(text)]
    if not all(is_model_id(piece) and _BARE_ID.search(piece) for piece in pieces) or _NONE.fullmatch(text.lower()):
        return cell
    return ", ".join(f"`{piece}`" for piece in pieces)


def read_regions(cell: str) -> tuple[str, ...] | None:
    """The cloud regions that a cell names, in its order, without footnote stars and remarks in brackets.

    None of them where it names none, or all ("All Regions"): the row then holds wherever the model is offered. The
    result is None where the cell says something else.
    """
    text = _BRACKETS.sub(" ", plain(_BREAK.sub(",", cell))).lower()
    if _EVERYWHERE.fullmatch(text.strip()) is not None:
        return ()
    words = [word for word in re.split(r"[,;\s*]+", text) if word and word != "and"]
    return tuple(dict.fromkeys(words)) if all(_REGION.fullmatch(word) for word in words) else None


def marked(cell: str) -> tuple[str, dict[str, str]]:
    """`cell` with each id replaced by one private character, and the id behind each character.

    Where a cell marks ids as code, words beside them are no ids.
    """
    text = _resolved(cell) if cell.isascii() else _PRIVATE.sub("", _resolved(cell))
    ids: dict[str, str] = {}

    def keep(token: str, first: int) -> str:
        if len(ids) >= MAX_IDS:
            return token
        mark = chr(first + len(ids))
        ids[mark] = token
        return mark

    def code(found: re.Match[str]) -> str:
        token = straighten(found[2]).strip(_EDGES)
        return keep(token, _FIRST_CODE) if is_model_id(token) else found[0]

    def word(found: re.Match[str]) -> str:
        return keep(found[0], _FIRST_WORD) if is_model_id(found[0], in_code=False) else found[0]

    text = _CODE.sub(code, text)
    text = straighten(_unmarked(text))
    if not ids:
        text = _WORD.sub(word, text)
    return text.strip(_EDGES), ids


def _alone(cell: str) -> str | None:
    """The one id that most cells consist of, found the short way."""
    found = _ALONE.fullmatch(cell)
    if found is None or len(cell) > MAX_ID:
        return None
    mark, token = found.groups()
    if ("or" in token and _GLUED.search(token) is not None) or ("/" in token and _ENDPOINT.match(token) is not None):
        return None
    return token if mark or _is_no_word(token) else None


def _with_aliases(ids: list[str], *, one_model: bool) -> tuple[Named, ...]:
    """Several ids of one cell. Behind a pipe stand names of one model; a comma may also part different models."""
    dated = [model_id for model_id in ids if _DATED.search(model_id) is not None]
    stems = [_DATED.sub("", model_id) for model_id in dated]

    def snapshot_of(model_id: str) -> str | None:
        if model_id in dated or not dated:
            return None
        if len(dated) > 1:
            own = [d for d, stem in zip(dated, stems, strict=True) if stem == model_id]
            return own[0] if len(own) == 1 else None
        return dated[0] if one_model or model_id == stems[0] or model_id.startswith(f"{stems[0]}-") else None

    return tuple(Named(model_id, snapshot_of(model_id)) for model_id in dict.fromkeys(ids))


def _ids(text: str, ids: dict[str, str]) -> list[str]:
    return [ids[mark] for mark in _ANY_ID.findall(text)]


def _resolved(cell: str) -> str:
    """`cell` with links as their text, line breaks as lines, and struck text and raised marks gone."""
    if "[" in cell:
        cell = _LINK.sub(_FIRST, cell)
    if "<" in cell:
        cell = _GONE.sub("", _CODE_TAG.sub("`", _BREAK.sub("\n", cell)))
        cell = _TAG.sub("", cell)
    return _STRUCK.sub("", cell) if "~~" in cell else cell


def _unmarked(text: str) -> str:
    """`text` without emphasis, and with escaped characters and entities as what they stand for."""
    if "**" in text or "__" in text:
        text = _EMPHASIS.sub(_SECOND, text)
    if "\\" in text:
        text = _ESCAPE.sub(_FIRST, text)
    return html.unescape(text) if "&" in text else text


_FIRST, _SECOND = itemgetter(1), itemgetter(2)  # in place of r"\1", which `re` expands in Python, 20 times as slowly
_FIRST_CODE, _FIRST_WORD = 0xE000, 0xF000  # the private use area: no id contains it
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_ANY_ID = re.compile("[\ue000-\uf8ff]")
ANY_CODE_ID = "\ue000-\uefff"  # what stands for an id in `marked` text, as a regular expression's range
_CODE_ID = re.compile(f"[{ANY_CODE_ID}]")
_ID_ALONE = re.compile("[\ue000-\uf8ff](?=$| with )")
_EDGES = " \n.*\u2020\u2021\u00b9\u00b2\u00b3"  # what footnotes leave at an id

_MARKUP = re.compile(r"[`*_\[\]<>\\&~]")
_FOOTNOTE = re.compile("[*\u2020\u2021]")
_CODE = re.compile(r"(?<![\\`])(`++)([^`]++)\1")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\([^()]*\)[^()\s]*)?(?:\s[^()]*)?\)")
_EMPHASIS = re.compile(r"(?<![\w*\\])(\*\*|__)(?=\S)(.+?)(?<=\S)\s?\1")
_STRUCK = re.compile(r"~~[^~]*~~")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_CODE_TAG = re.compile(r"</?(?:code|tt)\b[^<>]*>", re.IGNORECASE)
_GONE = re.compile(r"<(sup|del|s|strike)\b[^<>]*>[^<>]*</\1>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")

_AN_ID = r"(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9](?:[\w.:@/+-]*[A-Za-z0-9])?"
_ID = re.compile(_AN_ID, re.ASCII)
_ENDPOINT = re.compile(r"v\d+/|[\w.+-]*://", re.ASCII)
_ALONE = re.compile(rf"(`?)({_AN_ID})\1", re.ASCII)
_WORD = re.compile(  # one that could be an id outside code: a digit or a hyphen, and no capital before it
    r"(?<![\w/.:@+-])(?=[a-z_.:@/+]*[\d-])[a-z0-9][\w.:@/+-]*[A-Za-z0-9](?![\w/])", re.ASCII
)
_DIGIT_OR_HYPHEN = re.compile(r"[\d-]", re.ASCII)
_BETWEEN_WORDS = re.compile(r"\s*(?:[,;|\n]|\s/\s|\b(?:or|and)\b)\s*")
_BARE_ID = re.compile(r"[\d/-]")
_GLUED = re.compile(r"\dor[a-z]")
_DATED = re.compile(r"-(?:\d{4}-\d\d-\d\d|20\d{6}|(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]))$")

_SIDE_BY_SIDE = r"(?<=[\ue000-\uefff])\s*(?=[\ue000-\uefff])"
_SEPARATOR = re.compile(rf"\s*(?:[|,;/&\n]|\b(?:or|and)\b)\s*|{_SIDE_BY_SIDE}")
_BETWEEN = rf"(?:\s*(?:[|,;/&\n]\s*(?:(?:or|and)\b)?|(?:or|and)\b)\s*|{_SIDE_BY_SIDE})"
_LIST_OF_IDS = rf"[\ue000-\uf8ff][*\u2020\u2021]?(?:{_BETWEEN}[\ue000-\uf8ff][*\u2020\u2021]?)*"
_LIST = re.compile(_LIST_OF_IDS)
_INCLUDING = re.compile(
    rf"[\ue000-\uf8ff]\s*\((?:including|includes|(?:and )?(?:the |its )?alias(?:es)?:?)\s+{_LIST_OF_IDS}"
    r"(?:,?\s+which (?:all )?points? to this (?:snapshot|model))?\)"
)
_BRACKETS = re.compile(r"\([^()]*\)")
_EVERYWHERE = re.compile(r"-*|n/?a|(?:all|any)(?: (?:supported|available|aws))?(?: regions?)?")
_REGION = re.compile(r"[a-z]{2,12}(?:-[a-z]{2,14}){0,3}-?\d{1,2}", re.ASCII)
_NONE = re.compile(r"-*|n/?a|none|nil|tbd|no (?:direct )?replacement(?: available)?|not applicable")
