"""What administrators and the programme's direction fill in."""

from flask_babel import lazy_gettext as _l
from wtforms import Form
from wtforms.validators import Length, Regexp

from portal.administration.words import AccountKind, IncubatorRole
from portal.web.forms import PageForm
from portal.web.input import Day, LongText, Radio, Text

_ADDRESS = Regexp(
    r"^[^@\s]+@[^@\s]+\.[^@\s]+$",
    message=_l("Écrivez une adresse, par exemple nom@ministere.gouv.fr."),
)


class SearchForm(Form):
    """Whom one looks for."""

    q = Text(_l("Nom ou adresse"), needed=False)


class AccountForm(PageForm):
    """A new account."""

    name = Text(_l("Prénom et nom"), most=120, ask=_l("Écrivez le prénom et le nom."))
    email = Text(
        _l("Adresse électronique professionnelle"),
        validators=[
            _ADDRESS,
            Length(max=254, message=_l("Écrivez une adresse de 254 signes au plus.")),
        ],
    )
    unit = Text(_l("Administration et service"), needed=False)
    kind = Radio(
        _l("Nature du compte"), words=AccountKind, ask=_l("Choisissez la nature du compte.")
    )


class MotiveForm(PageForm):
    """Why."""

    motive = LongText(_l("Motif"), most=500, ask=_l("Écrivez le motif : il est gardé au journal."))


class EndForm(MotiveForm):
    """When a role ends, and why."""

    ends_on = Day(
        _l("Premier jour sans ce rôle"), ask=_l("Écrivez une date, par exemple 04/12/2026.")
    )


class MandateForm(PageForm):
    """Somebody who gets a role in an incubator."""

    person = Text(_l("Adresse de la personne"), most=254, ask=_l("Écrivez l’adresse de l’agent."))
    role = Radio(_l("Rôle"), words=IncubatorRole, ask=_l("Choisissez le rôle."))
    starts_on = Day(_l("Premier jour"), ask=_l("Écrivez une date, par exemple 04/12/2026."))
    ends_on = Day(_l("Premier jour sans ce rôle, s’il est connu"), needed=False)
