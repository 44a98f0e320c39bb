"""What a sheet says to a dossier, and what a dossier may lack: the words of both."""

from flask_babel import lazy_gettext as _l

from portal.kernel.text import Word


class Told(Word):
    """What one fact of the sheet is about; the label stands before it."""

    MISSION = "mission", _l("Mission")
    PHASE = "phase", _l("Phase")
    FIGURE = "figure", _l("Chiffre")
    MOVE = "move", _l("Évolution")
    KEPT = "kept", _l("Objectifs promis")
    COST = "cost", _l("Coût pour une unité")
    PROMISE = "promise", _l("Promis pour la suite")
    PLANNED = "planned", _l("Paiements prévus")
    CONDITION = "condition", _l("Réserve à lever")
    STANDARDS = "standards", _l("Standards demandés")
    VACANT = "vacant", _l("Il manque à l’équipe")
    INTERNAL = "internal", _l("Moyens internes")
    AGREEMENT = "agreement", _l("Convention")


class Vacancy(Word):
    """Who an equipped team has."""

    INTRAPRENEUR = "intrapreneur", _l("un intrapreneur")
    COACH = "coach", _l("un coach")


class Gap(Word):
    """What a committee would miss in a dossier, the most pressing first. It prevents nothing."""

    REQUEST = "request", _l("la demande en une phrase")
    COURSE = "course", _l("la mission nouvelle")
    RECEIVER = "receiver", _l("la startup qui accueille")
    AMOUNT = "amount", _l("le montant demandé")
    RUNGS = "rungs", _l("un chiffre pour")
    UNDATED = "undated", _l("la date du chiffre de")
    UNSOURCED = "unsourced", _l("la source du chiffre de")
    UNPROVEN = "unproven", _l("le lien ou le fichier qui montre le chiffre de")
    OLD = "old", _l("un chiffre de moins de six mois pour")
    SATISFACTION = (
        "satisfaction",
        _l("la satisfaction des premiers usagers, avec le nombre de réponses et la méthode"),
    )
    OBSERVED = "observed", _l("la source de ce qui est constaté, pour des objectifs promis")
    CONDITIONS = "conditions", _l("des réserves sont encore à lever")
    NEXT = "next", _l("un objectif promis pour le prochain semestre")
    BUDGET = "budget", _l("un budget")
    COST = "cost", _l("le coût pour un effet")
    AGREEMENT = "agreement", _l("une convention qui couvre la période demandée")
    GRID = "grid", _l("quelques mots sur")
