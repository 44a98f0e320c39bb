"""The reduced sheet of the design system: rebuilt at will, and no page looks otherwise with it."""

import importlib.util
import re
import sys
from pathlib import Path

import pytest

from tests.support.needs import unavailable
from tests.support.people import open_account

ROOT = Path(__file__).resolve().parents[2]
# What a rule can move that a person would see. Images are told apart only from no image at all:
# the reduced sheet carries its icons, the full one fetches them.
PROPERTIES = (
    *("display", "position", "width", "height", "margin", "padding", "color", "opacity"),
    *("background-color", "border", "font-size", "font-weight", "line-height", "list-style-type"),
    *("text-decoration", "text-transform", "box-shadow", "content", "visibility", "flex", "order"),
    *("mask-image", "background-image", "outline-style", "overflow", "transform", "z-index"),
)
COMPUTED = """
properties => [...document.querySelectorAll("body, body *")].flatMap(element =>
  [null, "::before", "::after"].map(part => {
    const style = getComputedStyle(element, part);
    const name = element.tagName + "." + element.className + (part || "");
    return name + " " + properties.map(each => {
      const value = style.getPropertyValue(each);
      return each + ":" + (/url\\(/.test(value) ? "url" : value);
    }).join(";");
  }))
"""


@pytest.fixture(scope="module")
def tool():
    if importlib.util.find_spec("tinycss2") is None:
        unavailable("tinycss2")
    spec = importlib.util.spec_from_file_location("reduce_sheet", ROOT / "tools/reduce_sheet.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["reduce_sheet"] = module
    spec.loader.exec_module(module)
    return module


def test_reducing_again_gives_the_same_bytes(tool):
    assert tool.TARGET.read_text(encoding="utf-8") == tool.reduced()


def test_no_class_of_a_template_lost_its_rules(tool):
    """Read apart from the tool: every class written in a template, as far as it is written whole."""
    full = set().union(*(tool._named((tool.STATIC / name).read_text()) for name in tool.SHEETS))
    kept = tool._named(tool.TARGET.read_text(encoding="utf-8"))
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html")]
    written = {word for text in texts for word in re.findall(r"fr-[a-z0-9_-]*[a-z0-9]", text)}
    styled = written & full
    assert len(styled) > 100
    assert styled - kept == set()


def test_no_class_is_made_from_the_bare_prefix():
    """It would keep every rule of the design system."""
    texts = {path: path.read_text() for path in (ROOT / "templates").rglob("*.html")}
    assert [path.name for path, text in texts.items() if re.search(r"fr-[\"'{]", text)] == []


@pytest.fixture
def served(sqlite_url, tmp_path, serve):
    from tests.support.apps import running, writing

    with running(sqlite_url, tmp_path) as app, writing(app) as session:
        open_account(session, "agent@test.gouv.example")
    return serve(sqlite_url)


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 360])
def test_pages_look_the_same_with_the_full_sheet_and_with_the_reduced_one(
    tool, served, page, width
):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{served.url}/connexion")
    paths = ["/connexion", "/irritants", "/startups", "/irritants/nouveau", "/recherche?q=dossier"]
    page.get_by_label("Adresse électronique").fill("agent@test.gouv.example")
    page.get_by_label("Votre mot de passe").fill("demo")
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_url(re.compile("taches|/$"))
    reduced = [_computed(page, served.url + path) for path in paths]
    imports = "".join(f'@import url("/static/{name}");' for name in tool.SHEETS)
    page.route(
        "**/dsfr-reduced.css*", lambda route: route.fulfill(body=imports, content_type="text/css")
    )
    fetched = []
    page.on("response", lambda answer: fetched.append((answer.url, answer.status)))
    full = [_computed(page, served.url + path) for path in paths]
    sheets = {url.rpartition("/")[2]: status for url, status in fetched if ".css" in url}
    assert {name.rpartition("/")[2]: 200 for name in tool.SHEETS}.items() <= sheets.items()
    for path, mine, theirs in zip(paths, reduced, full, strict=True):
        assert len(mine) > 200
        assert [pair for pair in zip(mine, theirs, strict=True) if pair[0] != pair[1]] == [], path


def _computed(page, url: str) -> list[str]:
    page.goto(url, wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    return page.evaluate(COMPUTED, list(PROPERTIES))
