"""What a person writes in Markdown: one function shows it, through one list of what is allowed."""

import re
from pathlib import Path

import pytest

from portal.web.filters import markdown
from tests.support import html

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = (
    "<script>alert(1)</script>",
    "<div hx-get='/x' data-hx-get='/x' id='csrf_token' onclick='x()'>a</div>",
    "<form action=/deconnexion><button>OK</button></form>",
    "<img src=x onerror=alert(1)>",
    "![x](https://evil.example/t.png)",
    "[x](javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "<a href='https://evil.example' hx-boost=true>x</a>",
    "<svg><script>alert(1)</script></svg>",
    "<style>*{display:none}</style>",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_lively_is_left(app, text):
    page = html.parse(markdown(text))

    assert {tag.name for tag in page.find_all(True)} <= {"p", "a"}
    assert {name for tag in page.find_all(True) for name in tag.attrs} <= {"href", "rel"}
    assert all(link["href"].startswith(("https:", "http:")) for link in page.find_all("a"))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("# a\n\n## b\n\n# c", "h3 h4 h3"),
        ("## a\n\n### b", "h3 h4"),
        ("### a\n\n# b\n\n#### c", "h3 h3 h4"),
        ("# a\n\n###### b", "h3 h4"),
        ("Sous-titre\n---\n\nsuite", "h3"),
        ("# 1\n## 2\n### 3\n#### 4\n##### 5\n###### 6", "h3 h4 h5 h6 h6 h6"),
        ("rien", ""),
    ],
)
def test_headings_skip_no_level_under_that_of_the_page(app, written, shown):
    page = html.parse(markdown(written))

    assert (
        " ".join(tag.name for tag in page.find_all(["h1", "h2", "h3", "h4", "h5", "h6"])) == shown
    )


def test_links_lead_out_without_telling_where_from(app):
    link = html.parse(markdown("[le décret](https://exemple.gouv.fr/x)")).find("a")

    assert set(link["rel"]) == {"noopener", "nofollow"}
    assert "target" not in link.attrs


def test_one_function_shows_markdown():
    """Nobody else calls the library, nor marks a text as safe to show."""
    callers = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "portal").rglob("*.py")
        if re.search(r"^(import|from) (nh3|markdown_it)", path.read_text(encoding="utf-8"), re.M)
    ]
    callers.sort()
    unsafe = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "templates").rglob("*.html")
        if re.search(r"\|\s*safe\b|autoescape\s+false", path.read_text(encoding="utf-8"))
    ]

    # On paper, the same text is read by the same library, and drawn: no markup comes of it.
    assert callers == ["portal/committees/paper.py", "portal/web/filters.py"]
    assert unsafe == []
