"""Reading the form of a page as a browser would, so that a valid body is what the page itself would send."""

import re
from html.parser import HTMLParser

_TOKEN = re.compile(r'(csrf|token)[^>]*?(value|content)="[^"]*"', re.IGNORECASE)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[tuple[str, dict[str, list[str]]]] = []
        self._fields: dict[str, list[str]] | None = None
        self._select: tuple[str, list[tuple[str, bool]]] | None = None
        self._text: list[str] | None = None
        self._name = ""

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form" and given.get("method", "get").lower() == "post":
            self._fields = {}
            self.forms.append((given.get("action") or "", self._fields))
        if self._fields is None:
            return
        if tag == "input" and given.get("name"):
            self._input(given)
        elif tag == "textarea" and given.get("name"):
            self._name, self._text = given["name"], []
        elif tag == "select" and given.get("name"):
            self._select = (given["name"], [])
        elif tag == "option" and self._select:
            self._select[1].append((given.get("value") or "", "selected" in given))

    def _input(self, given: dict) -> None:
        kind = given.get("type", "text")
        if kind in ("submit", "button", "file") or (kind in ("checkbox", "radio") and "checked" not in given):
            return
        self._fields.setdefault(given["name"], []).append(given.get("value") or "")

    def handle_data(self, data):
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag):
        if tag == "form":
            self._fields = None
        elif tag == "textarea" and self._text is not None:
            self._fields[self._name] = ["".join(self._text).removeprefix("\n")]
            self._text = None
        elif tag == "select" and self._select:
            name, options = self._select
            chosen = [value for value, selected in options if selected] or [value for value, _ in options[:1]]
            self._fields.setdefault(name, []).extend(chosen)
            self._select = None


def form_of(html: str, *, page: str, action: str) -> dict[str, list[str]]:
    """The fields of the POST form on ``page`` that goes to ``action`` (without its token)."""
    parser = _Forms()
    parser.feed(html)
    for target, fields in parser.forms:
        if (target or page).split("?")[0].split("#")[0] == action:
            return {name: values for name, values in fields.items() if name != "csrfmiddlewaretoken"}
    raise AssertionError(f"{page} has no form that goes to {action}: {[target for target, _ in parser.forms]}")


def same_for_all(body: bytes) -> str:
    """A page without what differs from request to request."""
    return _TOKEN.sub("", body.decode(errors="replace"))
