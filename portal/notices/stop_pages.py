"""The page that a link in a mail opens: one button, which stops that sort of mails.

Nobody signs in here, so no cookie and no token are asked: what lets in is the link itself, which
nobody can guess. Opening it changes nothing; mail programs send the POST by themselves (RFC 8058).
"""

from flask import Response, request, url_for
from flask_babel import force_locale

from portal.db.engine import transaction
from portal.extensions import csrf, db
from portal.notices import queries, stopping
from portal.notices.blueprint import bp
from portal.notices.words import sort_label
from portal.outbox.stopping import PATH, read
from portal.people import queries as people
from portal.people.models import Person
from portal.policy import Act
from portal.web.context import now, today
from portal.web.guard import allow
from portal.web.respond import go, page


def _asked() -> tuple[Person | None, str]:
    """Whom and what the link of this request is for; nobody, if it is none of ours."""
    ref, sort = read(request.args.get("clef", "")) or ("", "")
    if not ref or sort_label(sort) is None:
        return None, sort
    return people.by_ref(db.session(), ref), sort


def _over() -> Response:
    return page("notices/stop_over.html", status=410)


def _page(person: Person, sort: str) -> Response:
    kept = queries.preference(db.session(), person.id)
    # In the language of whoever was written to, signed in or not.
    with force_locale(person.language.value):
        return page(
            "notices/stop.html",
            label=sort_label(sort),
            is_sent=stopping.is_sent(kept, sort),
            is_stopped=stopping.is_stopped(kept, sort),
            clef=request.args["clef"],
        )


@bp.get(PATH)
@allow(Act.STOP_VIEW)
def stopping_page() -> Response:
    """What does this link stop?"""
    person, sort = _asked()
    return _page(person, sort) if person else _over()


@bp.post(PATH)
@csrf.exempt
@allow(Act.NOTICE_STOP)
def stop() -> Response:
    """Stop it. Twice is once: no key is needed."""
    person, sort = _asked()
    if person is None:
        return _over()
    with transaction() as session:
        stopping.stop(session, people.actor_of(person, today()), sort, now=now())
    if request.form.get("List-Unsubscribe") == "One-Click":
        # A mail program follows no redirect.
        return _page(person, sort)
    return go(url_for(".stopping_page", clef=request.args["clef"]))


@bp.post(f"{PATH}/annulation")
@csrf.exempt
@allow(Act.NOTICE_STOP)
def resume() -> Response:
    """Have them again, as before."""
    person, sort = _asked()
    if person is None:
        return _over()
    with transaction() as session:
        stopping.resume(session, people.actor_of(person, today()), sort, now=now())
    return go(url_for(".stopping_page", clef=request.args["clef"]))
