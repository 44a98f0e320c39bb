"""A dossier as it is read: the one document that its page shows and that freezing keeps.

Plain values only (codes, days as ISO, numbers as text): frozen, it says the same for ever.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.committees import (
    crossing_says,
    decision_queries,
    dossier_queries,
    dossier_rules,
    dossier_sheet,
)
from portal.committees.dossiers import VERSION, day, proofs, proposal, proposed
from portal.committees.grid_words import GridLine
from portal.committees.item_models import Dossier, Item
from portal.committees.words import Direction, SubjectKind
from portal.files.models import StoredFile
from portal.handovers import leaving, lines as handover_lines, queries as handovers
from portal.kernel.periods import add_months, paris_day
from portal.people import queries as people
from portal.policy import Role
from portal.startups import after_rules, money_queries, prefill, standards, takeover_queries
from portal.startups.measure_models import Measure
from portal.startups.models import Startup
from portal.startups.money_models import BudgetLine
from portal.startups.prefill import Prefill
from portal.startups.promise_models import Objective

Read = dict[str, Any]
_LAST_HALF_YEARS = 3


def read(session: Session, item: Item, now: datetime) -> Read:
    """Everything that a member reads before deciding, as it stands now."""
    today = paris_day(now)
    told = _own(session, item, today)
    if item.subject_kind is SubjectKind.STARTUP:
        told |= _of_startup(session, item, item.startup, today)
    return told | {"manques": dossier_rules.missing(told, today)}


def _own(session: Session, item: Item, today: date) -> Read:
    dossier = item.dossier
    joined = [attached(one) for one in dossier_queries.files_of(session, item)]
    return {
        "version": VERSION,
        "nature": item.subject_kind.value,
        "point": item.ref,
        "objet": item.subject_ref,
        "titre": item.title,
        "comite": {"ref": item.committee.ref, "nom": item.committee.name},
        "lu_le": day(today),
        "demande": dossier.request,
        "texte": dossier.body,
        "proposition": proposal(item) | crossing_says.frozen(item),
        "preuves": _shown_by(proofs(dossier), {one["ref"] for one in joined}),
        "reserves_proposees": proposed(decision_queries.proposed_conditions(session, item)),
        "fichiers": joined,
    }


def _shown_by(told: list[Read], joined: set[str]) -> list[Read]:
    """The figures; a file taken away since shows nothing any more."""
    return [one if one["fichier"] in joined else one | {"fichier": None} for one in told]


def _of_startup(session: Session, item: Item, startup: Startup, today: date) -> Read:
    known = prefill.prefill(session, startup, today)
    mandates = people.mandates_on(session, startup.ref, today, Role.TEAM, Role.COACH)
    binding = decision_queries.open_conditions(session, startup.ref)
    told = dossier_sheet.lines(startup, known, mandates, binding, today)
    before = dossier_queries.before(session, item, startup, today)
    return {
        "premier": before.is_first,
        "comite_precedent": {"le": day(before.on), "decision": before.decision_ref},
        "grille": grid(told, texts(session, item.dossier)),
        "promis": [promised(one) for one in known.promised],
        "suite": [promised(one) for one in known.coming],
        "couts": _costs(known),
        "standards": _standards(known),
        "budget": _budget(startup, known, item),
        "satisfaction": dossier_sheet.figure(known.satisfaction) if known.satisfaction else None,
        "convention": day(known.agreement_ends_on),
        "demande_jusqu_au": day(add_months(today, item.months)),
        "sortie": _exit(session, item, startup, today),
        "reprise": _takeover(session, startup),
        "reserves_ouvertes": proposed(binding),
    }


def _takeover(session: Session, startup: Startup) -> Read | None:
    """The offer that the committee examines, as it was made; None for a service that goes on."""
    if not after_rules.may_be_taken_over(startup.current_phase, startup.safeguard_until):
        return None
    offer = takeover_queries.accepted(session, startup.ref)
    if offer is None:
        return None
    return {
        "organisation": offer.organisation.name,
        "montant": offer.amount,
        "porteur": offer.carrier,
        "accueil": offer.receiving.title if offer.receiving else "",
        "tient_jusqu_au": day(offer.holds_until),
        "message": offer.message,
    }


def _exit(session: Session, item: Item, startup: Startup, today: date) -> Read | None:
    """The plan that an exit committee decides of; None for any other direction."""
    if item.direction not in (Direction.TRANSFER, Direction.OPERATE):
        return None
    kept = handovers.plan_of(session, startup.ref)
    if kept is None:
        return None
    # What the vote adopts, and not what the plan may have become since it was sent.
    scenario, fallback = leaving.asked(kept)
    plan = handover_lines.summarised(kept, handover_lines.told(session, startup, kept), today)
    return {
        "scenario": scenario.value,
        "repli": fallback.value if fallback else None,
        "accueil": plan.host,
        "sortie_le": day(plan.final_on),
        "prets": plan.ready,
        "sur": plan.asked,
        "mois_presence": dossier_sheet.plain(round(float(plan.months), 1)),
        "precipite": plan.is_hasty,
        "en_retard": list(plan.late),
        "manque": list(plan.missing),
    }


def texts(session: Session, dossier: Dossier) -> dict[str, str]:
    """What the team wrote on each line, by its code."""
    found = dossier_queries.grid(session, dossier)
    return found.texts if found else {}


def grid(told: dict[GridLine, list], written: dict[str, str]) -> list[Read]:
    """The ten lines: what the sheet says, apart from what the team writes."""
    return [
        {"ligne": line.value, "fiche": told[line], "equipe": written.get(line.value, "")}
        for line in GridLine
    ]


def promised(one: Objective) -> Read:
    """What was promised, from what, and what is seen: by the figure that follows it, or in words."""
    return {
        "enonce": one.statement,
        "semestre": day(one.half_year),
        "promis_le": day(one.promised_on),
        "depart": one.baseline,
        "cible": one.target,
        "etat": one.kept.value,
        "bilan": one.result,
        "bilan_le": day(one.settled_on),
        "bilan_source": one.source,
        "bilan_lien": one.link,
        "chiffre": _seen(one.measure),
    }


def _seen(measure: Measure | None) -> Read | None:
    if measure is None or measure.last is None:
        return None
    return {
        "valeur": dossier_sheet.plain(measure.last.value),
        "unite": measure.unit,
        "le": day(measure.last.on),
        "source": measure.source,
        "lien": measure.link,
    }


def _costs(known: Prefill) -> Read:
    star = known.star
    return {
        "nom": star.name if star else "",
        "unite": star.unit if star else "",
        "source": star.source if star else "",
        "lien": star.link if star else "",
        "nature": star.nature.value if star and star.nature else None,
        "pourquoi": known.no_cost.value if known.no_cost else None,
        "serie": [
            {
                "au": day(one.on),
                "chacun": dossier_sheet.plain(one.each),
                "paye": one.paid,
                "semestre": day(one.half_year),
                "mois": one.months,
                "obtenu": dossier_sheet.plain(one.obtained.value),
                "depuis": day(one.obtained.since),
                "le": day(one.obtained.measured_on),
                "connus": one.obtained.known,
                "periodes": one.obtained.periods,
            }
            for one in known.costs
        ],
    }


def _standards(known: Prefill) -> Read:
    """Those asked of the startup now: six months ago, and today with the proof."""
    met, asked, unseen = standards.counts(known.standards)
    lines = [
        {
            "standard": one.standard.value,
            "avant": known.levels_before[one.standard].value
            if one.standard in known.levels_before
            else None,
            "maintenant": one.level.value if one.level else None,
            "le": day(one.mark.on) if one.mark else None,
            "preuve": one.mark.proof if one.mark else "",
            "lien": one.mark.link if one.mark else "",
        }
        for one in known.standards
        if one.is_asked
    ]
    return {"tenus": met, "sur": asked, "a_constater": unseen, "lignes": lines}


def _budget(startup: Startup, known: Prefill, item: Item) -> Read:
    grant = startup.current_grant
    halves = sorted({one.half_year for one in known.budget}, reverse=True)[:_LAST_HALF_YEARS]
    return {
        "accorde": {"montant": grant.amount, "le": day(grant.decided_on)} if grant else None,
        "demande": item.amount,
        "semestres": [_half(known.budget, half) for half in halves],
    }


def _half(budget: list[BudgetLine], half: date) -> Read:
    sums = money_queries.totals(one for one in budget if one.half_year == half)
    return {
        "semestre": day(half),
        "engage_prevu": sums.planned_commitment,
        "engage": sums.real_commitment,
        "paye_prevu": sums.planned_payment,
        "paye": sums.real_payment,
    }


def attached(one: StoredFile) -> Read:
    """A file: its name and the fingerprint of what it holds."""
    told = {"ref": one.ref, "nom": one.name, "nature": one.kind.value}
    return told | {"taille": one.size, "sha256": one.sha256}
