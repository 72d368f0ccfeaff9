"""What servers, proxies and new layouts have done to pages, as functions from a page to what became of it."""

from __future__ import annotations

import re
from collections.abc import Callable

Mutation = Callable[[str], str]


# What servers answer instead of the page


def instead(body: str) -> Mutation:
    return lambda _: body


LOGIN = "<!doctype html><title>Sign in</title><main><h1>Sign in</h1><form><input name=email></form></main>"
CAPTCHA = "<!doctype html><title>Just a moment...</title><body><h1>Verify you are human</h1></body>"
CONSENT = "<!doctype html><title>Before you continue</title><h1>We value your privacy</h1><p>Accept all cookies</p>"
SORRY = "# Something went wrong\n\nWe could not load the deprecations of `gpt-4` and other models. Try again later.\n"


# What becomes of a page on its way


def first(part: int, of: int) -> Mutation:
    return lambda page: page[: len(page) * part // of]


def last_half(page: str) -> str:
    return page[len(page) // 2 :]


def as_latin_1(page: str) -> str:
    return page.encode("utf-8").decode("latin-1")


# What a new layout does to it


def without_tables(page: str) -> str:
    """Every table as nested divs."""
    page = re.sub(r"(?i)<(/?)(table|thead|tbody|tr|th|td)\b", r"<\1div", page)
    lines = []
    for line in page.split("\n"):
        if re.fullmatch(r"[\s|:-]*-{3}[\s|:-]*", line) and "|" in line:
            continue
        cells = line.strip().strip("|").split("|")
        lines.append(f"<div>{'</div><div>'.join(cells)}</div>" if len(cells) > 2 else line)
    return "\n".join(lines)


def headers(page: str, change: Callable[[list[str]], list[str]]) -> str:
    """The page with the cells of every table's header changed, its rows as they were."""

    def change_html(match: re.Match[str]) -> str:
        cells = iter(change([m[2] for m in re.finditer(r"(?is)(<th\b[^>]*>)(.*?)(</th>)", match[0])]))
        return re.sub(r"(?is)(<th\b[^>]*>)(.*?)(</th>)", lambda m: m[1] + next(cells) + m[3], match[0])

    page = re.sub(r"(?is)<tr\b[^>]*>(?:(?!</tr>).)*<th\b.*?</tr>", change_html, page)
    lines = page.split("\n")
    for number, line in enumerate(lines[:-1]):
        if line.strip().startswith("|") and re.fullmatch(r"[\s|:-]*-{3}[\s|:-]*", lines[number + 1]):
            lines[number] = f"| {' | '.join(change(line.strip().strip('|').split('|')))} |"
    return "\n".join(lines)


def renamed_headers(page: str) -> str:
    return headers(page, lambda cells: [f"Column {number}" for number, _ in enumerate(cells)])


def doubled_headers(page: str) -> str:
    return headers(page, lambda cells: [cells[0]] * len(cells))


def emptied_headers(page: str) -> str:
    return headers(page, lambda cells: [" "] * len(cells))


def shifted_headers(page: str) -> str:
    """Every header one column too far to the left, so that dates and ids stand under other titles."""
    return headers(page, lambda cells: [*cells[1:], cells[0]])


def swapped_dates(page: str) -> str:
    """The titles of the first two columns of dates in each other's place: a page that is well formed and untrue."""

    def swap(cells: list[str]) -> list[str]:
        dates = [n for n, cell in enumerate(cells) if re.search("(?i)date|retire|deprecated$", cell.strip(" *"))]
        if len(dates) > 1:
            cells[dates[0]], cells[dates[1]] = cells[dates[1]], cells[dates[0]]
        return cells

    return headers(page, swap)


def in_dutch(page: str) -> str:
    words = {
        "january": "januari", "february": "februari", "march": "maart", "may": "mei", "june": "juni", "july": "juli",
        "august": "augustus", "october": "oktober", "mar": "mrt", "oct": "okt", "not sooner than": "niet eerder dan",
        "shutdown date": "Einddatum", "retirement date": "Einddatum", "deprecated": "Verouderd", "retired": "Gestopt",
        "model": "Taalmodel", "recommended replacement": "Aanbevolen vervanging", "current state": "Huidige status",
        "release date": "Verschijningsdatum", "tentative": "Voorlopige", "active": "Actief",
    }  # fmt: skip
    longest_first = sorted(words, key=len, reverse=True)
    return re.sub(rf"(?i)\b({'|'.join(longest_first)})\b", lambda m: words[m[1].lower()], page)


def other_columns(page: str) -> str:
    """Every table's first column moved to the end, header and cells: the same statements in another order."""
    return rows(page, lambda cells: [*cells[1:], cells[0]])


def without_column(at: int) -> Mutation:
    """Every table without one column, header and cells."""
    return lambda page: rows(page, lambda cells: [cell for number, cell in enumerate(cells) if number != at])


def rows(page: str, change: Callable[[list[str]], list[str]]) -> str:
    """The page with the cells of every row of every table changed, its header among them."""

    def change_html(match: re.Match[str]) -> str:
        cells = re.findall(r"(?is)<t[hd]\b.*?</t[hd]>", match[2])
        return match[1] + "".join(change(cells)) + match[3] if len(cells) > 1 else match[0]

    page = re.sub(r"(?is)(<tr\b[^>]*>)(.*?)(</tr>)", change_html, page)
    return "\n".join(
        f"| {' | '.join(change(cells))} |" if len(cells := pipe_cells(line)) > 1 else line for line in page.split("\n")
    )


def pipe_cells(line: str) -> list[str]:
    """The cells of a line of a Markdown table; none of any other line."""
    return re.split(r"(?<!\\)\|", line.strip()[1:].rstrip("|")) if line.strip().startswith("|") else []


def every_second(pattern: str) -> Mutation:
    """The page without every second line that matches `pattern` (or table row, in HTML)."""

    def thinned(page: str) -> str:
        seen = iter(range(len(page)))
        if "<tr" in page:
            return re.sub(r"(?is)<tr\b(?:(?!<th\b).)*?</tr>", lambda m: m[0] if next(seen) % 2 else "", page)
        return "\n".join(line for line in page.split("\n") if re.match(pattern, line.strip()) is None or next(seen) % 2)

    return thinned


def doubled_lines(page: str) -> str:
    """Every row and item twice."""
    page = re.sub(r"(?is)(<tr\b(?:(?!<th\b).)*?</tr>)", r"\1\1", page)
    return "\n".join(
        line if re.match(r"(?:\|(?![\s|:-]*-{3})|[*-] )", line.strip()) is None else f"{line}\n{line}"
        for line in page.split("\n")
    )


def other_words(*pairs: tuple[str, str]) -> Mutation:
    """The page with words replaced, whatever their case."""

    def change(page: str) -> str:
        for old, new in pairs:
            page = re.sub(rf"(?i)\b{old}", new, page)
        return page

    return change


ANSWERS: dict[str, Mutation] = {
    "a login page": instead(LOGIN),
    "a captcha": instead(CAPTCHA),
    "a consent page": instead(CONSENT),
    "an apology that names a model": instead(SORRY),
    "a blank page": instead("<!doctype html><html><body></body></html>"),
    "an empty answer": instead(""),
    "an error object": instead('{"error": {"message": "internal error", "code": 500}}'),
    "an empty list": instead('{"object": "list", "data": []}'),
    "a sign-in page in Markdown": instead("# Sign in\n\nEnter your password to continue.\n"),
    "a page that was not found": instead("# Page not found\n\nThe page you were looking for could not be found.\n"),
    "a page that moved": instead("<!doctype html><title>Moved</title><p>See <a href='/other'>the new page</a>.</p>"),
    "maintenance": instead("<html><head><title>503</title></head><body><h1>Service unavailable</h1></body></html>"),
    "a bare title": instead("# Deprecations\n"),
    "an index of other pages": instead("# Documentation\n\n- [Models](/models.md)\n- [Pricing](/pricing.md)\n"),
}
LAYOUTS: dict[str, Mutation] = {
    "tables as divs": without_tables,
    "renamed headers": renamed_headers,
    "doubled headers": doubled_headers,
    "emptied headers": emptied_headers,
    "shifted headers": shifted_headers,
    "swapped date columns": swapped_dates,
    "another language": in_dutch,
    "without the first column": without_column(0),
    "without the second column": without_column(1),
    "without the third column": without_column(2),
    "without the fourth column": without_column(3),
    "every second row": every_second(r"\|(?![\s|:-]*-{3})"),
    "every second item": every_second(r"[*-] "),
    "every second heading": every_second("#"),
    "the last half": last_half,
    "other verbs": other_words(("retir", "feier"), ("deprecat", "feier"), ("shut ?down", "feier"), ("discontinu", "f")),
    "no ticks": lambda page: page.replace("`", ""),
    "no line breaks": lambda page: page.replace("\n", " "),
    "as a quotation": lambda page: "".join(f"> {line}\n" for line in page.split("\n")),
    "as preformatted text": lambda page: (
        f"<!doctype html><html><body><pre>{page.replace('<', '&lt;')}</pre></body></html>"
    ),
    "in a fence": lambda page: f"# Page\n\n```\n{page}\n```\n",
    "in the wrong character set": as_latin_1,
    "escaped twice": lambda page: page.replace("&", "&amp;").replace("<", "&lt;"),
}
HARMLESS: dict[str, Mutation] = {
    "with a byte order mark": lambda page: "\ufeff" + page,
    "with other line ends": lambda page: page.replace("\n", "\r\n"),
    "with blanks at the ends of lines": lambda page: page.replace("\n", "  \n"),
    "with columns in another order": other_columns,
    "with every row twice": doubled_lines,
    "with a comment before it": lambda page: f"<!-- made by a robot -->\n{page}",
}
MALFORMED: dict[str, Mutation] = {
    **{name: ANSWERS[name] for name in list(ANSWERS)[:7]},
    **{name: LAYOUTS[name] for name in list(LAYOUTS)[:5]},
    "the first half": first(1, 2),
    "another language": in_dutch,
}
CUTS: dict[str, Mutation] = {f"{part} of 11 parts": first(part, 11) for part in range(1, 11)}
