"""`model-monitor token`: keys to the HTTP interface."""

from __future__ import annotations

import click

from monitor.cli.options import Options, as_json, example
from monitor.cli.terminal import moment, note, say, say_json, table


@click.group(epilog=example("token create ci --scope write", "token list"))
def token() -> None:
    """Make and end the keys to the HTTP interface.

    Without any, only this machine may call it.
    """


@token.command(epilog=example("token create ci --scope write"))
@click.argument("name")
@click.option("--scope", type=click.Choice(["read", "write"]), default="read", show_default=True)
@click.pass_obj
def create(options: Options, *, name: str, scope: str) -> None:
    """Make a key and print it. It is shown this once; only its sha256 is kept."""
    from monitor.service import administration

    with options.service(makes=True) as service:
        secret = administration.create_token(service, name, scope=scope, who="cli")
    say(secret)
    note(f"this is the only time that the token {name} is shown")


@token.command(epilog=example("token revoke 3"))
@click.argument("number", type=int)
@click.pass_obj
def revoke(options: Options, *, number: int) -> None:
    """End the key of a NUMBER, as `token list` has it."""
    from monitor.service import administration

    with options.service() as service:
        administration.revoke_token(service, number, who="cli")
    note(f"token {number} is revoked")


@token.command("list", epilog=example("token list --json"))
@as_json
@click.pass_obj
def list_tokens(options: Options, *, as_json: bool) -> None:
    """List all keys, without their secrets."""
    from monitor.store import tokens
    from monitor.store.engine import reading

    with options.service() as service, reading(service.engine) as session:
        rows = tokens.tokens(session)
    if as_json:
        found = [
            {
                "id": row.id,
                "name": row.name,
                "scope": row.scope,
                "created_at": row.created_at.isoformat(),
                "last_used_at": row.last_used_at.isoformat() if row.last_used_at else None,
                "revoked_at": row.revoked_at.isoformat() if row.revoked_at else None,
            }
            for row in rows
        ]
        say_json({"tokens": found})
        return
    table(
        ("number", "name", "scope", "created", "last used", "revoked"),
        [(r.id, r.name, r.scope, moment(r.created_at), moment(r.last_used_at), moment(r.revoked_at)) for r in rows],
        whole={"number", "name", "scope"},
    )
