"""Verbs about money: lines of the budget, papers, the sponsors' shares."""

from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.journal import actions as journal
from portal.kernel.errors import Refused
from portal.kernel.refs import new_ref
from portal.policy import Act, Actor
from portal.startups import money_queries, sheet_rules
from portal.startups.models import Startup
from portal.startups.money_models import BudgetLine, Paper
from portal.startups.sheet import begin
from portal.startups.sheet_words import Activity, PaperKind, Resource

AMOUNTS = ("planned_commitment", "real_commitment", "planned_payment", "real_payment")
_PAPER = ("parties", "amount", "reinvoiced", "starts_on", "ends_on", "link")


def plan(
    session: Session,
    actor: Actor,
    startup: Startup,
    *,
    half_year: date,
    activity: Activity,
    resource: Resource,
    now: datetime,
    **amounts: int | None,
) -> BudgetLine:
    """Add a line. Raises Refused where that half-year has one for this activity and resource."""
    startup = begin(session, actor, startup, Act.BUDGET_EDIT)
    key = {"half_year": half_year, "activity": activity, "resource": resource}
    made = BudgetLine(ref=new_ref("bud"), startup_id=startup.id, **key, **_amounts(amounts))
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        raise Refused(
            _("Cette ligne existe pour ce semestre : modifiez-la dans le tableau."),
            field="resource",
        ) from None
    journal.record(session, actor, Act.BUDGET_EDIT, made, now=now, after=key | _amounts(amounts))
    return made


def restate(
    session: Session,
    actor: Actor,
    startup: Startup,
    line: BudgetLine,
    *,
    now: datetime,
    **amounts: int | None,
) -> None:
    """Change the amounts of a line; the journal keeps those before."""
    begin(session, actor, startup, Act.BUDGET_EDIT)
    before = {name: getattr(line, name) for name in AMOUNTS}
    for name, amount in _amounts(amounts).items():
        setattr(line, name, amount)
    journal.record(
        session, actor, Act.BUDGET_EDIT, line, now=now, before=before, after=_amounts(amounts)
    )
    session.flush()


def share(
    session: Session,
    actor: Actor,
    startup: Startup,
    shares: dict[str, int | None],
    *,
    now: datetime,
) -> None:
    """Say the part of each sponsor, in percent, by reference; together 100 at most."""
    startup = begin(session, actor, startup, Act.BUDGET_EDIT)
    before = {one.organisation_ref: one.share for one in startup.sponsorships}
    after = {ref: shares.get(ref, known) for ref, known in before.items()}
    if sum(part or 0 for part in after.values()) > 100:
        raise Refused(_("Les parts des sponsors font plus de 100 %."))
    for one in startup.sponsorships:
        one.share = after[one.organisation_ref]
    journal.record(
        session, actor, Act.BUDGET_EDIT, startup, now=now, before=before, after={"shares": after}
    )
    session.flush()


def file(
    session: Session,
    actor: Actor,
    startup: Startup,
    *,
    kind: PaperKind,
    amends: Paper | None,
    now: datetime,
    **told,
) -> Paper:
    """Add a mission letter, an agreement, or an amendment of one."""
    startup = begin(session, actor, startup, Act.BUDGET_EDIT)
    _check_amends(kind, amends)
    _check_paper(**told)
    made = Paper(
        ref=new_ref("cnv"),
        startup_id=startup.id,
        kind=kind,
        amends_id=amends.id if amends else None,
        **told,
    )
    session.add(made)
    journal.record(session, actor, Act.BUDGET_EDIT, made, now=now, after={"kind": kind} | told)
    session.flush()
    return made


def refile(
    session: Session, actor: Actor, startup: Startup, paper: Paper, *, now: datetime, **told
) -> None:
    """Mend what a paper says; what it is does not change."""
    begin(session, actor, startup, Act.BUDGET_EDIT)
    _check_paper(**told)
    before = {name: getattr(paper, name) for name in _PAPER}
    for name, value in told.items():
        setattr(paper, name, value)
    journal.record(session, actor, Act.BUDGET_EDIT, paper, now=now, before=before, after=told)
    session.flush()


def known_agreement(session: Session, startup: Startup, ref: str) -> Paper | None:
    """The agreement that an amendment names, if it names one."""
    return money_queries.paper(session, startup, ref) if ref else None


def _amounts(amounts: dict[str, int | None]) -> dict[str, int | None]:
    return {name: amounts.get(name) for name in AMOUNTS}


def _check_amends(kind: PaperKind, amends: Paper | None) -> None:
    if kind is PaperKind.AMENDMENT and (amends is None or amends.kind is not PaperKind.AGREEMENT):
        raise Refused(_("Dites quelle convention cet avenant modifie."), field="amends")
    if kind is not PaperKind.AMENDMENT and amends is not None:
        raise Refused(_("Seul un avenant modifie une convention."), field="amends")


def _check_paper(*, amount, reinvoiced, starts_on, ends_on, link, **_more) -> None:
    sheet_rules.check_link(link)
    if ends_on and ends_on < starts_on:
        raise Refused(_("Le dernier jour précède le premier."), field="ends_on")
    if reinvoiced is not None and (amount is None or reinvoiced > amount):
        raise Refused(
            _("La part refacturée est une partie du montant : écrivez les deux."),
            field="reinvoiced",
        )
