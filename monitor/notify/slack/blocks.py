"""A notice -> one Slack message: its blocks, in the most detailed form that fits into Slack's limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache

from monitor.core.alerts import Alert, AlertKind, Evidence, Notice, Severity
from monitor.notify import moving, readings, wording
from monitor.notify.foreign import own_link
from monitor.notify.phrase import Link, Phrase, Strong, join, plain
from monitor.notify.slack.buttons import Under
from monitor.notify.slack.mrkdwn import fit, write
from monitor.notify.slack.parts import (
    LONGEST_FALLBACK,
    LONGEST_SECTION,
    MOST_BLOCKS,
    MOST_CHARACTERS,
    Block,
    SlackMessage,
    characters,
    context,
    fits,
    header,
    mrkdwn,
    plain_text,
    section,
    text_section,
)

MOST_PLACES = 5
FEW = 3  # a first summary of no more than this many models says all of each
MOST_SUGGESTIONS = 3
REMEMBERED = 1_024  # blocks about a model alone: they stand in the messages of all who pin it
MARKS = {
    Severity.RETIRED: "🔴",
    Severity.IMMINENT: "🟠",
    Severity.UPCOMING: "🟡",
    Severity.FLOOR: "🟡",
    Severity.OK: "🟢",
}

Form = Callable[[Notice, Under], list[Block]]
NOTHING = Under()


def notice(notice: Notice, *, repeat: bool = False, link: str | None = None, under: Under = NOTHING) -> SlackMessage:
    """One message for all alerts of a notice, most urgent first.

    `repeat` marks a message that may have been posted before; `link` is where the rest can be seen, if there is one;
    `under` what stands under each alert. Forms that are too short for buttons have none.
    """
    notice = replace(notice, alerts=wording.ordered(notice)) if notice.baseline else notice
    head = [header(wording.headline(notice))]
    tail = [context((Strong(wording.REPEAT),))] if repeat else []
    summary = notice.baseline and len(notice.alerts) > FEW
    forms: tuple[Form, ...] = (_compact, _plain) if summary else (_full, _compact, _plain)
    whole = ([*head, *form(notice, under), *tail] for form in forms if _may_fit(form, notice))
    blocks = next(filter(fits, whole), None)
    if blocks is None:
        blocks = [*head, *_terse(notice, MOST_CHARACTERS - characters([*head, *tail]), link), *tail]
    text = ". ".join(filter(None, (wording.subject(notice), wording.preview(notice))))
    return SlackMessage(fit(text, LONGEST_FALLBACK), blocks)


def _may_fit(form: Form, notice: Notice) -> bool:
    """Whether it is worth a try: in full, each of several alerts has a line, a title and a section, at least."""
    number = len(notice.alerts)
    return number * 3 <= MOST_BLOCKS if form is _full else number < MOST_BLOCKS


def _full(notice: Notice, under: Under) -> list[Block]:
    several = len(notice.alerts) > 1
    blocks: list[Block] = []
    for alert in notice.alerts:
        blocks += [{"type": "divider"}] if blocks else []
        blocks += [section([_title(alert, wording.news(alert, notice.today))])] if several else []
        blocks += [*_alert(alert, notice), *under.row(alert, notice)]
    figures = moving.figures_from(notice.alerts)
    return [*blocks, context((figures,))] if figures else blocks


def _alert(alert: Alert, notice: Notice) -> Iterator[Block]:
    today = notice.today
    yield section(
        [
            wording.what_happens(alert, today),
            (wording.background(alert, today),),
            (wording.sentence(alert.note or ""),),
            *_places(alert, wording.pinned_by(notice)),
        ]
    )
    yield from _moving(alert, notice)
    if alert.evidence:
        yield _proof(alert.evidence, today)


@lru_cache(REMEMBERED)
def _proof(evidence: Evidence, today: date) -> Block:
    quote = readings.quote(evidence)
    elements = [plain_text(quote, LONGEST_SECTION)] if quote else []
    return {"type": "context", "elements": [*elements, mrkdwn(write(readings.proof(evidence, today)))]}


def _places(alert: Alert, lead: str) -> list[Phrase]:
    shown = [wording.place(p) for p in alert.places[:MOST_PLACES]]
    more = len(alert.places) - len(shown)
    if len(shown) == 1:
        return [(f"{lead} ", *shown[0])]
    lines: list[Phrase] = [("• ", *p) for p in shown]
    rest: list[Phrase] = [(f"• and {wording.counted(more, 'more place', 'more places')}",)] if more else []
    return [(Strong(lead),), *lines, *rest] if shown else []


def _moving(alert: Alert, notice: Notice) -> Iterator[Block]:
    words = moving.own_words(alert)
    nothing = moving.none_known(alert) if not alert.suggestions else ""
    for i, new in enumerate(moving.replacements(alert, notice.today)[:MOST_SUGGESTIONS]):
        yield _offer(new, "Move to" if i == 0 else "or to")
    risks: list[Phrase] = [("• ", *moving.at_risk(line)) for line in alert.at_risk[:MOST_PLACES]]
    others: list[Phrase] = [
        (nothing,),
        (words,),
        *([(Strong("Recommended, but gone or about to go"),)] if risks else []),
    ]
    if any(plain(p) for p in others):
        yield section([*others, *risks])


@lru_cache(REMEMBERED)
def _offer(new: moving.Replacement, lead: str) -> Block:
    return section([(Strong(lead), " ", *new.title)], quoted=new.lines)


def _compact(notice: Notice, under: Under) -> list[Block]:
    blocks = []
    for alert in notice.alerts:
        menu = under.menu(alert, notice)
        said = section([*_compact_lines(alert, notice), *under.state(alert, notice)])
        blocks.append({**said, "accessory": menu} if menu else said)
    return [*blocks, *_footer(notice)]


def _plain(notice: Notice, under: Under) -> list[Block]:
    return _compact(notice, replace(under, buttons=False))


def _compact_lines(alert: Alert, notice: Notice) -> list[Phrase]:
    origin = readings.origin(alert.evidence) if alert.evidence else ()
    return [
        _title(alert, wording.dated(alert, wording.news(alert, notice.today))),
        (f"{wording.pinned_by(notice)} ", *wording.places(alert)) if alert.places else (),
        join([moving.in_short(alert), origin], " "),
        (wording.sentence(alert.note or ""),),
    ]


def _terse(notice: Notice, room: int, link: str | None) -> list[Block]:
    """One line a model, as many as fit into `room` characters, then how many more there are; 45 at most."""
    address, footer = own_link(link or ""), _footer(notice)

    def rest(number: int) -> Block:
        more = f"and {number:,} more"
        return section([(Link(more, address) if address else more,)])

    room -= characters([*footer, rest(len(notice.alerts))])
    sections: list[list[str]] = [[]]
    shown = 0
    for line in (write(_terse_line(alert, notice)) for alert in notice.alerts[: wording.MOST_ITEMS]):
        room -= len(line) + 1
        if room < 0:
            break
        if len("\n".join([*sections[-1], line])) > LONGEST_SECTION:
            sections.append([])
        sections[-1].append(line)
        shown += 1
    left = len(notice.alerts) - shown
    return [*(text_section("\n".join(s)) for s in sections if s), *([rest(left)] if left else []), *footer]


def _terse_line(alert: Alert, notice: Notice) -> Phrase:
    models = join([moving.terse(s) for s in alert.suggestions[:2]], " or ")
    return (
        *_title(alert, wording.dated(alert, wording.news(alert, notice.today))),
        *((" → ", *models) if models else ()),
    )


def _title(alert: Alert, news: str) -> Phrase:
    mark = {AlertKind.UNLISTED: "🔴", AlertKind.REINSTATED: "🟢"}.get(alert.kind) or MARKS.get(alert.severity, "⚪")
    return (f"{mark} ", *wording.which(alert), " ", Strong(news))


def _footer(notice: Notice) -> list[Block]:
    """What the short forms leave out and nobody may miss: how old the readings are."""
    told = readings.facts_as_of(notice)
    return [context((told,))] if told else []
