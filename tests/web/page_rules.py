"""List what every page must keep to; each rule yields one line for each thing that breaks it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

Rule = Callable[[Element], Iterator[str]]


def _words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def one_h1(dom: Element) -> Iterator[str]:
    count = len(list(dom.iter("h1")))
    if count != 1:
        yield f"{count} h1"


def title_begins_with_the_question(dom: Element) -> Iterator[str]:
    title = _words(next(dom.iter("title"), Element("title")))
    h1 = _words(next(dom.iter("h1"), Element("h1")))
    for prefix in ("Lỗi: ", "Error: "):
        title = title.removeprefix(prefix)
    if not h1 or not title.startswith(h1):
        yield f"title {title!r} does not begin with {h1!r}"


def has_language(dom: Element) -> Iterator[str]:
    if dom.get("lang") not in ("vi", "en"):
        yield "no lang"


def unique_ids(dom: Element) -> Iterator[str]:
    counted = Counter(element.get("id") for element in dom.iter() if element.get("id") is not None)
    yield from (f"id {name!r} {n} times" for name, n in counted.items() if n > 1 or not name)


def references_exist(dom: Element) -> Iterator[str]:
    ids = {element.get("id") for element in dom.iter()}
    for element in dom.iter():
        for attribute in ("for", "aria-labelledby", "aria-describedby"):
            for name in (element.get(attribute) or "").split():
                if name not in ids:
                    yield f"{attribute}={name!r} leads nowhere"
        href = element.get("href", "")
        if href.startswith("#") and href[1:] not in ids:
            yield f"link {href!r} leads nowhere"


def forms_are_whole(dom: Element) -> Iterator[str]:
    for form in dom.iter("form"):
        names = [field.get("name") for field in form.iter("input")]
        method = form.get("method", "get").lower()
        if not form.get("action"):
            yield "form without action"
        if method == "post" and names.count("csrf_token") != 1:
            yield f"form {form.get('action')} has {names.count('csrf_token')} tokens"
        if method not in ("get", "post"):
            yield f"form method {method!r}"


def forms_stand_apart(dom: Element) -> Iterator[str]:
    for form in dom.iter("form"):
        if len(list(form.iter("form"))) > 1:
            yield "form inside a form"


def fields_have_labels(dom: Element) -> Iterator[str]:
    labelled = {label.get("for") for label in dom.iter("label") if _words(label)}
    for field in (e for tag in ("input", "textarea", "select") for e in dom.iter(tag)):
        if field.get("type") in ("hidden", "submit", "button"):
            continue
        if field.get("id") not in labelled and not field.get("aria-label"):
            yield f"field {field.get('name')!r} without label"
        if field.get("required") is not None:
            yield f"field {field.get('name')!r} is required"


def nothing_inline(dom: Element) -> Iterator[str]:
    for element in dom.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "style" or (element.tag == "script" and not element.get("src")):
            yield f"inline {element.tag}"
        for name, value in element.attrib.items():
            if name == "style" or name.startswith("on") or value.lower().startswith("javascript:"):
                yield f"inline {name} on {element.tag}"


def nothing_loaded_from_outside(dom: Element) -> Iterator[str]:
    for element in dom.iter():
        for name in ("src", "srcset", "action", "poster", "data"):
            if "//" in element.get(name, ""):
                yield f"{element.tag} {name}={element.get(name)!r}"
        if element.tag in ("link", "use") and "//" in element.get("href", ""):
            yield f"{element.tag} href={element.get('href')!r}"


def pictures_have_words(dom: Element) -> Iterator[str]:
    yield from (f"img {i.get('src')!r} without alt" for i in dom.iter("img") if i.get("alt") is None)


def one_main_control(dom: Element) -> Iterator[str]:
    main = next(dom.iter("main"), Element("main"))
    if main.get("data-step") is not None:
        count = sum(element.get("data-main") is not None for element in dom.iter())
        if count != 1:
            yield f"{count} data-main on step {main.get('data-step')!r}"


def things_to_press_have_words(dom: Element) -> Iterator[str]:
    for tag in ("a", "button", "summary", "label"):
        for element in dom.iter(tag):
            if not _words(element) and not element.get("aria-label"):
                yield f"{tag} without words"


RULES: tuple[Rule, ...] = (
    one_h1,
    title_begins_with_the_question,
    has_language,
    unique_ids,
    references_exist,
    forms_are_whole,
    forms_stand_apart,
    fields_have_labels,
    nothing_inline,
    nothing_loaded_from_outside,
    pictures_have_words,
    one_main_control,
    things_to_press_have_words,
)


def broken_rules(dom: Element) -> list[str]:
    """Name every rule that a page breaks, with the place."""
    return [line for rule in RULES for line in rule(dom)]
