"""Hostile words wherever a person may write, put there by the real actions."""

from sqlalchemy.orm import Session

from portal.committees import minutes_actions, sitting_actions
from portal.committees.words import Choice, StopReason
from portal.investigations import actions as investigations, queries as investigation_queries
from portal.irritants import actions as irritants
from portal.irritants.models import Irritant
from portal.irritants.words import Audience, ReturnMotive, UserType
from portal.startups import actions as startups
from tests.committees.world import WEEK, World, write
from tests.hostile import cases
from tests.support.apps import MONDAY

# What would run in a careless page, whatever stands around: text, attribute, link, script.
OURS = (
    "<img src=x onerror=\"window.canary='img'\">",
    "<svg onload=\"window.canary='svg'\">",
    "</textarea></title><script>window.canary='script'</script>",
    "\"><script>window.canary='attribute'</script>",
    "' autofocus onfocus='window.canary=1",
    "[lien](javascript:window.canary='lien')",
    "javascript:window.canary='adresse'",
    '<a href="java&#09;script:alert(1)">x</a>',
    "<iframe srcdoc=\"<script>parent.canary='cadre'</script>\"></iframe>",
    '<div hx-get="/deconnexion" hx-trigger="load">a</div>',
    "<div hx-on:htmx:load=\"window.canary='hx'\">a</div>",
    "{{ 7*7 }}{% raw %}${window.canary=1}",
)
_LONGEST = 500


def _typed() -> list[str]:
    """Those of the sheet that are typed into a text, but for the endless ones, then ours."""
    known = (one.text for one in cases.every() if one.cls == "xss" and one.encoding == "text")
    return [*(text for text in known if len(text) < _LONGEST), *OURS]


WORDS = "\n\n".join(_typed())
TITLES = [text for text in _typed() if 10 <= len(text) <= 150]


def _pieces(size: int) -> list[str]:
    return [WORDS[start : start + size] for start in range(0, len(WORDS), size)]


def irritant(session: Session, world: World) -> str:
    """An irritant for each title, one of them commented, masked, supported and sent back."""
    for title in TITLES:
        told = _deposit(session, world, title)
    both, officer = world.actor(session, "both"), world.actor(session, "officer")
    for piece in _pieces(1900):
        said = irritants.comment(session, both, told, body=piece, now=MONDAY)
    motive = {"passage": said.body[:20], "motive": WORDS[:900]}
    irritants.mask(session, officer, said, now=MONDAY, **motive)
    irritants.support(session, both, told, context=OURS[0], now=MONDAY)
    asked = {"motive_code": ReturnMotive.NO_FIGURES, "motive": WORDS[:1900]}
    irritants.ask_completion(session, officer, told, now=MONDAY, **asked)
    return told.ref


def _deposit(session: Session, world: World, title: str) -> Irritant:
    author = world.actor(session, "author")
    values = {
        "title": title,
        "problem": WORDS,
        "workarounds": WORDS,
        "evidence": WORDS,
        "existing_solutions": WORDS,
        "solution_idea": WORDS,
        "territory": OURS[0],
        "administration": OURS[3],
        "user_types": [UserType.INDIVIDUAL],
        "audience": Audience.USERS,
        "people_affected": 1200,
        "incubator_ref": world.house,
    }
    key = f"canari-{TITLES.index(title)}"
    draft = irritants.save_draft(session, author, key=key, values=values, version=0, now=MONDAY)
    return irritants.submit(session, author, draft, now=MONDAY)


def investigation(session: Session, world: World) -> None:
    """Its logbook, its hypotheses and its report."""
    intra = world.actor(session, "intra")
    found = investigation_queries.by_ref(session, world.investigation_ref)
    found.title, found.question = OURS[0], WORDS
    told = {"kind": "interview", "on": MONDAY.date(), "text": WORDS, "now": MONDAY}
    investigations.log(session, intra, found, **told)
    investigations.add_hypothesis(session, intra, found, text=WORDS[:400], now=MONDAY)
    investigations.write_report(session, intra, found, report=WORDS, now=MONDAY)


def startup(session: Session, world: World) -> None:
    """Its sheet, as an import could leave it, addresses included."""
    found = world.startup(session)
    found.title, found.mission, found.body = OURS[0], WORDS, WORDS
    found.link = found.repository = found.stats_url = found.budget_url = OURS[6]
    found.techno = found.themes = [OURS[0], OURS[6]]
    startups.index(session, found)
    session.flush()


def dossier(session: Session, world: World) -> str:
    """Its dossier, a sitting and its decision; the reference of the item."""
    item = world.send_startup(session)
    write(session, world, item, request=OURS[0], body=WORDS)
    world.ready(session, item)
    world.open_vote(session, item)
    return item.ref


def decide(session: Session, world: World, ref: str) -> str:
    """The vote, the decision and the minutes; the reference of the decision."""
    item = world.item(session, ref)
    for who in ("chair", "deputy", "ann", "bob", "cleo"):
        world.cast(session, item, who, Choice.NO_GO, motive=WORDS[:900])
    world.close(session, item)
    decision = world.proclaim(session, item, reason=StopReason.NO_IMPACT)
    keeper = world.actor(session, "secretary")
    sitting_actions.close_sitting(session, keeper, world.sitting(session), now=WEEK)
    minutes_actions.write(session, keeper, world.sitting(session), prose=WORDS, now=WEEK)
    return decision.ref
