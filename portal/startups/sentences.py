"""The clock, the phases and the journal of a startup, said in French."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from markupsafe import Markup

from portal.journal.models import JournalEntry
from portal.kernel.periods import days_between
from portal.kernel.text import listed
from portal.people.words import ROLE_LABELS
from portal.policy import Act, Role
from portal.startups import rules
from portal.startups.after_words import TechnicalTopic
from portal.startups.models import Startup
from portal.startups.words import (
    END_STATES,
    CarryKind,
    GrantKind,
    OfferState,
    Phase,
    StopReason,
    TeamRole,
    TermState,
)
from portal.web import filters
from portal.web.filters import day, day_text, euros, plural

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ACTIVE = re.compile(r"<(script|style|iframe|object|form)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(\s[^<>]*)?/?>")
# Why somebody came or went is told to them, and stays in the journal: never on the sheet.
_ABOUT_PEOPLE = frozenset(
    {Act.STARTUP_TEAM, Act.STARTUP_TEAM_END, Act.STARTUP_COACH, Act.STARTUP_SPONSOR}
)
# How each state of the clock is drawn; the word always says it too.
BADGES = {
    TermState.ON_TIME: "success",
    TermState.SOON: "warning",
    TermState.OVERDUE: "error",
    TermState.PRESUMED: "info",
    TermState.NONE: "none",
    TermState.ENDED: "none",
}


def state_of(startup: Startup, today: date, window_days: int) -> TermState:
    """Where the clock of this startup stands; « bientôt » in the window of the settings."""
    return rules.term_state(
        today,
        startup.term_on,
        startup.term_is_presumed,
        target_on=startup.target_on,
        phase=startup.current_phase,
        window_days=window_days,
    )


def in_days(on: date, today: date) -> str:
    """« dans 12 jours », « demain », « il y a 3 jours »."""
    left = days_between(today, on)
    near = {0: _("aujourd’hui"), 1: _("demain"), -1: _("hier")}
    if left in near:
        return near[left]
    count = plural(abs(left), "jour", "jours")
    return _("dans %(count)s", count=count) if left > 0 else _("il y a %(count)s", count=count)


def twice(on: date, today: date) -> Markup:
    """A date that matters: how far, then which day."""
    return filters.twice(in_days(on, today), on)


def term_words(startup: Startup, today: date) -> Markup:
    """One sentence that tells until when it is funded."""
    # Near or far, the sentence is the same: the window does not matter here.
    state, on = state_of(startup, today, 0), startup.term_on
    if startup.safeguard_until and state is TermState.NONE:
        until = twice(startup.safeguard_until, today)
        return Markup("{} {}").format(_("Période de sauvegarde : fin"), until)
    if state is TermState.ENDED:
        return _ended(startup)
    if on is None:
        return Markup("{}").format(_("Aucun financement enregistré"))
    if state is TermState.PRESUMED:
        return Markup("{} {}").format(_("Terme présumé :"), twice(on, today))
    if state is TermState.OVERDUE:
        late = plural(rules.days_overdue(today, on), "jour", "jours")
        told = _("Échu sans décision depuis %(count)s, le", count=late)
        return Markup("{} {}").format(told, day(on))
    return Markup("{} {}").format(_("Terme"), twice(on, today))


def term_text(startup: Startup) -> str:
    """The same day without marks, for mails and titles."""
    return day_text(startup.term_on) if startup.term_on else _("aucun financement enregistré")


def end_reason(startup: Startup) -> str:
    """Why it ended, in words; empty when no decision of this portal ended it."""
    known = {reason.value: str(reason.label) for reason in StopReason}
    return known.get(startup.end_reason, startup.end_reason)


def phase_words(startup: Startup) -> str:
    """The phase as the sheet says it."""
    return str(startup.current_phase.label) if startup.current_phase else _("à venir")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the history, as `history()` shows it."""

    sentence: str
    at: datetime
    motive: str = ""


def history(
    entries: list[JournalEntry],
    names: dict[int, str],
    *,
    inside: bool = True,
    subjects: dict[str, str] | None = None,
) -> list[Line]:
    """The journal of a startup as sentences; `names` gives those that the reader may see.

    `subjects` names, by reference, the people whose roles changed, if the reader may know them.
    Motives are for those `inside`: a decision is read by the public once it is published.
    """
    return [
        Line(
            _signed(_sentence(one, subjects or {}), names.get(one.person_id or 0)),
            one.at,
            one.motive if inside and one.act not in _ABOUT_PEOPLE else "",
        )
        for one in entries
    ]


def _ended(startup: Startup) -> Markup:
    phase = startup.current_phase
    label = phase.label if phase in END_STATES else ""
    text = str(label)[:1].upper() + str(label)[1:]
    if startup.ended_on is None:
        return Markup("{}").format(text)
    return Markup("{} {} {}").format(text, _("le"), day(startup.ended_on, "d MMMM y"))


def _signed(sentence: str, name: str | None) -> str:
    return _("%(sentence)s (%(name)s).", sentence=sentence, name=name) if name else f"{sentence}."


def _sentence(entry: JournalEntry, subjects: dict[str, str]) -> str:
    before, after = entry.before or {}, entry.after or {}
    if entry.act == Act.IMPORT:
        return _imported(after)
    if entry.act == Act.PHASE_CORRECT:
        return _corrected(before, after)
    if entry.act == Act.GRANT_EXTEND:
        return _("Terme prolongé jusqu’au %(on)s", on=_day(after.get("term_on")))
    if entry.act in (Act.MANDATE_GRANT, *_ABOUT_PEOPLE) and after.get("role"):
        return _role(before, after, subjects.get(after.get("person", "")))
    if entry.act == Act.STARTUP_SPONSOR:
        return _backed(after)
    if after.get("quality"):
        return _worked(TeamRole(after["quality"]), subjects.get(after.get("person", "")))
    if entry.act == Act.CONDITION_SETTLE:
        return _("Réserve réglée")
    if entry.act == Act.DECISION_REVIEW:
        return _("Une décision est remise au vote")
    if entry.act == Act.TAKEOVER_ANSWER:
        return _("Une offre de reprise est portée devant un comité")
    if entry.act == Act.LESSON_PUBLISH:
        return _("Ce qui a été appris est publié")
    if entry.act == Act.TECHNICAL_EDIT:
        return _frozen(after)
    if entry.act == Act.STARTUP_SEND:
        return _("Portée devant le comité")
    if entry.act == Act.INCUBATOR_CLOSE:
        return _("Son incubateur a fermé : %(heir)s prend le relais", heir=after["heir"])
    if "grant" in after:
        return _granted(after["grant"], replaced="grant" in before)
    return _decided(after)


def _role(before: dict, after: dict, who: str | None) -> str:
    role = ROLE_LABELS[Role(after["role"])]
    if "to" in before:
        on = _last_day(after["to"])
        if who:
            return _("%(who)s, %(role)s : dernier jour le %(on)s", who=who, role=role, on=on)
        return _("Fin d’un rôle : %(role)s, dernier jour le %(on)s", role=role, on=on)
    on = _day(after.get("from"))
    if who:
        return _("%(who)s devient %(role)s le %(on)s", who=who, role=role, on=on)
    return _("Rôle donné : %(role)s, à partir du %(on)s", role=role, on=on)


def _backed(after: dict) -> str:
    who = after.get("name", "")
    words = {
        "added": _("%(who)s devient sponsor", who=who),
        "ended": _("%(who)s ne sponsorise plus", who=who),
        "not_added": _("Annulé : %(who)s ne devient pas sponsor", who=who),
        "not_ended": _("Annulé : %(who)s reste sponsor", who=who),
    }
    return words.get(after.get("sponsor", ""), _("Sponsor relié à son organisation"))


def _worked(quality: TeamRole, who: str | None) -> str:
    if who:
        return _("%(who)s : %(quality)s", who=who, quality=quality.label)
    return _("Fonction dite dans l’équipe : %(quality)s", quality=quality.label)


def _imported(after: dict) -> str:
    if "updated" in after:
        return _("Fiche mise à jour depuis celles du programme")
    return _("Fiche reprise de celles du programme")


def _corrected(before: dict, after: dict) -> str:
    return _(
        "Début de la phase « %(phase)s » corrigé : %(before)s devient %(after)s",
        phase=Phase(after["phase"]).label,
        before=_day(before.get("starts_on")),
        after=_day(after.get("starts_on")),
    )


def _granted(told: dict, *, replaced: bool) -> str:
    kind = GrantKind(told["kind"])
    if kind is GrantKind.RECORDED:
        first = _("Financement en cours corrigé") if replaced else _("Financement en cours saisi")
    else:
        first = _("Sursis accordé") if kind is GrantKind.PROVISIONAL else _("Financement accordé")
    return _("%(first)s : terme le %(on)s", first=first, on=_day(told["term_on"]))


def _decided(after: dict) -> str:
    if "made" in after:
        return _("Startup créée par la décision d’un comité")
    if "carrying" in after:
        return _carried(after["carrying"])
    if "pivot" in after:
        return _("Changement de cap adopté")
    if "merged_into" in after:
        return _("A rejoint %(title)s", title=after["merged_into"]["title"])
    if "welcomed" in after:
        return _("A accueilli %(title)s", title=after["welcomed"]["title"])
    if "receiver" in after:
        return (
            _("Réponse à une demande de fusion : oui")
            if after["agrees"]
            else _("Réponse à une demande de fusion : non")
        )
    if "safeguard_until" in after:
        return _("Période de sauvegarde jusqu’au %(on)s", on=_day(after["safeguard_until"]))
    if "outcome" in after:
        return _("Décision d’un comité : %(outcome)s", outcome=_outcome(after))
    if after.get("item"):
        return _("Point inscrit devant un comité")
    if after.get("phase"):
        return _("Passage en phase « %(phase)s »", phase=Phase(after["phase"]).label)
    if "outcome" in after:
        return _("Décision du comité proclamée")
    return _("Fiche modifiée")


def _frozen(after: dict) -> str:
    lacking = [str(TechnicalTopic(one).label) for one in after.get("lacking", ())]
    if not lacking:
        return _("Dossier technique complet à la fin de la sauvegarde")
    return _("Dossier technique à la fin de la sauvegarde, sans : %(what)s", what=listed(lacking))


def _carried(told: dict) -> str:
    if told["kind"] == "ended":
        return _("%(who)s ne la porte plus", who=told["incubator"])
    state, who = OfferState(told["state"]), told["incubator"]
    if state is OfferState.DONE and told["kind"] == CarryKind.MOVE:
        return _("%(who)s prend le relais", who=who)
    if state is OfferState.DONE:
        return _("Portée aussi par %(who)s", who=who)
    kind = CarryKind(told["kind"]).label
    return _(
        "Proposition à « %(who)s » (%(kind)s) : %(state)s", who=who, kind=kind, state=state.label
    )


def _outcome(after: dict) -> str:
    words = {"go": _("poursuite"), "provisional": _("sursis"), "no_go": _("arrêt")}
    return words.get(after["outcome"], after["outcome"])


def _last_day(text: str) -> str:
    """The eve of the first day without."""
    return day_text(date.fromisoformat(text) - timedelta(days=1), "d MMMM y")


def _day(text: str | None) -> str:
    return day_text(date.fromisoformat(text), "d MMMM y") if text else "–"


def prose(body: str) -> str:
    """The Markdown of a sheet without the raw HTML that some carry."""
    text = _COMMENT.sub("", _ACTIVE.sub("", body))
    return _TAG.sub("", _BREAK.sub("\n", text)).strip()


def grant_words(amount: int, months: int) -> str:
    """« 150 000 € pour 6 mois »."""
    return _(
        "%(amount)s pour %(months)s", amount=euros(amount), months=plural(months, "mois", "mois")
    )
