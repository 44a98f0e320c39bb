"""Templates of answers: written, rewritten, retired."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal import policy
from portal.irritants import desk_queries as desk, desk_rules as rules
from portal.irritants.desk_adding import add
from portal.irritants.desk_models import Template
from portal.journal import actions as journal
from portal.kernel import text
from portal.kernel.errors import Stale
from portal.kernel.refs import new_ref
from portal.policy import Act, Actor


def write_template(
    session: Session,
    actor: Actor,
    *,
    incubator_ref: str,
    name: str,
    gesture: str,
    motive_code: str,
    body: str,
    now: datetime,
) -> Template:
    """Give this incubator another template."""
    made = Template(
        ref=new_ref("mod"),
        incubator_ref=incubator_ref,
        name=text.one_line(name),
        gesture=gesture,
        motive_code=motive_code,
        body=body,
        edited_at=now,
    )
    policy.require(actor, Act.TEMPLATE_EDIT, made)
    taken = desk.templates(session, [incubator_ref], retired=True)
    rules.check_new_name(name, [each.name for each in taken])
    rules.check_room(len(taken), rules.MOST_TEMPLATES)
    rules.check_placeholders(body)
    add(session, made)
    journal.record(session, actor, Act.TEMPLATE_EDIT, made, now=now, after=_told(made))
    return made


def rewrite_template(
    session: Session,
    actor: Actor,
    template: Template,
    *,
    name: str,
    gesture: str,
    motive_code: str,
    body: str,
    version: int,
    now: datetime,
) -> None:
    """Say it better. Raises Stale if another page did meanwhile; the journal keeps both texts."""
    policy.require(actor, Act.TEMPLATE_EDIT, template)
    if template.version != version:
        raise Stale(template)
    taken = desk.templates(session, [template.incubator_ref], retired=True)
    rules.check_new_name(name, [each.name for each in taken if each.id != template.id])
    rules.check_placeholders(body)
    before = _told(template)
    template.name, template.gesture = text.one_line(name), gesture
    template.motive_code, template.body, template.edited_at = motive_code, body, now
    told = {"before": before, "after": _told(template)}
    journal.record(session, actor, Act.TEMPLATE_EDIT, template, now=now, **told)
    session.flush()


def retire_template(
    session: Session, actor: Actor, template: Template, *, back: bool, now: datetime
) -> None:
    """No longer offer it, or offer it again."""
    policy.require(actor, Act.TEMPLATE_EDIT, template)
    template.retired_at = None if back else template.retired_at or now
    told = {"name": template.name, "retired": not back}
    journal.record(session, actor, Act.TEMPLATE_EDIT, template, now=now, after=told)
    session.flush()


def _told(template: Template) -> dict:
    names = ("name", "gesture", "motive_code", "body")
    return {name: getattr(template, name) for name in names}
