"""The form that every form inherits: token, idempotency key, version, and refusals."""

import uuid
from typing import Any, Self

from flask import request
from flask_babel import gettext as _, lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, IntegerField, PasswordField, widgets
from wtforms.validators import InputRequired

from portal.kernel.errors import Refused, Stale
from portal.web import logs
from portal.web.input import Hidden, clean

_OWN = {"csrf_token", "idem", "version"}


class PageForm(FlaskForm):
    """Shape of one thing that a person fills in. It never sends an answer."""

    idem = HiddenField(name="_idem", default=lambda: uuid.uuid4().hex)

    @classmethod
    def read(cls, **kwargs) -> Self:
        """The form as it was sent, or as the address fills it for a GET."""
        return cls(formdata=request.form if request.method == "POST" else None, **kwargs)

    def values(self) -> dict[str, Any]:
        """What was said, ready to be passed to an action by keyword."""
        return {name: value for name, value in self.data.items() if name not in _OWN}

    def validate(self, extra_validators=None) -> bool:
        """Shape, and one value for each question that takes one."""
        fine = super().validate(extra_validators)
        doubled = [f for f in self if _is_single(f) and len(f.raw_data or []) > 1]
        for field in doubled:
            field.errors = [*field.errors, _("Donnez une seule réponse.")]
        return fine and not doubled

    def refuse(self, refusal: Refused) -> None:
        """Show a rule's sentence beside its field, or at the head of the form."""
        # The sentence may name people; the field is ours.
        logs.note("refused", field=refusal.field or "")
        field = self._fields.get(refusal.field) if refusal.field else None
        if field is None:
            self.form_errors.append(str(refusal))
        else:
            field.errors = [*field.errors, str(refusal)]

    def renew(self) -> None:
        """A fresh key, when what is sent next is another message."""
        self.idem.data = uuid.uuid4().hex


class ActForm(PageForm):
    """A single button: nothing to fill in."""


class VersionedForm(PageForm):
    """A form upon something editable: it knows which version was read."""

    version = IntegerField(widget=widgets.HiddenInput(), default=0)

    def check(self, thing: Any) -> None:
        """Raise Stale if somebody saved the thing since this form was shown."""
        if self.version.data != thing.version:
            raise Stale(thing)


class PasswordAgain(FlaskForm):
    """The password, asked again before an act that matters."""

    password = PasswordField(
        _l("Votre mot de passe"), validators=[InputRequired(_l("Écrivez votre mot de passe."))]
    )
    suite = Hidden()
    carried = Hidden()


class SignInForm(PasswordAgain):
    """E-mail and password."""

    email = EmailField(
        _l("Adresse électronique professionnelle"),
        filters=[clean],
        validators=[InputRequired(_l("Écrivez votre adresse, par exemple nom@ministere.gouv.fr."))],
    )


def _is_single(field) -> bool:
    return field.type not in ("Several", "PickSeveral", "BooleanField", "FieldList")
