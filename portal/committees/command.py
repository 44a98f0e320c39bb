"""What the command line asks of the register: does it hold, and is this print or file ours?"""

from pathlib import Path

import click

from portal import extensions
from portal.committees import minutes_checking
from portal.db.engine import clock
from portal.register import queries as register


def verify() -> int:
    """Say whether the chain, the minutes and their corrigenda hold; the code to end with."""
    session = extensions.db.session()
    fault = register.fault(session) or minutes_checking.fault(session)
    if fault:
        click.echo(f"Registre rompu à l'entrée {fault[0]} : {fault[1]}.", err=True)
        return 1
    count, head = register.head(session)
    click.echo(f"Registre intact : {count} entrées, tête {head}.")
    return 0


def check(given: str) -> int:
    """Look for a fingerprint in the register, or check a printed file; the code to end with."""
    path = Path(given)
    data = path.read_bytes() if path.is_file() else None
    sha256 = given.strip().lower() if data is None else minutes_checking.told_by(data)
    session = extensions.db.session()
    entries = register.bearing(session, sha256 or "")
    if not entries:
        click.echo("Aucune entrée du registre ne porte cette empreinte.", err=True)
        return 1
    if data is not None and not minutes_checking.is_ours(session, data, clock().now()):
        told = "Empreinte connue, mais ce fichier n'est pas celui que le portail imprime."
        click.echo(told, err=True)
        return 1
    for entry in entries:
        click.echo(f"Entrée {entry.seq}, {entry.type}, {entry.at} : {sha256}")
    return 0
