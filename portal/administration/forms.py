"""What administrators and the programme's direction fill in."""

from flask_babel import lazy_gettext as _l
from wtforms import Form
from wtforms.validators import Length, Regexp

from portal.administration.words import AccountKind, IncubatorRole
from portal.people.words import AT_ONCE
from portal.web.forms import PageForm, VersionedForm
from portal.web.input import Day, LastDay, LongText, Radio, Text, Whole

_ADDRESS = Regexp(
    # In ASCII alone: a letter of another alphabet makes an address that only looks the same.
    r"^[!-?A-~]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$",
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

    ends_on = LastDay(
        _l("Dernier jour"),
        ask=_l("Écrivez une date, par exemple 04/12/2026."),
        description=AT_ONCE,
    )


class MandateForm(PageForm):
    """Somebody who gets a role in an incubator."""

    person = Text(_l("Adresse de la personne"), most=254, ask=_l("Écrivez l’adresse de l’agent."))
    role = Radio(_l("Rôle"), words=IncubatorRole, ask=_l("Choisissez le rôle."))
    starts_on = Day(_l("Premier jour"), ask=_l("Écrivez une date, par exemple 04/12/2026."))
    ends_on = LastDay(_l("Dernier jour, s’il est connu"), needed=False)


class SettingsForm(VersionedForm):
    """What the whole portal follows. Bounds are for the rules."""

    answer_days = Whole(_l("Jours pour répondre à un irritant"))
    reminder_days = Text(_l("Rappels avant une échéance, en jours"))
    vote_minutes = Whole(_l("Durée d’un vote, en minutes"))
    notice_days = Whole(_l("Jours entre la convocation et la séance"))
    safeguard_months = Whole(_l("Mois de sauvegarde"))
    digest_hour = Whole(_l("Heure du résumé quotidien"))
    transfer_days = Whole(_l("Jours pour accepter un irritant proposé"))
    freeze_days = Whole(_l("Jours entre le gel d’un dossier et la séance"))
    window_days = Whole(_l("Jours avant un terme où il devient « bientôt »"))
    motive = LongText(_l("Motif"), most=500, ask=_l("Écrivez le motif : il est gardé."))
