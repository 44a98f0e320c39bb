"""Reading a page as a person does: by the words of its labels, legends, buttons and links."""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

_SPACES = re.compile(r"\s+")
# Words that a macro adds after the label itself.
_ADDED = re.compile(r" ?\((obligatoire|facultatif)\)")
# Fresh at each rendering, by design.
_FRESH = ("csrf_token", "_idem")


def words(text: str) -> str:
    """The text with its spaces, no-break ones included, folded to one; apostrophes kept."""
    return _SPACES.sub(" ", text).strip()


def text_of(node: Tag) -> str:
    """What is read on screen inside this node."""
    return words(node.get_text(" "))


def parse(html: str) -> BeautifulSoup:
    """The document, which may be a fragment."""
    return BeautifulSoup(html, "html.parser")


def is_button(node: Tag) -> bool:
    """Whether pressing this element submits a form."""
    if node.name == "button":
        return node.get("type", "submit") == "submit"
    return node.name == "input" and node.get("type") in ("submit", "image")


def label_of(button: Tag) -> str:
    """The words of a button or link, its accessible name first."""
    if button.get("aria-label"):
        return words(button["aria-label"])
    return words(button.get("value", "")) if button.name == "input" else text_of(button)


def the_only(found: list[Tag], what: str, among: list[str]) -> Tag:
    """The single element found; otherwise fail and say what the page offers."""
    assert len(found) == 1, f"{len(found)} × {what} ; la page offre : {among}"
    return found[0]


class Form:
    """A form found on a page, filled as a person would, that gives what a browser would send."""

    def __init__(self, page: BeautifulSoup, form: Tag) -> None:
        self.page, self.tag = page, form

    def fill(self, label: str, value: object) -> None:
        """Answer the question that bears this label or legend."""
        group = self._group(label)
        if group is not None:
            self._choose(group, value)
        else:
            _write(self.field(label), value)

    def sent(self, button: Tag | None) -> list[tuple[str, object]]:
        """Names and values, in the order of the page, the pressed button's own included."""
        pairs = [pair for field in self._fields() for pair in _values(field)]
        if button is not None and button.get("name"):
            pairs.append((button["name"], button.get("value", "")))
        return pairs

    def _fields(self) -> Iterator[Tag]:
        for field in self.page.find_all(["input", "select", "textarea"]):
            inside = field.find_parent("form") is self.tag and not field.get("form")
            outside = self.tag.get("id") and field.get("form") == self.tag["id"]
            off = field.has_attr("disabled") or field.find_parent("fieldset", disabled=True)
            if (inside or outside) and field.get("name") and not off:
                yield field

    def _group(self, label: str) -> Tag | None:
        legends = [legend for legend in self.tag.find_all("legend") if _bears(legend, label)]
        return legends[0].find_parent("fieldset") if legends else None

    def _choose(self, group: Tag, value: object) -> None:
        wanted = [value] if isinstance(value, str) else list(value)
        boxes = group.find_all("input", type=["radio", "checkbox"])
        labels = {box["id"]: self._label_for(box) for box in boxes}
        for choice in wanted:
            found = [box for box in boxes if _bears(labels[box["id"]], choice)]
            the_only(found, f"choix « {choice} »", [text_of(each) for each in labels.values()])
        for box in boxes:
            _tick(box, any(_bears(labels[box["id"]], choice) for choice in wanted))

    def field(self, label: str) -> Tag:
        """The element that the label with these words leads to."""
        labels = [each for each in self.tag.find_all("label") if _bears(each, label)]
        among = [text_of(each) for each in self.tag.find_all(["label", "legend"])]
        found = the_only(labels, f"champ « {label} »", among)
        field = self.page.find(id=found["for"]) if found.get("for") else found.find("input")
        assert field is not None, f"l’étiquette « {label} » ne mène à aucun champ"
        return field

    def _label_for(self, box: Tag) -> Tag:
        return self.tag.find("label", attrs={"for": box["id"]}) or box.find_parent("label")


def normalised(node: Tag) -> list[str]:
    """The node as comparable lines, without what is fresh at each rendering."""
    copy = parse(str(node))
    for passing in copy.find_all(attrs={"role": ["status", "alert"]}):
        passing.decompose()
    for focused in copy.find_all(attrs={"data-focus": True}):
        # Where the focus goes after a swap is no part of the page.
        del focused["data-focus"]
    for field in copy.find_all("input", attrs={"name": list(_FRESH)}):
        field["value"] = "…"
    lines = (words(line) for line in copy.prettify().splitlines())
    return [line for line in lines if line]


def _bears(label: Tag, wanted: str) -> bool:
    direct = "".join(part for part in label.find_all(string=True, recursive=False))
    readings = {_ADDED.sub("", words(text)) for text in (direct, text_of(label))}
    return words(wanted) in readings


def _write(field: Tag, value: object) -> None:
    if field.name == "textarea":
        field.string = str(value)
    elif field.name == "select":
        _select(field, [value] if isinstance(value, str) else list(value))
    elif field.get("type") == "checkbox":
        _tick(field, bool(value))
    elif field.get("type") == "file":
        field.attached = value
    else:
        field["value"] = str(value)


def _select(field: Tag, wanted: list[str]) -> None:
    options = field.find_all("option")
    among = [text_of(option) for option in options]
    for choice in wanted:
        found = [option for option in options if text_of(option) == words(choice)]
        the_only(found, f"option « {choice} »", among)
    for option in options:
        _tick(option, text_of(option) in [words(choice) for choice in wanted], "selected")


def _tick(node: Tag, yes: bool, attribute: str = "checked") -> None:
    if yes:
        node[attribute] = ""
    else:
        node.attrs.pop(attribute, None)


def _values(field: Tag) -> Iterator[tuple[str, object]]:
    kind = field.get("type", "text")
    if field.name == "select":
        yield from ((field["name"], value) for value in _selected(field))
    elif field.name == "textarea":
        yield field["name"], _typed(field)
    elif kind in ("radio", "checkbox"):
        if field.has_attr("checked"):
            yield field["name"], field.get("value", "on")
    elif kind == "file":
        yield field["name"], getattr(field, "attached", None) or ("", b"")
    elif kind not in ("submit", "button", "image", "reset"):
        yield field["name"], field.get("value", "")


def _selected(field: Tag) -> list[str]:
    options = [each for each in field.find_all("option") if not each.has_attr("disabled")]
    chosen = [option for option in options if option.has_attr("selected")]
    if not chosen and not field.has_attr("multiple"):
        chosen = options[:1]
    return [option.get("value", text_of(option)) for option in chosen]


def _typed(area: Tag) -> str:
    # The first line break after the tag is no part of the text, whichever way it is written.
    text = area.get_text().replace("\r\n", "\n").removeprefix("\n")
    return text.replace("\n", "\r\n")
