"""What a page may ask of the request: who, when, and which request this is."""

from datetime import date, datetime
from ipaddress import ip_address, ip_network

from flask import g, request
from flask_login import current_user

from portal.db.engine import clock
from portal.kernel.periods import paris_day
from portal.policy import Actor


def actor() -> Actor:
    """Whoever asks, with the mandates in force now."""
    return current_user.actor


def now() -> datetime:
    """The present moment, the same for the whole request."""
    if "now" not in g:
        g.now = clock().now()
    return g.now


def today() -> date:
    """The present day in Paris."""
    return paris_day(now())


def client_place() -> str:
    """Where the request comes from, to count by: one address, or the network of an IPv6 one.

    A home has a whole /64 for itself: counted one by one, its addresses would never end.
    """
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return "nowhere"
    if address.version == 4:
        return str(address)
    return str(address.ipv4_mapped or ip_network((address, 64), strict=False))


def request_id() -> str:
    """The name of this request in the logs, the journal and the error pages."""
    return g.get("request_id", "")
