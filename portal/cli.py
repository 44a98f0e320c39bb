"""The command line. Each command opens the application and calls an action."""

import json
import sys
from pathlib import Path

import click

from portal import create_app
from portal.config import Settings, UnsafeSettings


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Le portail des irritants, des startups d'État et de leurs décisions."""


def opened():
    """The application for the settings of the environment, or a sentence and exit code 2."""
    return create_app(settings())


def settings() -> Settings:
    """The settings of the environment, or a sentence and exit code 2."""
    try:
        return Settings.from_env()
    except UnsafeSettings as faults:
        click.echo(f"Réglages à corriger : {faults}", err=True)
        sys.exit(2)


@main.group()
def db() -> None:
    """La base de données."""


@db.command("upgrade")
def db_upgrade() -> None:
    """Mettre le schéma à jour."""
    from portal import extensions
    from portal.db.migrate import upgrade

    app = opened()
    app.extensions["portal.settings"].instance.mkdir(parents=True, exist_ok=True)
    with app.app_context():
        upgrade(extensions.db.engine)
    click.echo("Schéma à jour.")


@main.command()
@click.option("--port", default=8000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--workers", default=1, show_default=True)
def serve(port: int, host: str, workers: int) -> None:
    """Servir le portail (gunicorn)."""
    from portal import serving

    serving.run(opened(), host=host, port=port, workers=workers)


@main.command()
@click.option("--once", is_flag=True, help="Envoyer ce qui attend, puis s'arrêter.")
def worker(once: bool) -> None:
    """Envoyer les courriers en attente."""
    from portal.outbox import worker as sending

    app = opened()
    known = app.extensions["portal.settings"]
    if not known.mail_url:
        click.echo("PORTAL_MAIL_URL manque : aucun courrier ne peut partir.", err=True)
        sys.exit(2)
    with app.app_context():
        if once:
            click.echo(f"{sending.send_due(known.mail_url, known.mail_from)} courriers envoyés.")
        else:
            sending.run(known.mail_url, known.mail_from)


@main.group()
def register() -> None:
    """Le registre des décisions."""


@register.command("verify")
def register_verify() -> None:
    """Vérifier la chaîne, les procès-verbaux et leurs rectificatifs ; code 1 si l'un est rompu."""
    from portal.committees import command

    with opened().app_context():
        sys.exit(command.verify())


@register.command("check")
@click.argument("given", metavar="EMPREINTE_OU_FICHIER")
def register_check(given: str) -> None:
    """Chercher une empreinte au registre, ou contrôler un procès-verbal en PDF ; code 1 si non."""
    from portal.committees import command

    with opened().app_context():
        sys.exit(command.check(given))


@register.command("export")
@click.argument("file", metavar="FICHIER", type=click.File("w", encoding="utf-8", atomic=True))
def register_export(file) -> None:
    """Écrire le registre entier en JSON, que tools/verify_register.py vérifie seul."""
    from portal import extensions
    from portal.register import export

    with opened().app_context():
        for piece in export.pieces(extensions.db.session()):
            file.write(piece)


@main.group()
def backup() -> None:
    """Sauvegarder, vérifier, restaurer.

    Codes de fin : 0 fait ; 1 sauvegarde mauvaise ; 2 impossible à tenter (réglage, outil, droit,
    base encore ouverte) ; 3 refusé.
    """


_FOLDER = click.Path(path_type=Path)


@backup.command("create")
@click.argument("folder", metavar="DOSSIER", type=_FOLDER)
def backup_create(folder: Path) -> None:
    """Sauvegarder dans ce dossier, vide ou à créer, pendant que le portail sert."""
    from portal.backup import command

    sys.exit(command.create(settings(), folder))


@backup.command("verify")
@click.argument("folder", metavar="DOSSIER", type=_FOLDER)
def backup_verify(folder: Path) -> None:
    """Restaurer à part et tout contrôler ; la base en service n'est pas touchée."""
    from portal.backup import command

    sys.exit(command.verify(settings(), folder))


@backup.command("restore")
@click.argument("folder", metavar="DOSSIER", type=_FOLDER)
@click.option("--force", is_flag=True, help="Même si la base n'est pas vide (elle est gardée).")
@click.option("--yes", is_flag=True, help="Ne pas demander.")
def backup_restore(folder: Path, force: bool, yes: bool) -> None:
    """Remettre cette sauvegarde en service, le portail étant arrêté."""
    from portal.backup import command

    sys.exit(command.restore(settings(), folder, force=force, yes=yes))


@main.group()
def similar() -> None:
    """Les ressemblances entre irritants."""


@similar.command("score")
@click.argument("file", metavar="FICHIER", type=click.File("rb"))
def similar_score(file) -> None:
    """Noter des paires {id, a, b} (une par ligne, JSON) comme le font les écrans, de 0 à 1.

    `a` et `b` portent `titre` et `description` ; « - » lit l'entrée standard. Code de fin 1 si des
    lignes ont été laissées de côté.
    """
    from portal.search import command

    sys.exit(command.score(file))


@main.command("import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False))
@click.option("--yes", is_flag=True, help="Ne pas demander avant d'écrire.")
@click.option("--dry-run", is_flag=True, help="Dire ce qui changerait, ne rien écrire.")
@click.option("--quiet-infos", is_flag=True, help="Taire les remarques de simple information.")
def import_(folder: str, yes: bool, dry_run: bool, quiet_infos: bool) -> None:
    """Importer les fiches du programme (dossier « content »), tout ou rien."""
    from portal.exchange import command

    with opened().app_context():
        sys.exit(command.run(folder, yes=yes, dry_run=dry_run, quiet_infos=quiet_infos))


@main.command()
@click.option("--port", default=8000, show_default=True)
@click.option(
    "--fresh", is_flag=True, help="Repartir d'histoires racontées à partir d'aujourd'hui."
)
@click.option("--yes", is_flag=True, help="Ne pas demander avant d'effacer.")
def demo(port: int, fresh: bool, yes: bool) -> None:
    """Démarrer le portail avec sa démonstration."""
    from portal.demo import command

    try:
        sys.exit(command.run(port, fresh=fresh, yes=yes))
    except UnsafeSettings as faults:
        click.echo(f"Réglages à corriger : {faults}", err=True)
        sys.exit(2)


@main.command()
@click.option("--every", type=click.FloatRange(1), help="Recommencer après tant de secondes.")
@click.option("--with-parent", is_flag=True, hidden=True)
def tick(every: float | None, with_parent: bool) -> None:
    """Faire ce que le temps demande : échéances, votes à clore, courriers."""
    from portal.home import rounds

    with opened().app_context():
        if every:
            rounds.keep(every, click.echo, with_parent=with_parent)
        else:
            made = rounds.once()
            click.echo(made.words(), err=bool(made.failed))
            sys.exit(1 if made.failed else 0)


@main.group()
def user() -> None:
    """Les comptes, pour une première mise en place."""


@user.command("create")
@click.argument("email")
@click.option("--name", required=True, help="Nom affiché.")
@click.option(
    "--kind",
    type=click.Choice(["agent", "auditor", "administrator"]),
    default="agent",
    show_default=True,
)
@click.option("--unit", default="", help="Service.")
@click.option("--password-stdin", is_flag=True, help="Lire le mot de passe sur l'entrée standard.")
@click.option("--prompt", is_flag=True, help="Demander le mot de passe, deux fois.")
def user_create(
    email: str, name: str, kind: str, unit: str, password_stdin: bool, prompt: bool
) -> None:
    """Ouvrir un compte. Sans mot de passe, il attend la connexion par un fournisseur d'identité."""
    from portal.people import command

    password = sys.stdin.readline().rstrip("\n") if password_stdin else None
    if prompt:
        password = click.prompt("Mot de passe", hide_input=True, confirmation_prompt=True)
    with opened().app_context():
        sys.exit(command.create(email, name=name, kind=kind, unit=unit, password=password))


@user.command("appoint")
@click.argument("email")
@click.argument("role")
@click.argument("scope_ref", required=False)
def user_appoint(email: str, role: str, scope_ref: str | None) -> None:
    """Donner un rôle à partir d'aujourd'hui, sur un objet s'il en faut un."""
    from portal.people import command

    with opened().app_context():
        sys.exit(command.appoint(email, role, scope_ref))


@main.command("test", context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(arguments: tuple[str, ...]) -> None:
    """Lancer tous les essais (les arguments vont à pytest)."""
    from portal import bootstrap

    sys.exit(bootstrap.main(["test", *arguments]))


@main.command()
@click.option("--size", type=click.IntRange(100, 1_000_000), default=10_000, show_default=True)
@click.option(
    "--engine",
    "engines",
    type=click.Choice(["sqlite", "postgresql"]),
    multiple=True,
    help="Une base seulement ; les deux par défaut.",
)
@click.option("--seed", default=1, show_default=True, help="La même graine raconte la même chose.")
@click.option(
    "--requests", "count", type=click.IntRange(16, 20_000), default=320, show_default=True
)
@click.option("--seconds", type=click.FloatRange(1, 600), default=30, show_default=True)
@click.option("--only", multiple=True, help="Un point seulement, par son nom ; peut se répéter.")
@click.option("--port", default=8140, show_default=True, help="Ce port et le suivant.")
@click.option("--json", "to_json", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--markdown", "as_markdown", is_flag=True, help="Des tableaux de rapports seuls.")
def bench(engines: tuple[str, ...], **asked) -> None:
    """Mesurer la vitesse, à côté du sol de la même machine."""
    from bench import command

    sys.exit(command.run(engines=engines or ("sqlite", "postgresql"), **asked))


@main.group()
def permissions() -> None:
    """Les droits."""


@permissions.command("export")
def permissions_export() -> None:
    """Écrire, en JSON, l'acte de chaque adresse et de chaque méthode."""
    from portal.web.guard import act_of

    app = opened()
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))
    told = [
        {
            "rule": rule.rule,
            "method": method,
            "endpoint": rule.endpoint,
            "action_id": act_of(app, rule.endpoint),
        }
        for rule in rules
        if rule.endpoint != "static"
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"})
    ]
    click.echo(json.dumps(told, ensure_ascii=False, indent=1))
