"""Numbers with decimals: exact, or a sentence."""

from decimal import Decimal

from werkzeug.datastructures import MultiDict
from wtforms import Form

from portal.web.numbers import Number


class _Asked(Form):
    number = Number("Chiffre", ask="Écrivez le chiffre.")


def read(app, typed: str) -> tuple[Decimal | None, list[str]]:
    with app.test_request_context():
        form = _Asked(MultiDict({"number": typed}))
        form.validate()
        return form.number.data, [str(each) for each in form.number.errors]


def test_a_number_is_read_as_people_write_it(app):
    written = {"1200": "1200", "1\u202f240,5": "1240.5", "0.125": "0.125", " 7 ": "7"}

    assert {typed: read(app, typed) for typed in written} == {
        typed: (Decimal(value), []) for typed, value in written.items()
    }


ODD = ("-1", "NaN", "sNaN", "Infinity", "1_000", "0x10", "\uff11\uff12", "1e5", "1,2345", "9" * 20)


def test_what_is_no_number_is_said(app):
    for typed in ODD:
        data, errors = read(app, typed)

        assert data is None and errors[0].startswith("Écrivez un nombre"), typed


def test_nothing_is_asked_for(app):
    assert read(app, "") == (None, ["Écrivez le chiffre."])
