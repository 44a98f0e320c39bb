"""The floor: what this stack costs when there is nothing to do.

(a) constant bytes; (b) Flask and Jinja with a list of 25 cards from memory, marked as ours are, and
the rest of the bytes of our own list in one piece. Every point is read beside a (b) measured just
before and just after it.
"""

from flask import Flask, Response, render_template
from markupsafe import Markup

CARDS = 25
_ENTRIES = ("Mes tâches", "Irritants", "Tri", "Startups", "Comités", "Décisions")


def make(size: int) -> Flask:
    """The application whose two addresses answer `size` bytes (within one card's rounding)."""
    app = Flask("bench.floor", template_folder="templates")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    constant = b"x" * size
    values = {"irritants": _cards(), "entries": _ENTRIES}
    rest = _rest(app, size, values)

    @app.get("/constant")
    def bytes_() -> Response:
        return Response(constant, mimetype="text/html")

    @app.get("/memory")
    def memory() -> str:
        return render_template("floor.html", rest=rest, **values)

    return app


def _rest(app: Flask, size: int, values: dict) -> Markup:
    """What is missing for the page to weigh `size`."""
    with app.test_request_context():
        bare = render_template("floor.html", rest="", **values)
    return Markup("x" * max(0, size - len(bare.encode())))


def _cards() -> list[dict]:
    return [
        {
            "href": f"/irritants/irr-{number:08d}",
            "title": "Le relevé d’heures : deux logiciels qui s’ignorent",
            "badge": ("Déposé", "info"),
            "meta": ("Agents de l’État", "12 « moi aussi »", f"déposé il y a {number} jours"),
        }
        for number in range(CARDS)
    ]
