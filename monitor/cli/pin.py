"""`model-monitor pin`: which project uses which model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from monitor.cli.options import Options, as_json, example
from monitor.cli.pin_decide import DECIDING
from monitor.cli.pin_import import import_pins
from monitor.cli.pin_listed import HEADINGS, WHOLE, Listed, is_watched
from monitor.cli.terminal import note, say_json, table
from monitor.errors import RegistryError

if TYPE_CHECKING:
    from monitor.store.registry import PinRow


@click.group(epilog=example("pin add ranker openai/gpt-4-0314 --environment prod", "pin list --project ranker"))
def pin() -> None:
    """Register, list and remove the models that projects use."""


pin.add_command(import_pins)
for command in DECIDING:
    pin.add_command(command)


@pin.command(
    epilog=example(
        "pin add ranker openai/gpt-4-0314 --location src/rank.py:12",
        "pin add ranker azure/gpt-4o@2024-05-13 --environment prod",
    )
)
@click.argument("project")
@click.argument("reference", metavar="REF")
@click.option("--environment", metavar="NAME", help="Where it runs: prod, staging.")
@click.option("--location", metavar="TEXT", help="Where it is written: a file and line, a setting.")
@click.pass_obj
def add(options: Options, *, project: str, reference: str, environment: str | None, location: str | None) -> None:
    """Register that PROJECT uses the model REF.

    REF is what a request sends, such as openai/gpt-4-0314. Azure's version stands behind an @, and its deployment type
    before the model: azure/gpt-4o@2024-05-13, azure/global-standard/gpt-4o@2024-05-13. A region of Bedrock stands
    before the id, bedrock/REGION/ID, and so does a geography, bedrock/eu.ID. Doing it twice changes nothing.
    """
    from monitor.cli.naming import project_named
    from monitor.core.alerts import Place
    from monitor.service import administration
    from monitor.service.known import known
    from monitor.service.pins import findings
    from monitor.service.unheard import unheard
    from monitor.store.engine import reading

    with options.service(makes=True) as service:
        place = Place(reference, environment, location)
        row = administration.add_pin(service, project_named(service, project), place, who="cli", owner="cli")
        with reading(service.engine) as session:
            view = known(session, service, service.clock.now())
    note(f"pin {row.id}: {row.project} uses {row.reference}")
    for one in unheard([row.reference], view):
        note(str(one))
    for finding in findings([row.reference], view).values():
        if end := finding.standing.shutdown_on:
            stands = "retired" if end <= view.now.date() else "retires"
            note(f"it {stands} on {end}: `model-monitor check {row.reference}` says what to move to")


@pin.command(epilog=example("pin remove ranker openai/gpt-4-0314", "pin remove ranker 17"))
@click.argument("project")
@click.argument("reference", metavar="REF|NUMBER")
@click.pass_obj
def remove(options: Options, *, project: str, reference: str) -> None:
    """Register that PROJECT no longer uses a model.

    It is named as it was registered, or by its number in `pin list`. Its history is kept. Pins of the configuration
    file are removed in the file.
    """
    from monitor.cli.naming import project_named
    from monitor.service import administration
    from monitor.store import registry
    from monitor.store.engine import reading

    with options.service() as service:
        named = project_named(service, project)
        with reading(service.engine) as session:
            rows = registry.pins(session, project=named)
        row = administration.retire_pin(service, project, _meant(rows, project, reference).id, who="cli")
    note(f"pin {row.id}: {row.project} no longer uses {row.reference}")


@pin.command("list", epilog=example("pin list --project ranker --json", "pin list --unwatched"))
@click.option("--project", metavar="NAME", help="Only this project.")
@click.option("--team", metavar="NAME", help="Only this team's projects.")
@click.option("--unwatched", is_flag=True, help="Only pins that no source names: nobody would tell of their end.")
@as_json
@click.pass_obj
def list_pins(options: Options, *, project: str | None, team: str | None, unwatched: bool, as_json: bool) -> None:
    """List what is registered, when it ends, who registered it, what is decided about it, and who watches it.

    A pin is watched if a source names its model; it says how long ago that was read, and --json by which. A source that
    was not read for three of its intervals is stale. `model-monitor check --format csv` lists the same with more dates.
    """
    from monitor.cli.naming import project_named, team_named
    from monitor.service import deciding
    from monitor.service.known import known
    from monitor.service.pins import findings
    from monitor.service.weighing import weighed
    from monitor.store import registry
    from monitor.store.engine import reading

    with options.service() as service:
        of_project = project_named(service, project) if project else None
        of_team = team_named(service, team) if team else None
        with reading(service.engine) as session:
            rows = registry.pins(session, project=of_project, team=of_team)
            view = weighed(session, rows, known(session, service, service.clock.now()))
            decided = deciding.of_pins(service, rows, view)
    found = findings((row.reference for row in rows), view)
    if unwatched:
        rows = [row for row in rows if not is_watched(found[row.reference])]
    listed = [
        Listed(
            row,
            found[row.reference],
            decided.get((row.project, row.reference)),
            *view.used.get((row.project, row.reference), (None, None)),
        )
        for row in rows
    ]
    if as_json:
        say_json({"pins": [entry.as_json() for entry in listed]})
    else:
        table(HEADINGS, [entry.cells() for entry in listed], whole=WHOLE, unbroken=HEADINGS)
    if unwatched and not rows:
        note("a source names each of these pins")


def _meant(rows: Sequence[PinRow], project: str, wanted: str) -> PinRow:
    """The one pin that a reference or number names; RegistryError where there is none, or more than one."""
    from monitor.cli.naming import unknown

    wanted = wanted.strip()
    found = [r for r in rows if str(r.id) == wanted] or [r for r in rows if r.reference.strip() == wanted]
    if len(found) > 1:
        numbers = ", ".join(str(r.id) for r in found)
        raise RegistryError(f"{project} has {wanted} in several places", hint=f"name one by its number: {numbers}")
    if not found:
        known = {r.reference for r in rows}
        raise unknown(f"pin of {project}", wanted, known, f"see `model-monitor pin list --project {project}`")
    return found[0]
