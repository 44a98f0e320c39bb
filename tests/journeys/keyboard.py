"""A page under the fingers of someone who has no mouse: Tab, arrows, Space and Enter."""

from playwright.sync_api import Page

MOST = 120
_LABEL = """() => {
    const at = document.activeElement, label = at.labels && at.labels[0];
    return (label || at).innerText.replace(/\\s+/g, ' ').trim();
}"""
# The ring is around the element, or around the drawn box that its label carries.
_RING = """() => {
    const at = document.activeElement, label = at.labels && at.labels[0];
    const drawn = [getComputedStyle(at)];
    if (label) drawn.push(getComputedStyle(label, '::before'));
    return drawn.some(style => style.outlineStyle !== 'none' && style.outlineWidth !== '0px');
}"""


class Keyboard:
    """Moves by the keyboard alone; what takes the focus must show it."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, words: str, *, key: str = "Tab") -> None:
        """Press the key until what bears these words has the focus."""
        met: list[str] = []
        while len(met) < MOST:
            self.page.keyboard.press(key)
            met.append(self.page.evaluate(_LABEL))
            if met[-1].startswith(words):
                assert self.page.evaluate(_RING), f"rien ne montre le focus sur « {words} »"
                return
        raise AssertionError(f"« {words} » ne s’atteint pas ; rencontré : {met}")

    def write(self, label: str, text: str) -> None:
        """Reach the field, and type."""
        self.reach(label)
        self.page.keyboard.insert_text(text)

    def tick(self, label: str) -> None:
        """Reach the box, and tick it."""
        self.reach(label)
        self.page.keyboard.press("Space")

    def choose(self, first: str, wanted: str) -> None:
        """Reach the group by its first answer, and move to the one wanted."""
        self.reach(first)
        self.page.keyboard.press("Space")
        if wanted != first:
            self.reach(wanted, key="ArrowDown")

    def press(self, words: str) -> None:
        """Reach the link or the button, and press it: another page comes."""
        self.reach(words)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
