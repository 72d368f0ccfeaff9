"""`model-monitor check`: are these models safe."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

import click

from monitor.cli.options import Days, Options, example
from monitor.cli.terminal import counted, note, say_json
from monitor.errors import UsageError

if TYPE_CHECKING:
    from monitor.core.alerts import Place
    from monitor.core.references import Reference
    from monitor.service.app import Service
    from monitor.service.checking import Checked
    from monitor.service.known import Known

    Asked = list[tuple[str | None, Place, Reference]]

UNSAFE, UNKNOWN = 1, 3
OLD_CATALOG = timedelta(days=45)
LEAD_DAYS = (180,)  # the longest of the settings' default, without the cost of loading them


@click.command(
    epilog=example(
        "check openai/gpt-4-0314 anthropic/claude-3-haiku-20240307",
        "check --project ranker --within 180d --strict",
        "check --json | jq '.findings[] | select(.severity != \"ok\")'",
    )
)
@click.argument("references", metavar="[REF]...", nargs=-1)
@click.option("--project", metavar="NAME", help="The pins of this project.")
@click.option("--within", type=Days(), default="90d", show_default=True, help="How near a shutdown is unsafe.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--strict", is_flag=True, help="Status 3 if a model is unknown, or an old catalog had to answer.")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.pass_obj
def check(
    options: Options,
    *,
    references: tuple[str, ...],
    project: str | None,
    within: timedelta,
    form: str,
    strict: bool,
    as_json: bool,
) -> int | None:
    """Say how models stand: those named, or the pins of a project.

    With neither, all pins are checked. The exit status is 1 if a model is retired or retires within the given days,
    and with --strict 3 if nobody knows one. Without a configuration, references are held against the catalog that
    comes with this program, and its age is told.
    """
    from monitor.service.checking import check as checked
    from monitor.service.pins import longest_lead

    if references and project:
        raise UsageError("references and --project were both given", hint="ask for one of them at a time")
    view, asked, lead_days = _asked(options, references, project)
    findings = checked(asked, view, horizon=longest_lead(lead_days), within=within)
    if as_json or form == "json":
        from monitor.service import answers

        say_json(answers.of_check(view.now.date(), findings, view))
    else:
        from monitor.cli.findings import show

        show(findings, view, within, all_of_them=bool(references))
    return _status(findings, strict=strict, old_catalog=_tell_of_the_catalog(findings, view))


def _asked(options: Options, references: Sequence[str], project: str | None) -> tuple[Known, Asked, tuple[int, ...]]:
    """What is known, what is asked, and the lead days for which a replacement must be good."""
    if references and not options.configured:
        return _from_the_catalog(options, references)
    with options.service() as service:
        view, asked = _from_the_record(service, references, project)
        return view, asked, service.settings.alerts.lead_days


def _from_the_record(service: Service, references: Sequence[str], project: str | None) -> tuple[Known, Asked]:
    from monitor.cli.naming import project_named
    from monitor.core.alerts import Place
    from monitor.core.references import parse
    from monitor.service.known import known
    from monitor.service.weighing import weighed
    from monitor.store import registry
    from monitor.store.engine import reading

    named = project_named(service, project) if project else None
    with reading(service.engine) as session:
        view = known(session, service.catalog, service.clock.now())
        pins = [] if references else registry.pins(session, project=named)
        view = weighed(session, pins, view)
    asked: Asked = [(None, Place(text), parse(text, providers=view.providers)) for text in references]
    for pin in pins:
        place = Place(pin.reference, pin.environment, pin.location)
        asked.append((pin.project, place, parse(pin.reference, providers=view.providers)))
    if not asked:
        note("nothing is pinned there: `model-monitor pin add` registers what a project uses")
    return view, asked


def _from_the_catalog(options: Options, references: Sequence[str]) -> tuple[Known, Asked, tuple[int, ...]]:
    """For a machine without a configuration: no database, no network."""
    from monitor.catalog import facts as catalog
    from monitor.core.alerts import Place
    from monitor.core.references import parse
    from monitor.service.known import bundled_only

    note("no configuration: the bundled catalog alone answers")
    view = bundled_only(catalog.load(), options.clock().now())
    asked: Asked = [(None, Place(text), parse(text)) for text in references]
    return view, asked, LEAD_DAYS


def _tell_of_the_catalog(findings: Sequence[Checked], view: Known) -> bool:
    """Say how old the bundled catalog is where an answer rests on it; whether that is too old to rely on."""
    as_of = _catalog_day(findings, view)
    if as_of is None:
        return False
    age = view.now.date() - as_of
    old = age > OLD_CATALOG
    warning = f"warning: older than {OLD_CATALOG.days} days, dates may have moved since; " if old else ""
    poll = "`model-monitor poll` reads the sources themselves"
    told = f"{counted(age.days, 'day')} old" if age.days >= 0 else "later than this day"
    note(f"in use: the bundled catalog of {as_of}, {told} ({warning}{poll})")
    return old


def _catalog_day(findings: Sequence[Checked], view: Known) -> date | None:
    """The oldest day of the bundled facts that an answer rests on; None where none does."""
    proofs = [view.evidence(c.finding.lifecycle) for c in findings if c.finding.lifecycle]
    days = [proof.catalog_as_of for proof in proofs if proof and proof.catalog_as_of]
    read = any(state.last_good_at for state in view.states.values())
    return min(days, default=None if read else view.catalog_as_of)


def _status(findings: Sequence[Checked], *, strict: bool, old_catalog: bool) -> int | None:
    from monitor.core.alerts import Severity

    found = {c.finding.severity for c in findings}
    if found & {Severity.RETIRED, Severity.IMMINENT}:
        return UNSAFE
    if strict and (old_catalog or found & {Severity.UNKNOWN, Severity.UNCOVERED}):
        return UNKNOWN
    return None
