"""The pages that hang from the sheet of a startup: how each is opened and written."""

from collections.abc import Callable

from flask import Response
from sqlalchemy.orm import Session

from portal import policy
from portal.extensions import db
from portal.kernel.errors import Missing, Refused, Stale
from portal.people import queries as people
from portal.policy import Act
from portal.startups import queries
from portal.startups.models import Startup
from portal.startups.sheet_rules import Ended
from portal.web import conflict
from portal.web.context import actor
from portal.web.forms import PageForm
from portal.web.respond import done, page
from portal.web.writing import writing

# (status, conflict rows) -> the same page, with what was typed
Again = Callable[..., Response]


def opened(ref: str, act: Act = Act.STARTUP_VIEW) -> Startup:
    """The startup, for whoever may see this leaf; Missing for the others."""
    startup = queries.by_ref(db.session(), ref)
    if not policy.may(actor(), act, startup):
        raise Missing
    return startup


def writable(ref: str, act: Act) -> Startup:
    """The startup, for whoever may write this leaf."""
    return _writable(db.session(), ref, act)


def may(act: Act, startup: Startup) -> bool:
    """Whether to offer this write: the right, and a startup that has not ended."""
    return policy.may(actor(), act, startup) and not startup.is_ended


def written(
    form: PageForm,
    ref: str,
    act: Act,
    verb: Callable[[Session, Startup], object],
    again: Again,
    *,
    goal: str,
    said: str,
) -> Response:
    """Do what the form asks and go to `goal`, or show it again with what was typed.

    `verb` finds and locks; it raises Stale when somebody saved the same thing meanwhile.
    """
    if not form.validate():
        writable(ref, act)
        return again(status=422)
    try:
        with writing() as session:
            startup = _writable(session, ref, act)
            verb(session, queries.lock(session, startup))
            return done(goal, said=said)
    except Ended as refusal:
        return _over(ref, form, str(refusal))
    except Refused as refusal:
        form.refuse(refusal)
        return again(status=422)
    except Stale as stale:
        rows = conflict.renew(form, stale.thing)
        return again(status=409, conflict=rows)


def _over(ref: str, form: PageForm, sentence: str) -> Response:
    """The sentence, and what was typed: the page of before no longer holds the form."""
    typed = [
        (str(form[name].label.text), value)
        for name, value in form.values().items()
        if isinstance(value, str) and value
    ]
    return page(
        "startups/over.html",
        fragment="startups/_over.html",
        status=422,
        startup=queries.by_ref(db.session(), ref),
        sentence=sentence,
        typed=typed,
    )


def _writable(session: Session, ref: str, act: Act) -> Startup:
    startup = queries.by_ref(session, ref)
    # Money that one may not see looks absent.
    if act is Act.BUDGET_EDIT and not policy.may(actor(), Act.STARTUP_BUDGET, startup):
        raise Missing
    policy.require(actor(), act, startup)
    return startup


def insiders_names(ids: set[int | None]) -> dict[int, str]:
    """Names are for those inside."""
    if not policy.may(actor(), Act.PROGRAMME_VIEW):
        return {}
    found = people.named(db.session(), {one for one in ids if one})
    return {key: one.name for key, one in found.items()}
