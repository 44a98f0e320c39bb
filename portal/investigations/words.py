"""The coded words of investigations and their French labels."""

from flask_babel import lazy_gettext as _l

from portal.kernel.text import Word


class InvestigationState(Word):
    """Whether one still learns."""

    RUNNING = "running", _l("en cours")
    CLOSED = "closed", _l("close")


class InvestigationOutcome(Word):
    """What the committee made of it."""

    STARTUP = "startup", _l("a donné naissance à une startup")
    INCONCLUSIVE = "inconclusive", _l("sans suite, et c’est un résultat")


class InvestigationVerb(Word):
    """What closes an investigation: always a proclaimed decision."""

    LAUNCH = "launch", _l("Lancer une startup")
    CONCLUDE = "conclude", _l("Conclure sans suite")


class HypothesisState(Word):
    """What became of a hypothesis."""

    OPEN = "open", _l("à vérifier")
    KEPT = "kept", _l("gardée")
    DROPPED = "dropped", _l("écartée")


class EntryKind(Word):
    """What a line of the logbook tells."""

    INTERVIEW = "interview", _l("entretien")
    OBSERVATION = "observation", _l("observation")
    TEST = "test", _l("solution essayée")
    EVIDENCE = "evidence", _l("preuve")
    NOTE = "note", _l("note")


class Met(Word):
    """What a person met in an interview is to the problem; never who they are."""

    USER = "user", _l("usager")
    AGENT = "agent", _l("agent au contact des usagers")
    MANAGER = "manager", _l("responsable de service")
    EXPERT = "expert", _l("spécialiste du sujet")
    PARTNER = "partner", _l("partenaire, association, entreprise")
    ELECTED = "elected", _l("élu")


class Channel(Word):
    """How an interview took place."""

    THERE = "there", _l("sur place")
    PHONE = "phone", _l("au téléphone")
    VIDEO = "video", _l("en visioconférence")
    WRITTEN = "written", _l("par écrit")


class InvestigationRole(Word):
    """What a person does in an investigation; all of them are recused from its vote."""

    INTRAPRENEUR = "intrapreneur", _l("intrapreneur")
    COACH = "coach", _l("coach")
    MEMBER = "member", _l("membre")


class Criterion(Word):
    """The launch grid: each line is marked from 0 to 10."""

    PROBLEM = "problem", _l("Problème")
    INTRAPRENEUR = "intrapreneur", _l("Intrapreneur et son environnement")
    STRATEGY = "strategy", _l("Stratégie à six mois")
    SPONSORSHIP = "sponsorship", _l("Portage par le sponsor")
    FEASIBILITY = "feasibility", _l("Faisabilité")
    COMPLETENESS = "completeness", _l("Investigation menée à son terme")
    RELEVANCE = "relevance", _l("Pertinence du programme")


class EngagementPoint(Word):
    """The three points a sponsor engages upon before anything begins."""

    UNDERSTANDS = "understands", _l("Le sponsor comprend comment le programme travaille")
    ACCEPTS_STOP = "accepts_stop", _l("Il accepte que tout s’arrête si l’effet n’est pas là")
    PROTECTS = "protects", _l("Il protège le temps de l’équipe et vient aux comités")


class Kept(Word):
    """What is decided about a solution that was tried."""

    KEPT = "kept", _l("Nous la gardons : elle aide")
    DROPPED = "dropped", _l("Nous l’écartons : elle n’aide pas assez")


class Conclusion(Word):
    """What is decided about a hypothesis."""

    KEPT = "kept", _l("Je la garde : les faits la confirment")
    DROPPED = "dropped", _l("Je l’écarte : les faits la démentent")
