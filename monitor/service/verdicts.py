"""An answer on how models stand -> the report that every format tells.

The answer may come from another machine, so each value is checked; what is foreign comes out on one line, without
control characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from monitor.core.alerts import Evidence, Severity, Suggestion
from monitor.core.decisions import Decision, DecisionKind
from monitor.core.freshness import rests_on
from monitor.core.lifecycle import Status
from monitor.errors import UnreadableDocument
from monitor.feeds.results import FaultyWaiver, Report, Result, Spot, Unread, Waived
from monitor.notify.foreign import clean, safe_link

OLD_CATALOG = timedelta(days=45)

_PLACE = re.compile(r"(?P<file>[^:\s]+):(?P<line>[1-9]\d{0,8})(?::(?P<column>[1-9]\d{0,8}))?", re.ASCII)

Json = Mapping[str, Any]


def report(answer: Json, *, within: timedelta, strict: bool) -> Report:
    """The report of an answer.

    Raises:
        UnreadableDocument: it is no such answer.
    """
    try:
        findings = _list(answer["findings"])
        results = tuple(_result(finding) for finding in findings)
        today = date.fromisoformat(answer["today"])
        days = [day for f, r in zip(findings, results, strict=True) if (day := _rests_on(f, r.evidence))]
        as_of = min(days, default=_alone(answer, findings) if answer.get("catalog_alone") else None)
        return Report(
            today=today,
            within_days=within.days,
            results=results,
            faulty_waivers=tuple(map(_waiver, _list(answer.get("waivers", [])))),
            unread=tuple(Unread(_text(u, "file"), _text(u, "reason")) for u in _list(answer.get("skipped", []))),
            files=_number(answer, "files"),
            catalog_as_of=as_of,
            catalog_is_old=as_of is not None and today - as_of > OLD_CATALOG,
            strict=strict,
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UnreadableDocument(f"this is no answer of a check ({type(error).__name__})") from None


def _alone(answer: Json, findings: Iterable[Json]) -> date | None:
    """The day on which "unknown" rests: that of the oldest source that would know the ids, or of all if none would."""
    asked = [s for f in findings for s in (f.get("coverage") or {}).get("sources", ()) if s["from_catalog"]]
    days = [datetime.fromisoformat(s["read_at"]).date() for s in asked]
    return min(days, default=_day(answer, "catalog_as_of"))


class _Heard(NamedTuple):
    source_id: str
    read_at: datetime
    bundled: bool


def _rests_on(finding: Json, evidence: Evidence | None) -> date | None:
    sources = (finding.get("coverage") or {}).get("sources", ())
    heard = (_Heard(s["source_id"], datetime.fromisoformat(s["read_at"]), s["from_catalog"]) for s in sources)
    return rests_on(evidence, heard)


def _result(finding: Json) -> Result:
    provider, model_id = _text_or_none(finding, "provider"), _text(finding, "model_id")
    evidence = _evidence(finding["evidence"]) if finding["evidence"] else None
    return Result(
        reference=_text(finding, "reference"),
        name=f"{provider}/{model_id}" if provider else model_id,
        provider=provider,
        severity=Severity(finding["severity"]),
        status=Status(finding["status"]),
        scope=_text_or_none(finding, "scope") or "",
        version=_text_or_none(finding, "version"),
        deployment=_text_or_none(finding, "deployment"),
        regions=_texts(finding, "regions") if finding.get("regions") else (),
        project=_text_or_none(finding, "project"),
        team=_text_or_none(finding, "team"),
        owner=_text_or_none(finding, "owner"),
        environment=_text_or_none(finding, "environment"),
        location=_text_or_none(finding, "location"),
        spot=_spot(finding),
        text=_text_or_none(finding, "text") or "",
        deprecated_on=_day(finding, "deprecated_on"),
        shutdown_on=_day(finding, "shutdown_on"),
        earliest_shutdown_on=_day(finding, "earliest_shutdown_on"),
        at_risk_on=_day(finding, "at_risk_on"),
        shutdown_words=_text_or_none(finding, "shutdown_words"),
        days_left=_number(finding, "days_left"),
        replacement_text=_text_or_none(finding, "replacement_text"),
        suggestions=tuple(map(_suggestion, _list(finding["replacements"]))),
        at_risk=_texts(finding, "at_risk"),
        nearest=_texts(finding, "nearest"),
        notes=_texts(finding, "notes"),
        coverage=_text_or_none(finding["coverage"], "verdict") if finding.get("coverage") else None,
        watched=_text(finding["coverage"], "told") if finding.get("coverage") else "",
        evidence=evidence,
        link=safe_link(evidence.url) if evidence else None,
        waived=_waived(finding.get("waived")),
        decision=_decision(finding.get("decision")),
    )


def _spot(finding: Json) -> Spot | None:
    """Where the reference stands: as a scan says, or as a pin's location does if it is a path and a line."""
    if finding.get("file"):
        places = (_number(finding, key) for key in ("line", "column", "end_column"))
        return Spot(_path(finding, "file"), *places)
    found = _PLACE.fullmatch(finding["location"] or "")
    if not found or found["file"].startswith(("/", "~", "..", "\\")):
        return None
    column = found["column"]
    return Spot(clean(found["file"]), int(found["line"]), int(column) if column else None)


def _evidence(proof: Json) -> Evidence:
    read_at = datetime.fromisoformat(proof["observed_at"])
    return Evidence(
        quote=_text_or_none(proof, "quote") or "",
        url=_text(proof, "url"),
        source_id=_text(proof, "source_id"),
        observed_at=read_at if read_at.tzinfo else read_at.replace(tzinfo=UTC),
        stale=bool(proof["stale"]),
        catalog_as_of=_day(proof, "catalog_as_of"),
    )


def _suggestion(s: Json) -> Suggestion:
    return Suggestion(
        provider=_text(s, "provider"),
        model_id=_text(s, "model_id"),
        origin=_text(s, "from"),
        path=_texts(s, "path"),
        why=_text(s, "why"),
        good_until=_day(s, "good_until"),
        good_until_is_floor=bool(s["good_until_is_floor"]),
        may_go=bool(s.get("may_go")),
        caution=_text_or_none(s, "caution"),
        condition=_text_or_none(s, "condition"),
        comparison=_texts(s, "comparison") if s.get("comparison") else (),
    )


def _waived(waived: Json | None) -> Waived | None:
    return Waived(_day(waived, "until"), _text(waived, "reason")) if waived else None


def _decision(made: Json | None) -> Decision | None:
    if not made:
        return None
    at = datetime.fromisoformat(made["at"])
    return Decision(
        kind=DecisionKind(made["kind"]),
        at=at if at.tzinfo else at.replace(tzinfo=UTC),
        by=_text(made, "by"),
        status=Status(made["status_then"]),
        shutdown_on=_day(made, "shutdown_on_then"),
        until=_day(made, "until"),
        owner=_text_or_none(made, "owner"),
        reason=_text_or_none(made, "reason") or "",
    )


def _waiver(waiver: Json) -> FaultyWaiver:
    return FaultyWaiver(
        Spot(_path(waiver, "file"), _number(waiver, "line")), _text(waiver, "fault"), _text(waiver, "reason")
    )


def _path(values: Json, key: str) -> str:
    """A path as it is but for what no format can carry: it must still name the file."""
    return "".join(c if c.isprintable() or c.isspace() else "?" for c in _whole_text(values, key))


def _whole_text(values: Json, key: str) -> str:
    value = values[key]
    if not isinstance(value, str):
        raise TypeError(key)
    return value.encode("utf-8", "replace").decode()  # a name of undecodable bytes holds lone surrogates


def _text(values: Json, key: str) -> str:
    return clean(_whole_text(values, key))


def _text_or_none(values: Json, key: str) -> str | None:
    return None if values.get(key) is None else _text(values, key)


def _texts(values: Json, key: str) -> tuple[str, ...]:
    return tuple(_text({key: value}, key) for value in _list(values[key]))


def _number(values: Json, key: str) -> int | None:
    value = values.get(key)
    if value is not None and type(value) is not int:
        raise TypeError(key)
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _day(values: Json, key: str) -> date | None:
    value = values.get(key)
    return None if value is None else date.fromisoformat(value)
