"""What people fill in about themselves and their way in."""

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired, Length

from portal.people.rules import LONGEST
from portal.people.words import Language
from portal.web.forms import PageForm, VersionedForm
from portal.web.input import Hidden, Radio, Text, clean


def _secret(label: str, ask: str) -> PasswordField:
    too_long = _l("Écrivez 200 signes au plus.")
    return PasswordField(
        label, validators=[InputRequired(ask), Length(max=LONGEST, message=too_long)]
    )


class ProfileForm(VersionedForm):
    """How one is shown. What is not here cannot be changed by whom it concerns."""

    name = Text(_l("Prénom et nom"), most=120, ask=_l("Écrivez votre prénom et votre nom."))
    unit = Text(_l("Administration et service"), needed=False)
    language = Radio(
        _l("Langue des pages et des courriers"), words=Language, ask=_l("Choisissez une langue.")
    )


class LanguageForm(PageForm):
    """A language, and where to go on in it."""

    language = Radio(_l("Langue"), words=Language)
    suite = Hidden()


class NewPasswordForm(PageForm):
    """A password, twice, since it is not seen while it is typed."""

    new_password = _secret(_l("Nouveau mot de passe"), _l("Écrivez un mot de passe."))
    new_password_again = _secret(
        _l("Nouveau mot de passe, encore une fois"), _l("Écrivez-le une seconde fois.")
    )


class ChangePasswordForm(NewPasswordForm):
    """The same, with the one before."""

    current_password = _secret(
        _l("Votre mot de passe actuel"), _l("Écrivez votre mot de passe actuel.")
    )


class ChosenPasswordForm(NewPasswordForm):
    """The same, by a link received."""

    clef = Hidden()


class ForgottenForm(PageForm):
    """Whose password was forgotten."""

    email = EmailField(
        _l("Adresse électronique professionnelle"),
        filters=[clean],
        validators=[
            InputRequired(_l("Écrivez votre adresse, par exemple nom@ministere.gouv.fr.")),
            Length(max=254, message=_l("Écrivez une adresse de 254 signes au plus.")),
        ],
    )
