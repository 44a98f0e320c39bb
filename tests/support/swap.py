"""What htmx does with an answer: replaces the target, and the areas marked out of band."""

from bs4 import BeautifulSoup, Tag
from werkzeug.test import TestResponse

from tests.support import html

# `base.html` lets these refusals swap, besides the successes.
_SWAPPED = (200, 201, 202, 409, 422, 429)


class Swap:
    """One exchange of htmx, started by `source` (a form, a button or a link) on `page`."""

    def __init__(self, page: BeautifulSoup, source: Tag, url: str) -> None:
        self.page, self.source = page, source
        self.target = self._find_target()
        self.headers = {"HX-Request": "true", "HX-Current-URL": f"http://localhost{url}"}
        for name, node in (("HX-Target", self.target), ("HX-Trigger", source)):
            if node.get("id"):
                self.headers[name] = node["id"]

    def apply(self, response: TestResponse, path: str) -> str | None:
        """Change the page as the answer says; return the address pushed, if any."""
        if response.status_code not in _SWAPPED:
            return None
        answer = html.parse(response.get_data(as_text=True))
        assert answer.find("html") is None, "une page entière a été mise dans un fragment"
        for area in answer.find_all(attrs={"hx-swap-oob": True}):
            self._replace_area(area.extract())
        self._replace_target(answer, response)
        return self._pushed(response, path)

    def _find_target(self) -> Tag:
        wanted = self._inherited("hx-target") or "this"
        target = self.source if wanted == "this" else self.page.select_one(wanted)
        assert target is not None, f"la cible {wanted} n’est pas sur la page"
        return target

    def _inherited(self, attribute: str) -> str | None:
        holder = (
            self.source
            if self.source.get(attribute)
            else self.source.find_parent(attrs={attribute: True})
        )
        return holder[attribute] if holder else None

    def _replace_area(self, area: Tag) -> None:
        del area["hx-swap-oob"]
        here = self.page.find(id=area["id"])
        assert here is not None, f"#{area['id']} n’est pas sur la page"
        here.replace_with(area)

    def _replace_target(self, answer: BeautifulSoup, response: TestResponse) -> None:
        elsewhere = response.headers.get("HX-Retarget")
        target = self.page.select_one(elsewhere) if elsewhere else self.target
        how = response.headers.get("HX-Reswap") or self._inherited("hx-swap") or "innerHTML"
        if how.startswith("none"):
            return
        parts = list(answer.contents)
        if how.startswith("outerHTML"):
            self._keep_identity(target, answer)
            target.replace_with(*parts)
        else:
            assert how.startswith("innerHTML"), f"échange « {how} » inconnu de ce visiteur"
            target.clear()
            target.extend(parts)

    def _keep_identity(self, target: Tag, answer: BeautifulSoup) -> None:
        # Otherwise the next swap would find no target.
        lasting = answer.find(id=target.get("id")) if target.get("id") else answer
        assert lasting is not None, f"le fragment reçu n’a pas l’identifiant #{target.get('id')}"

    def _pushed(self, response: TestResponse, path: str) -> str | None:
        told = response.headers.get("HX-Push-Url") or response.headers.get("HX-Replace-Url")
        asked = self.source.get("hx-push-url") or self.source.get("hx-replace-url")
        if told in (None, "false"):
            told = asked
        return path if told == "true" else (told if told not in (None, "false") else None)
