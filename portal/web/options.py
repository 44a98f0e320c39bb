"""Options of a list to choose from, written at once."""

from markupsafe import Markup
from wtforms import widgets


class Options(widgets.Select):
    """The library's own select, its options written at once: a page may hold a hundred of them."""

    @classmethod
    def render_option(cls, choice, **kwargs):
        if choice.render_kw or kwargs:
            return super().render_option(choice, **kwargs)
        chosen = Markup(" selected") if choice.selected else ""
        label = str(choice.label or choice.value)
        return _OPTION.format(chosen, choice.value, label)


_OPTION = Markup('<option{} value="{}">{}</option>')
