"""What the law asks a public site to say."""

from flask import Response

from portal.home.blueprint import bp
from portal.policy import Act
from portal.web.guard import allow
from portal.web.respond import page


@bp.get("/mentions-legales")
@allow(Act.LEGAL_VIEW)
def legal_notice() -> Response:
    """Who publishes this?"""
    return page("home/legal_notice.html")


@bp.get("/accessibilite")
@allow(Act.LEGAL_VIEW)
def accessibility() -> Response:
    """Can everyone use it, and what if not?"""
    return page("home/legal_accessibility.html")


@bp.get("/donnees-personnelles")
@allow(Act.LEGAL_VIEW)
def personal_data() -> Response:
    """What does it keep about me, and why?"""
    return page("home/legal_personal_data.html")
