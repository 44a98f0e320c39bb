"""The floor: what this stack costs when there is nothing to do.

(a) constant bytes; (b) Flask and Jinja with a list of 25 cards from memory, padded to the bytes of
our own list. Every point is read beside a (b) measured just before and just after it.
"""

from flask import Flask, Response, render_template

CARDS = 25
_ENTRIES = ("Mes tâches", "Irritants", "Tri", "Startups", "Comités", "Décisions")


def make(size: int) -> Flask:
    """The application whose two addresses answer `size` bytes (within one card's rounding)."""
    app = Flask("bench.floor", template_folder="templates")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    constant = b"x" * size
    padding = _padding(app, size)

    @app.get("/constant")
    def bytes_() -> Response:
        return Response(constant, mimetype="text/html")

    @app.get("/memory")
    def memory() -> str:
        return render_template("floor.html", cards=_cards(padding), entries=_ENTRIES)

    return app


def _padding(app: Flask, size: int) -> int:
    """How many letters each card adds for the page to weigh `size`."""
    with app.test_request_context():
        bare = render_template("floor.html", cards=_cards(0), entries=_ENTRIES)
    return max(0, (size - len(bare.encode())) // CARDS)


def _cards(padding: int) -> list[dict]:
    return [
        {
            "href": f"/irritants/irr-{number:08d}",
            "title": "Le relevé d’heures : deux logiciels qui s’ignorent",
            "state": "Déposé",
            "meta": ("Agents de l’État", "12 « moi aussi »", f"déposé il y a {number} jours"),
            "text": "x" * padding,
        }
        for number in range(CARDS)
    ]
