"""Read an HTML page the way a person does, and hold every page to the house rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient

from web.page_rules import broken_rules

Fields = Mapping[str, Any]
TYPED = ("input", "textarea", "select")


def words(element: Element | None) -> str:
    """Give the text of an element with single spaces."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


@dataclass
class Form:
    """Hold one form: where it goes, what it would send now, and its buttons by their words."""

    element: Element

    @property
    def action(self) -> str:
        return self.element.get("action", "")

    def buttons(self) -> dict[str, Element]:
        return {words(b): b for b in self.element.iter("button") if b.get("type", "submit") == "submit"}

    def values(self) -> dict[str, list[str]]:
        """Give what the form would send untouched."""
        found: dict[str, list[str]] = {}
        for field in self.element.iter():
            name = field.get("name")
            if field.tag == "select" and name:
                options = list(field.iter("option"))
                chosen = next((o for o in options if o.get("selected") is not None), options[0])
                found[name] = [chosen.get("value", "")]
                continue
            if field.tag not in TYPED or not name or field.get("type") == "file":
                continue
            if field.get("type") in ("radio", "checkbox") and field.get("checked") is None:
                continue
            text = (
                (field.text or "").removeprefix("\n") if field.tag == "textarea" else field.get("value", "on")
            )
            found.setdefault(name, []).append(text)
        return found


class Page:
    """Hold one page that was read."""

    def __init__(self, client: Client, url: str, answer: Any) -> None:
        self.client, self.url, self.answer = client, url, answer
        self.html = answer.get_data(as_text=True)
        self.dom: Element = html5lib.parse(self.html, namespaceHTMLElements=False)
        self.status = answer.status_code

    def find(self, tag: str, **attributes: str) -> Iterator[Element]:
        """Find elements by tag and attributes; data_main finds data-main."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        for element in self.dom.iter(tag):
            if all(element.get(name) == value for name, value in wanted.items()):
                yield element

    @property
    def h1(self) -> str:
        return words(next(self.dom.iter("h1")))

    @property
    def title(self) -> str:
        return words(next(self.dom.iter("title")))

    @property
    def text(self) -> str:
        """Give all words of the main part."""
        return words(next(self.dom.iter("main")))

    @property
    def links(self) -> dict[str, str]:
        """Map words to address, in the main part and beside it; the header has its own."""
        return {words(a): a.get("href", "") for a in self.dom.iter("a")}

    @property
    def forms(self) -> list[Form]:
        """Give the forms of the main part."""
        return [Form(form) for form in next(self.dom.iter("main")).iter("form")]

    @property
    def step(self) -> str | None:
        return next(self.dom.iter("main")).get("data-step")

    def follow(self, label: str) -> Page:
        """Press a link by its words."""
        return self.client.read(self.links[label])

    def submit(self, fields: Fields | None = None, *, press: str | None = None, form: int = 0) -> Page:
        """Fill in a form and press one of its buttons: the main one, or the one with these words."""
        chosen = self.forms[form]
        if press:
            chosen = next(f for f in self.forms if press in f.buttons())
        label = press or next(iter(chosen.buttons()))
        data: dict[str, Any] = {**chosen.values(), **(fields or {})}
        button = chosen.buttons()[label]
        if button.get("name"):
            data[button.get("name", "")] = button.get("value", "")
        return self.client.send(chosen.action, data)


class Client:
    """Open pages and send forms like one browser; every page of HTML is held to the rules."""

    def __init__(self, raw: FlaskClient) -> None:
        self.raw = raw
        self.token = ""

    def read(self, url: str, status: int = 200) -> Page:
        """Open a page, following redirects."""
        return self._page(url, self.raw.get(url, follow_redirects=True), status)

    def send(self, url: str, data: Fields, status: int | None = None) -> Page:
        """Send a form as a page of ours would: with the token of the last page unless another is given."""
        headers = {"Origin": "http://localhost"}
        data = {"csrf_token": self.token, **data}
        answer = self.raw.post(url, data=data, headers=headers, follow_redirects=True)
        return self._page(url, answer, status)

    def _page(self, url: str, answer: Any, status: int | None) -> Page:
        page = Page(self, answer.request.path, answer)
        assert status is None or page.status == status, f"{url}: {page.status}"
        assert not (broken := broken_rules(page.dom)), f"{url} breaks: {'; '.join(broken)}"
        self.token = next((i.get("value", "") for i in page.find("input", name="csrf_token")), self.token)
        return page
