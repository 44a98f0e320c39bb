"""The people of the demonstration. All are invented."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from portal.administration import actions as administration
from portal.demo.stage import Stage, Story
from portal.notices import actions as notices
from portal.notices.words import Group, Pace
from portal.people import actions
from portal.policy import Kind, Role

PASSWORD = "demo"  # noqa: S105 - printed on the sign-in page of the demonstration alone
DOMAIN = "demo.gouv.example"
OPENED = -420


@dataclass(frozen=True)
class Account:
    """An account that anyone may try, and what it lets one see."""

    key: str
    name: str
    unit: str
    role: str
    kind: Kind = Kind.AGENT

    @property
    def email(self) -> str:
        return f"{self.key}@{DOMAIN}"


VERNOIS = "Préfecture du Haut-Vernois"
PROXIMITES = "Ministère des services de proximité"

ACCOUNTS = (
    Account("agent", "Camille Vernaud", VERNOIS, _l("agent public : dépose, soutient, suit")),
    Account(
        "agent2",
        "Idriss Lemarchal",
        "Sous-préfecture de Sainte-Ombre",
        _l("agent public, intrapreneur d’une investigation en cours"),
    ),
    Account("intra", "Maëlle Garandeau", VERNOIS, _l("intrapreneuse d’une startup d’État")),
    Account("coach", "Tiago Ferrandis", PROXIMITES, _l("coach d’investigations et de startups")),
    Account("directrice", "Solène Marchandeau", PROXIMITES, _l("responsable de « La Forge »")),
    Account(
        "directeur2",
        "Bertrand Kesselmann",
        "Département du Haut-Vernois",
        _l("responsable de « La Fabrique du Vernois »"),
    ),
    Account(
        "membre",
        "Hélène Dubreuilh",
        PROXIMITES,
        _l("membre du comité, suppléante de la présidente"),
    ),
    Account("membre2", "Nassim Ouarzaz", "Agence des parcours de vie", _l("membre du comité")),
    Account("membre3", "Paule Vidaurre", VERNOIS, _l("membre du comité")),
    Account("sponsor", "Gérald Astruquin", VERNOIS, _l("sponsor : engage son administration")),
    Account("presidente", "Anne-Laure Perrineau", PROXIMITES, _l("présidente du comité")),
    Account("secretaire", "Jonas Webermann", PROXIMITES, _l("secrétaire du comité")),
    Account("programme", "Inès Delormeau", "Direction du programme", _l("direction du programme")),
    Account(
        "auditeur",
        "Marc Teyssandier",
        "Inspection des services",
        _l("audit : lit tout, n’écrit rien"),
        Kind.AUDITOR,
    ),
    Account(
        "admin",
        "Lou Carpentras",
        "Exploitation",
        _l("administration des comptes"),
        Kind.ADMINISTRATOR,
    ),
)

# Colleagues who tell, support and carry, and whom nobody signs in as.
COLLEAGUES = (
    Account("odile", "Odile Brancourt", VERNOIS, ""),
    Account("rachid", "Rachid Belmontet", "Sous-préfecture de Sainte-Ombre", ""),
    Account("yvette", "Yvette Cazaubon", "Mairie de Pont-l’Aubier", ""),
    Account("loic", "Loïc Trémadec", "Agence des parcours de vie", ""),
    Account("fatou", "Fatou Ndiayard", "Département du Haut-Vernois", ""),
    Account("simon", "Simon Hauteclair", PROXIMITES, ""),
    Account("leila", "Leïla Mansourat", VERNOIS, ""),
    Account("paulin", "Paulin Girardeux", "Mairie de Vaubrun-sur-Lys", ""),
    Account("mireille", "Mireille Sabathou", "Agence des parcours de vie", ""),
    Account("gaspard", "Gaspard Lenoncourt", "Département du Haut-Vernois", ""),
    Account("amandine", "Amandine Corvaisier", "Agence des parcours de vie", ""),
)

_ALONE = {
    "programme": Role.PROGRAMME,
    "auditeur": Role.AUDITOR,
    "admin": Role.ADMINISTRATOR,
}


def accounts() -> list[dict[str, str]]:
    """What the sign-in page of the demonstration shows."""
    return [{"email": one.email, "name": one.name, "role": one.role} for one in ACCOUNTS]


def open_accounts(stage: Stage) -> Story:
    """Everybody gets an account; those who need no place get their role."""
    yield stage.at(OPENED, 8)
    for one in (*ACCOUNTS, *COLLEAGUES):
        told = {"email": one.email, "name": one.name, "unit": one.unit, "kind": one.kind}
        password = PASSWORD if one in ACCOUNTS else ""
        person = stage.do(None, actions.create_person, password=password, **told)
        stage.people[one.key] = person
        if one.key in _ALONE:
            role, since = _ALONE[one.key], stage.day(OPENED)
            stage.do(None, actions.appoint, person, role, None, starts_on=since)
    yield stage.at(-60, 9)
    # Somebody who prefers one mail a day about the committee.
    chosen = dict.fromkeys(Group, Pace.NOW) | {Group.COMMITTEES: Pace.DAILY}
    stage.do("membre3", notices.choose, chosen, version=0)
    yield stage.at(-3, 15)
    awaited = {"email": f"nouveau@{DOMAIN}", "name": "Ambroise Quillerou", "unit": VERNOIS}
    stage.do("admin", administration.open_account, kind=Kind.AGENT, **awaited)
