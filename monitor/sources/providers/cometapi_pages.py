"""CometAPI: the public page of one model, with its price beside the official one, its context window and its upstream.

The page says in prose when the model's maker has retired it, and what the maker advises. That ends nothing at CometAPI,
which goes on serving it: the words are kept, and no status and no day is made of them. The labels around the figures
are in the reader's language, so the figures are told by their order (input and output, CometAPI's and then the official
ones) and by the discount behind them, which must agree.

There is a page for each model and no list of them, so that one is read for each model that the settings name:

    [sources."cometapi/pages-gpt-4-0314"]
    url = "https://www.cometapi.com/models/openai/gpt-4-0314"

It was held against the text of one page, as a browser shows it; its HTML is turned into such text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from monitor.core.facts import Authority, Fact, Reading
from monitor.core.specs import Offer
from monitor.core.trust import Guards
from monitor.errors import UnreadableDocument
from monitor.sources.cells import is_model_id
from monitor.sources.document import clip, decoded
from monitor.sources.entries import MAX_PLACE
from monitor.sources.spec import RawDocument, Source

PAGES = "https://www.cometapi.com/models"
NEAR = 6  # lines between the breadcrumbs and the title
ROUNDED_BY = 1.5  # how far a discount may be from the prices beside it, in percentage points

_ANY_CASE = re.IGNORECASE | re.DOTALL
_NOT_TEXT = re.compile(r"<(script|style|svg|noscript|template)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", _ANY_CASE)
_BLOCK = re.compile(
    r"</?(?:address|article|aside|blockquote|body|br|button|dd|div|dl|dt|footer|form|h[1-6]|head|header|hr|html|li|main"
    r"|nav|ol|p|pre|section|table|tbody|td|th|thead|title|tr|ul)\b[^<>]*>",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")

_CONTROL = re.compile("[\x80-\x9f]")  # what is left of a dash or a quotation mark that was decoded twice
_CRUMBS = re.compile(r"[^/]{1,40}/ ?[^/]{1,40}/ ?(?P<maker>[^/]{1,60}?) ?/ ?(?P<id>[\w.:-]{2,100})")
_PRICE = re.compile(r"(?P<label>[^:$]{1,30}?)\s*:\s*\$(?P<dollars>\d{1,6}(?:\.\d{1,6})?)\s*/\s*M")
_DISCOUNT = re.compile(r"[-\u2212](?P<percent>\d{1,2}(?:\.\d)?)\s*%")
_CONTEXT = re.compile(r"(?<![\d.,])(?P<tokens>\d{1,3}(?:,\d{3})+|\d{4,8})[- ]token context\b", re.IGNORECASE)

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_GONE = r"(?:has been|have been|was|is)(?: officially| now)? (?:retired|deprecated|sunset|discontinued|shut ?down)\b"
_INSTEAD = re.compile(
    r"(?:replacements? such as|(?:migrat\w+|mov\w+|upgrad\w+|switch\w*) to|replaced (?:by|with))\s+"
    r"(?P<instead>.{2,120}?)(?=,? which\b|,? instead\b|[;.]?$)"
)


@dataclass(frozen=True, slots=True)
class Figures:
    """Input and output price in US dollars per million tokens, and the lines that print them."""

    input: float
    output: float
    quote: str


def read_model_page(source: Source, raw: RawDocument) -> Reading:
    """One model's page: a fact with what it says of the upstream, and the offer."""
    try:
        text = decoded(raw.body)
    except UnreadableDocument as why:
        return Reading(problem=why.message)
    if (broken := _CONTROL.search(text)) is not None:
        return Reading(problem=f"the document is in another character set: it has {broken[0]!r}")
    lines = _lines(text)
    crumbs = _crumbs(lines)
    if crumbs is None:
        return Reading(problem="the document is not the page of one model: no breadcrumbs lead to its title")
    at, maker, model_id = crumbs
    lines = lines[at:]
    url = source.url or f"{PAGES}/{maker.lower().replace(' ', '-')}/{model_id}"
    unread: list[str] = []
    offer = _offer(source, model_id, lines, url, unread)
    if offer is None:
        missing = f"the page of {model_id} has no table of prices per million tokens, or not all of it"
        return Reading(headings=(maker, model_id), problem=missing)
    sentence, words = _fate(lines, model_id, unread)
    fact = Fact(
        provider=source.provider,
        model_id=model_id,
        source_id=source.id,
        url=url,
        quote=clip(sentence) or offer.quote,
        replacement_text=_instead(sentence),
        words=clip(words) or None,
    )
    return Reading((fact,), (maker, model_id), tuple(unread), offers=(offer,))


def _lines(text: str) -> list[str]:
    """The lines of a page as a browser shows it; of text, those that it has."""
    if _BLOCK.search(text) is not None and _TAG.search(text[:2_000]) is not None:
        text = html.unescape(_TAG.sub("", _BLOCK.sub("\n", _NOT_TEXT.sub(" ", text))))
    return [line for raw in text.split("\n") if (line := " ".join(raw.split()))]


def _crumbs(lines: Sequence[str]) -> tuple[int, str, str] | None:
    """Where the title stands, the maker and the model's id: the breadcrumbs end in the id, and so does the title."""
    for at, line in enumerate(lines):
        found = _CRUMBS.fullmatch(line)
        if found is None or not is_model_id(found["id"]):
            continue
        for title in range(at + 1, min(at + 1 + NEAR, len(lines))):
            if lines[title] == found["id"]:
                return title, found["maker"], found["id"]
    return None


def _prices(lines: Sequence[str], first: int, last: int) -> Iterator[tuple[int, str, float]]:
    for at in range(first, min(last, len(lines))):
        if (found := _PRICE.fullmatch(lines[at])) is not None:
            yield at, found["label"], float(found["dollars"])


def _pair(lines: Sequence[str], first: int, last: int) -> Figures | None:
    """The first input price with the output price on the line below it."""
    found = list(_prices(lines, first, last))
    for (at, label, dollars), (below, other, more) in pairwise(found):
        if below == at + 1 and label != other:
            return Figures(dollars, more, clip(f"{lines[at]} {lines[below]}"))
    return None


def _offer(source: Source, model_id: str, lines: Sequence[str], url: str, unread: list[str]) -> Offer | None:
    """What the page asks for the model; None where it does not state all four prices, or they do not agree."""
    asked = _pair(lines, 0, 2 * NEAR)
    compared = _compared(lines, unread)
    if asked is None or compared is None:
        return None
    ours, official = compared
    if (ours.input, ours.output) != (asked.input, asked.output):
        unread.append(f"{model_id}: {asked.quote!r} above and {ours.quote!r} in the table of prices")
    windows = {int(found["tokens"].replace(",", "")) for line in lines for found in _CONTEXT.finditer(line)}
    return Offer(
        provider=source.provider,
        model_id=model_id,
        input_per_mtok=ours.input,
        output_per_mtok=ours.output,
        url=url,
        quote=clip(f"{ours.quote} {official.quote}"),
        official_input_per_mtok=official.input,
        official_output_per_mtok=official.output,
        context_window=windows.pop() if len(windows) == 1 else None,
    )


def _compared(lines: Sequence[str], unread: list[str]) -> tuple[Figures, Figures] | None:
    """CometAPI's pair and the official one below it; a discount behind them that does not agree goes to `unread`."""
    for at in range(len(lines) - 3):
        ours, official = _pair(lines, at, at + 2), _pair(lines, at + 2, at + 4)
        if ours is None or official is None:
            continue
        discount = _DISCOUNT.fullmatch(lines[at + 4]) if at + 4 < len(lines) else None
        stated = float(discount["percent"]) if discount is not None else 0
        shares = [(ours.input, official.input), (ours.output, official.output)]
        if any(whole <= 0 or abs(100 * (1 - part / whole) - stated) > ROUNDED_BY for part, whole in shares):
            unread.append(f"a discount of {stated:g}% between {ours.quote!r} and {official.quote!r}")
        return ours, official
    return None


def _fate(lines: Sequence[str], model_id: str, unread: list[str]) -> tuple[str, str]:
    """The sentence that says that the model has ended at its maker, and its beginning up to that word; or two blanks.

    One that speaks of the model's replacements in other words goes to `unread`.
    """
    named = re.compile(rf"(?<![\w.-]){re.escape(model_id)}(?![\w-])")
    ended = re.compile(rf"{named.pattern}[^.;:]{{0,40}}? {_GONE}")
    sentences = [sentence for line in lines for sentence in _SENTENCE.split(line) if named.search(sentence)]
    for sentence in sentences:
        if (found := ended.search(sentence)) is not None:
            return sentence, sentence[: found.end()]
    unread += [clip(sentence, MAX_PLACE) for sentence in sentences if _INSTEAD.search(sentence)]
    return "", ""


def _instead(sentence: str) -> str | None:
    found = _INSTEAD.search(sentence)
    return found["instead"].strip(" ,") if found is not None else None


SOURCES = (
    Source(
        id="cometapi/pages",
        provider="cometapi",
        authority=Authority.AGGREGATOR,
        url="",
        page_url=PAGES,
        read=read_model_page,
        guards=Guards(max_unread=0),  # it is one row, and has nothing that may be left out
    ),
)
