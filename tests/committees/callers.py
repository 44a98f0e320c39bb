"""People in front of two hosts of one database: signed in on one, answered by the other."""

from datetime import datetime, timedelta

from flask import Flask

from tests.committees.world import World, email
from tests.support.browser import Visitor

DONE = {302, 303}
REFUSED = {403, 404, 409, 422}
FRESH = timedelta(minutes=14)


class Callers:
    """Who asks, and what their pages send."""

    hosts: list[Flask]
    world: World

    def nobody_yet(self) -> None:
        """Nobody is signed in, and no key was used."""
        self.visitors: dict[str, tuple[Visitor, datetime]] = {}
        self.keys, self.turns = 0, 0

    def visitor(self, who: str) -> Visitor:
        """This person, their password fresh, in front of the other host than the last time."""
        found, signed_at = self.visitors.get(who, (None, None))
        if found is None or self.world.now - signed_at > FRESH:
            found = Visitor(self.hosts[0]).sign_in(email(who, self.world.place))
            self.visitors[who] = found, self.world.now
        self.turns += 1
        found.client = self.client(found, self.turns)
        return found

    def client(self, visitor: Visitor, turn: int):
        """What this person holds, their session included, on one of the hosts."""
        made = self.hosts[turn % len(self.hosts)].test_client()
        made._cookies = visitor.client._cookies
        return made

    def asks(self, who: str, path: str, verb: str, *, allowed: bool, **told: object) -> None:
        """Read the page, send what its form would, and be answered as the model says."""
        visitor, action = self.visitor(who), f"{path}/{verb}"
        if allowed:
            visitor.get(path)
            forms = [one.get("action") for one in visitor.page.find_all("form")]
            assert action in forms, f"{who} ne trouve pas {action}"
        status = visitor._send("POST", action, self.pairs(visitor, told)).status_code
        assert status in DONE | REFUSED
        assert (status in DONE) == allowed, (who, action, status)

    def pairs(self, visitor: Visitor, told: dict) -> list[tuple[str, object]]:
        self.keys += 1
        token = visitor.page.find("input", attrs={"name": "csrf_token"})["value"]
        return [("csrf_token", token), ("_idem", f"cle-{self.keys:08}"), *told.items()]
