"""Paper: paragraphs and tables of a document that is printed, in the two fonts that we carry.

The library is read when a sheet is made, not before.
"""

from collections.abc import Iterator
from html import escape
from pathlib import Path

from flask_babel import gettext as _
from markdown_it import MarkdownIt

FONTS = Path(__file__).parent / "fonts"


class Sheet:
    """Paragraphs and tables in our two fonts."""

    def __init__(self) -> None:
        from reportlab.lib.styles import ParagraphStyle

        _register_fonts()
        body = ParagraphStyle("body", fontName="Portal", fontSize=9.5, leading=13.5, spaceAfter=4)
        self.styles = {
            "body": body,
            "small": ParagraphStyle("small", body, fontSize=8.5, leading=11.5, spaceAfter=0),
            "list": ParagraphStyle("list", body, leftIndent=12, bulletIndent=2),
            "h1": _head("h1", body, 15, 0),
            "h2": _head("h2", body, 12, 10),
            "h3": _head("h3", body, 10, 6),
        }

    def title(self, text: str):
        """The title of the document."""
        return self._paragraph(escape(text), "h1")

    def heading(self, text: str, level: int = 2):
        """A heading, of the second or third level."""
        return self._paragraph(escape(text), f"h{level}")

    def text(self, text: str):
        """A paragraph, its lines kept."""
        return self._paragraph(escape(text).replace("\n", "<br/>"), "body")

    def line(self, label: str, text: str):
        """A label and what it says."""
        marked = f"<b>{escape(label)}</b>{escape(_(' : '))}{escape(text)}"
        return self._paragraph(marked, "body")

    def listed(self, text: str):
        """One line of a list."""
        return self._paragraph(escape(text), "list", bulletText="•")

    def _paragraph(self, marked: str, style: str, **known):
        from reportlab.platypus import Paragraph

        return Paragraph(marked, self.styles[style], **known)

    def table(self, headers: list[str], rows: list[list[str]], widths: list[int]):
        """A table, its headers on each page."""
        from reportlab.lib import colors
        from reportlab.platypus import Table, TableStyle

        heads = [self._paragraph(f"<b>{escape(one)}</b>", "small") for one in headers]
        cells = [[self._paragraph(escape(one), "small") for one in row] for row in rows]
        lines = [("LINEBELOW", (0, 0), (-1, -1), 0.4, colors.HexColor("#767676"))]
        lines += [("VALIGN", (0, 0), (-1, -1), "TOP")]
        told = {"repeatRows": 1, "hAlign": "LEFT", "spaceAfter": 6}
        made = Table([heads, *cells], colWidths=widths, **told)
        made.setStyle(TableStyle(lines))
        return made

    def markdown(self, text: str) -> Iterator:
        """Paragraphs, titles and lists of what the secretary wrote; the rest as it was typed."""
        tokens = MarkdownIt("commonmark", {"html": False}).parse(text)
        inside = ""
        for number, token in enumerate(tokens):
            if token.type == "list_item_open":
                inside = "list"
            if token.type in ("fence", "code_block"):
                yield self.text(token.content)
            if token.type != "inline":
                continue
            opened = tokens[number - 1].type
            style = "h3" if opened == "heading_open" else inside or "body"
            known = {"bulletText": "•"} if style == "list" else {}
            yield self._paragraph(_marked(token.children or []), style, **known)
            inside = ""


def _marked(children: list) -> str:
    tags = {"strong_open": "<b>", "strong_close": "</b>", "softbreak": " ", "hardbreak": "<br/>"}
    return "".join(tags.get(one.type, escape(one.content)) for one in children)


def _head(name: str, body, size: float, above: float):
    from reportlab.lib.styles import ParagraphStyle

    told = {"fontName": "Portal-Bold", "fontSize": size, "leading": size * 1.3}
    return ParagraphStyle(name, body, spaceBefore=above, keepWithNext=1, **told)


def _register_fonts() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    if "Portal" in pdfmetrics.getRegisteredFontNames():
        return
    pdfmetrics.registerFont(TTFont("Portal", str(FONTS / "DejaVuSans.ttf")))
    pdfmetrics.registerFont(TTFont("Portal-Bold", str(FONTS / "DejaVuSans-Bold.ttf")))
    pdfmetrics.registerFontFamily("Portal", "Portal", "Portal-Bold", "Portal", "Portal-Bold")
