"""What the pages of an investigation show, ready for their templates."""

from flask import Response
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import policy
from portal.extensions import db
from portal.investigations import desk_queries, history, queries, report_queries
from portal.investigations.forms import EntryForm, HypothesisForm, SolutionForm
from portal.investigations.models import Investigation
from portal.investigations.words import HypothesisState, InvestigationRole
from portal.irritants.names import author_name
from portal.kernel.errors import Refused
from portal.kernel.territories import territory_name
from portal.people import queries as people
from portal.people.models import Mandate, Person
from portal.people.words import ROLE_LABELS
from portal.policy import Act, Kind
from portal.web.context import actor, today
from portal.web.respond import page


def show(investigation: Investigation, fragment: str | None = None, **forms) -> Response:
    """Its page; or, with a fragment, the form that was refused."""
    values = seen(investigation) | forms
    status = 422 if fragment else 200
    return page("investigations/show.html", fragment=fragment, status=status, **values)


def seen(investigation: Investigation) -> dict:
    """Everything on the page of an investigation, for whoever asks."""
    session = db.session()
    may = {
        "log": _may(Act.INVESTIGATION_LOG, investigation),
        "team": _may(Act.INVESTIGATION_TEAM, investigation),
        "send": _may(Act.INVESTIGATION_SEND, investigation),
    }
    return {
        "investigation": investigation,
        "may": may,
        "missing": queries.missing(session, investigation),
        "hypotheses": _by_state(investigation),
        "entries": queries.entries_of(session, investigation),
        "met": desk_queries.met(session, investigation),
        "territory_name": territory_name,
        "solutions": desk_queries.solutions(session, investigation),
        "solution_form": SolutionForm(formdata=None).offer(investigation.hypotheses),
        "counts": _counts(session, investigation),
        "public": report_queries.of(session, investigation),
        "may_read_opinions": policy.may(actor(), Act.OPINION_VIEW, investigation),
        "may_publish": policy.may(actor(), Act.INVESTIGATION_PUBLISH, investigation),
        "history": history.of(session, investigation),
        "entry_form": EntryForm(formdata=None, on=today()),
        "hypothesis_form": HypothesisForm(formdata=None),
        **_irritants(session, investigation),
        **team(investigation),
    }


def team(investigation: Investigation) -> dict:
    """Who is in it, with the words of their role."""
    found = queries.team(db.session(), investigation, today())
    return {"investigation": investigation, "team": [(one.person, _role(one)) for one in found]}


def somebody(session: Session, email: str, field: str) -> Person:
    """The agent who has this address. Raises Refused beside the field."""
    person = people.by_email(session, email)
    if person is None or person.deactivated_at or person.kind is not Kind.AGENT:
        raise Refused(
            _(
                "Aucun agent n’a de compte à cette adresse. Vérifiez-la, ou demandez un compte à l’administration du portail."
            ),
            field=field,
        )
    return person


def _may(act: Act, investigation: Investigation) -> bool:
    return investigation.is_running and policy.may(actor(), act, investigation)


def _role(mandate: Mandate) -> str:
    known = {role.value: role.label for role in InvestigationRole}
    return known.get(mandate.quality, ROLE_LABELS[mandate.role])


def _by_state(investigation: Investigation) -> list[tuple[HypothesisState, list]]:
    order = (HypothesisState.OPEN, HypothesisState.KEPT, HypothesisState.DROPPED)
    return [
        (state, [one for one in investigation.hypotheses if one.state is state]) for state in order
    ]


def _counts(session: Session, investigation: Investigation) -> dict[str, int]:
    states = [one.state for one in investigation.hypotheses]
    return {
        "interviews": queries.interviews(session, [investigation.id])[investigation.id],
        "kept": states.count(HypothesisState.KEPT),
        "dropped": states.count(HypothesisState.DROPPED),
    }


def _irritants(session: Session, investigation: Investigation) -> dict:
    every = queries.irritants_of(session, investigation)
    shown = [one for one in every if policy.may(actor(), Act.IRRITANT_VIEW, one)]
    return {
        "irritants": [(one, author_name(actor(), one)) for one in shown],
        "hidden_count": len(every) - len(shown),
    }
