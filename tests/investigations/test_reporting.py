"""What the public reads of an investigation: prepared, published, withdrawn, and nothing else."""

import pytest

from portal.home import finding
from portal.investigations import actions, queries, report_queries, report_rules
from portal.investigations.report_queries import Wanted
from portal.investigations.words import InvestigationOutcome
from portal.kernel.errors import Forbidden, Missing, Refused, Stale
from portal.policy import PASSER_BY
from tests.support.apps import MONDAY, writing

KEPT = "échange entre guichets"


def ended(session, fabrique, *refs):
    """An inconclusive investigation, with its report."""
    made = fabrique.open(session, *refs)
    fabrique.make_ready(session, made)
    told = {"reason": "Une solution existe.", "decision_ref": "dec-7k2m9qhx", "on": MONDAY.date()}
    actions.close_inconclusive(
        session, fabrique.actor(session, "director"), made, now=MONDAY, **told
    )
    return made


def publish(session, fabrique, made, who="director", passages=()):
    actor = fabrique.actor(session, who)
    told = {"version": report_queries.of(session, made).version, "now": MONDAY}
    actions.keep_passages(session, actor, made, passages=list(passages), **told)
    told["version"] = report_queries.of(session, made).version
    return actions.publish_report(session, actor, made, **told)


@pytest.mark.parametrize(
    ("told", "passages", "read"),
    [
        ("Au guichet 4, Mme Vé.", ["Mme Vé"], "Au guichet 4, […]."),
        ("Au guichet\n4 et au guichet 4", ["guichet 4"], "Au […] et au […]"),
        ("Rien à cacher", [], "Rien à cacher"),
    ],
)
def test_passages_are_read_by_nobody(told, passages, read):
    assert report_rules.public_text(told, passages) == read


def test_what_is_published_is_found_by_its_public_words_alone(session_both, fabrique):
    made = ended(session_both, fabrique)
    report = publish(session_both, fabrique, made, "intra", [KEPT])
    listed = session_both.scalars(report_queries.listing(session_both, Wanted())).all()

    assert listed == [report] and KEPT not in report.report and "[…]" in report.report
    by_words = {
        words: len(session_both.scalars(report_queries.listing(session_both, Wanted(words))).all())
        for words in ("familles", "entretiens", "échange")
    }
    assert by_words == {"familles": 1, "entretiens": 1, "échange": 0}
    assert finding.find(session_both, PASSER_BY, "entretiens").reports == [report]
    assert finding.find(session_both, PASSER_BY, "échange").is_empty
    insider = fabrique.actor(session_both, "agent")
    assert finding.find(session_both, insider, "échange").investigations == [made]


def test_withdrawn_it_does_not_exist_for_the_public(session_both, fabrique):
    made = ended(session_both, fabrique)
    report = publish(session_both, fabrique, made)
    who = fabrique.actor(session_both, "director")
    actions.retract_report(session_both, who, made, motive="À corriger.", now=MONDAY)

    assert (
        session_both.scalars(report_queries.listing(session_both, Wanted("familles"))).all() == []
    )
    with pytest.raises(Missing):
        report_queries.by_ref(session_both, report.ref)
    with pytest.raises(Refused):
        actions.retract_report(session_both, who, made, motive="Encore.", now=MONDAY)
    assert publish(session_both, fabrique, made).is_public


def test_only_what_is_closed_is_published_by_its_team_or_director(session_both, fabrique):
    made = fabrique.open(session_both)
    with pytest.raises(Refused, match="une fois l’investigation close"):
        publish(session_both, fabrique, made)
    for who in ("officer", "coach", "agent", "elsewhere"):
        with pytest.raises(Forbidden):
            publish(session_both, fabrique, made, who)


def test_a_passage_that_is_not_there_and_a_stale_page_are_refused(session_both, fabrique):
    made, who = ended(session_both, fabrique), fabrique.actor(session_both, "intra")
    with pytest.raises(Refused, match="ne se trouve"):
        publish(session_both, fabrique, made, "intra", ["jamais écrit"])
    publish(session_both, fabrique, made)
    with pytest.raises(Stale):
        actions.keep_passages(session_both, who, made, passages=[], version=0, now=MONDAY)


def test_reports_and_investigations_are_filtered_by_what_came_of_them(session_both, fabrique):
    made = ended(session_both, fabrique)
    publish(session_both, fabrique, made)
    who = fabrique.actor(session_both, "agent")
    found = {
        outcome: (
            len(
                session_both.scalars(
                    report_queries.listing(session_both, Wanted("", outcome))
                ).all()
            ),
            len(
                session_both.scalars(
                    queries.listing(session_both, who, queries.Wanted(outcome=outcome))
                )
                .unique()
                .all()
            ),
        )
        for outcome in InvestigationOutcome
    }
    assert found == {
        InvestigationOutcome.INCONCLUSIVE: (1, 1),
        InvestigationOutcome.STARTUP: (0, 0),
    }


def test_a_report_goes_from_the_preview_to_the_public_and_back(app, open_house, visitors):
    with writing(app) as session:
        address = f"/investigations/{ended(session, open_house).ref}"
    intra = visitors("intra@test.gouv.example").get(address)
    assert intra.sees("Savoir qu’une piste ne mène pas est un résultat")
    intra.follow("Préparer le rapport public")
    field = "Passages à masquer, un par ligne"
    intra.submit("Garder ces passages", {field: "jamais écrit"})
    assert (
        intra.status == 422 and intra.value(field, button="Garder ces passages") == "jamais écrit"
    )
    intra.submit("Garder ces passages", {field: KEPT})
    assert intra.sees("[…]") and KEPT not in intra.page.find(class_="told").get_text()
    intra.submit("Publier cet aperçu")

    passer_by = visitors().get("/rapports")
    passer_by.follow("Dites-le-nous une fois au guichet")
    assert passer_by.sees("sans suite, et c’est un résultat") and passer_by.sees("[…]")
    assert not passer_by.sees(KEPT) and not passer_by.sees("Intra Test")
    public = passer_by.url
    director = visitors("director@test.gouv.example").get(f"{address}/publication")
    director.submit("Retirer du public", {"Motif du retrait": "Un lieu se reconnaît."})
    assert director.sees("Un lieu se reconnaît.")
    assert passer_by.get(public).status == 404
    assert visitors("agent@test.gouv.example").get(f"{address}/publication").status == 403
