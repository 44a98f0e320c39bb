"""Where a startup comes from: the problem and the irritants, each for those who may read them."""

import pytest

from portal.investigations import actions as investigations, report_queries
from portal.kernel.refs import new_ref
from portal.policy import PASSER_BY
from portal.startups import origins
from portal.startups.models import Startup, StartupIncubator
from tests.investigations.conftest import QUESTION, retained, settle
from tests.support.apps import MONDAY, writing

SECRET = "Un guichet garde les pièces dans un placard"
COMMON = ["Les guichets ne se parlent pas entre eux", "La même pièce est demandée trois fois"]


def born(session, *, more: int = 0):
    """A startup born of an investigation on three irritants, one of them confidential."""
    made = settle(session)
    secret = retained(session, made, "author", SECRET, confidential=True)
    others = [retained(session, made, "author", f"Irritant {n}") for n in range(more)]
    source = made.open(session, made.first, made.second, secret, *others)
    startup = Startup(
        ref=new_ref("stu"), title="Guichet", mission="Une fois.", born_of=source.ref, made_at=MONDAY
    )
    startup.incubations.append(StartupIncubator(incubator_ref=made.house, is_main=True))
    session.add(startup)
    session.flush()
    return made, source, startup


def titles(found: origins.Origin) -> list[str]:
    return [one.title for one in (*found.first, *found.others)]


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("author", [COMMON[0], COMMON[1], SECRET]),
        ("director", [COMMON[0], COMMON[1], SECRET]),
        ("elsewhere", COMMON),
        ("agent", COMMON),
    ],
)
def test_each_reads_the_irritants_that_they_may_read(session_both, who, sees):
    made, _source, startup = born(session_both)

    found = origins.origin(session_both, made.actor(session_both, who), startup)

    assert titles(found) == sees
    assert found.question == QUESTION


def test_passers_by_read_what_was_published_and_nothing_else(session):
    made, source, startup = born(session)
    assert origins.origin(session, PASSER_BY, startup) == origins.Origin("", None, [], [])

    made.irritant(session, made.first).published_at = MONDAY
    made.make_ready(session, source)
    director = made.actor(session, "director")
    ends = {"reason": "Une solution existe.", "decision_ref": "dec-7k2m9qhx"}
    investigations.close_inconclusive(
        session, director, source, on=MONDAY.date(), now=MONDAY, **ends
    )
    startup.born_of = source.ref
    version = report_queries.of(session, source).version
    told = {"passages": ["familles"], "version": version, "now": MONDAY}
    investigations.keep_passages(session, director, source, **told)
    version = report_queries.of(session, source).version
    report = investigations.publish_report(session, director, source, version=version, now=MONDAY)

    found = origins.origin(session, PASSER_BY, startup)

    assert "familles" not in found.question and "[…]" in found.question
    assert found.href.endswith(report.ref)


def test_many_are_folded_and_an_import_has_no_origin(session):
    made, _source, startup = born(session, more=3)
    found = origins.origin(session, made.actor(session, "agent"), startup)

    assert (len(found.first), len(found.others)) == (3, 2)
    startup.born_of = None
    assert origins.origin(session, made.actor(session, "agent"), startup) is None


def test_the_sheet_says_the_problem_and_counts_nothing_confidential(app, visitors):
    with writing(app) as session:
        _made, _source, startup = born(session, more=2)
        address = f"/startups/{startup.ref}"

    agent = visitors("agent@test.gouv.example").get(address)
    assert agent.sees(QUESTION) and COMMON[0] in agent.links
    assert agent.sees("1 autre irritant") and not agent.sees(SECRET)
    passer_by = visitors().get(address)
    assert passer_by.sees("Née d’une investigation") and not passer_by.sees(QUESTION)
    assert not passer_by.sees("irritant")
