"""Words, numbers and dates in the reader's language."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import pytest
from flask import Flask

from partnergraph.language import NAMES, OFFERED
from partnergraph.web.translations import date, ngettext, number
from partnergraph.web.wording import catalogue, table

from .conftest import Server

_WEB: Final = Path(str(files("partnergraph.web")))
_TABLES: Final = sorted(path.stem for path in (_WEB / "texts").glob("*.toml"))
_SAYING: Final = frozenset({"_", "gettext", "ngettext"})
_CODE: Final = frozenset({"code", "pre", "script"})
_NAMES: Final = frozenset(
    {
        "API",
        "Atom",
        "BY",
        "BibTeX",
        "CC",
        "CSL",
        "CSV",
        "csv",
        "GeoJSON",
        "JSON",
        "JSON-LD",
        "JavaScript",
        "PNG",
        "PartnerGraph",
        "Patch",
        "Python",
        "RDF",
        "SHA-256",
        "SHACL",
        "SPARQL",
        "SVG",
        "Turtle",
        "URL",
        "XLSX",
        "curl",
        "xlsx",
    }
)
"""Words that are the same in every language."""
_BLANK: Final = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("language", "value", "expected"),
    [
        ("en", 1234567, "1,234,567"),
        ("sv", 1234567, f"1{_BLANK}234{_BLANK}567"),
        ("uk", 1234567, f"1{_BLANK}234{_BLANK}567"),
        ("en", 12.5, "12.5"),
        ("sv", 1012.5, f"1{_BLANK}012,5"),
        ("uk", 0, "0"),
        ("sv", -3, "\N{MINUS SIGN}3"),
    ],
)
def test_numbers_are_written_as_people_do(app: Flask, language: str, value: float, expected: str) -> None:
    """Thousands stand apart, and decimals come after the sign that the language has for it."""
    with app.test_request_context(f"/?lang={language}"):
        assert expected == number(value)


def test_decimals_are_as_many_as_asked(app: Flask) -> None:
    """A number of decimals is kept also where they are noughts."""
    with app.test_request_context("/?lang=sv"):
        assert ("0,250", "2") == (number(0.25, 3), number(1.6, 0))


@pytest.mark.parametrize(
    ("language", "value", "expected"),
    [
        ("en", "2026-11-23", "23 November 2026"),
        ("sv", "2026-11-23", "23 november 2026"),
        ("uk", "2026-11-23", "23 листопада 2026 р."),
        ("sv", "2026-01-02T03:04:05Z", "2 januari 2026"),
        ("en", "2026-13-01", "2026-13-01"),
        ("en", "2026", "2026"),
        ("en", "last week", "last week"),
        ("en", None, ""),
    ],
)
def test_dates_are_written_as_people_do(app: Flask, language: str, value: object, expected: str) -> None:
    """Dates and date-times of ISO 8601 become days with the name of the month; anything else stays."""
    with app.test_request_context(f"/?lang={language}"):
        assert expected == date(value)


@pytest.mark.parametrize("language", OFFERED)
def test_a_page_speaks_each_language(server: Server, language: str) -> None:
    """The page says its language to people, to their programs and to caches."""
    page = server.ask("/validate", Accept_Language=language)
    assert language == page.headers["Content-Language"]
    assert f'<html lang="{language}">' in page.text
    assert NAMES[language]


@cache
def _messages(app: Flask) -> dict[str, set[Any]]:
    """Return every message, or pair of messages, by what says it: "pages" or "api"."""
    found: dict[str, set[Any]] = {"pages": set(), "api": set()}
    for name in app.jinja_env.list_templates():
        source, _, _ = app.jinja_env.loader.get_source(app.jinja_env, name)  # type: ignore[union-attr]  # there is one
        found["pages"] |= {*_of_template(app.jinja_env.extract_translations(source))}  # type: ignore[attr-defined]  # of the extension
    for path in _WEB.rglob("*.py"):
        found["pages"] |= {*_of_code(ast.parse(path.read_text(encoding="utf-8")))}
    for name in _TABLES:
        found["api" if name == "api" else "pages"] |= {*_texts(table(name, "en"))}
    return found


def _of_template(found: Iterator[tuple[int, str, Any]]) -> Iterator[Any]:
    for _, function, texts in found:
        yield texts if function == "ngettext" or isinstance(texts, str) else texts[0]


def _of_code(tree: ast.AST) -> Iterator[Any]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _SAYING:
            texts = [each.value for each in node.args if isinstance(each, ast.Constant)]
            yield (*texts, None) if node.func.id == "ngettext" else texts[0]


def _texts(words: Any) -> Iterator[str]:
    for value in words.values():
        if isinstance(value, str):
            yield value
        else:
            yield from _texts(value)


def _untranslated(language: str, messages: set[Any]) -> list[str]:
    """Return the messages that a language says nothing for; the catalogue knows a plural by its singular and form."""
    known = catalogue(language)._catalog  # type: ignore[attr-defined]  # asking would answer in English
    return sorted(
        str(message)
        for message in messages
        if not known.get((message[0], 0) if isinstance(message, tuple) else message)
    )


def test_everything_is_said_in_swedish(app: Flask) -> None:
    """Every message of templates, code and tables has a translation that nobody doubts."""
    messages = _messages(app)
    assert [] == _untranslated("sv", messages["pages"] | messages["api"])
    assert "#, fuzzy" not in (_WEB / "locale/sv/LC_MESSAGES/partnergraph.po").read_text(encoding="utf-8")


def test_every_page_is_said_in_ukrainian(app: Flask) -> None:
    """Every message of the pages has a translation; what programmers read of the interface may stay in English."""
    assert [] == _untranslated("uk", _messages(app)["pages"] - _messages(app)["api"])
    assert "#, fuzzy" not in (_WEB / "locale/uk/LC_MESSAGES/partnergraph.po").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", {1: "1 line", 2: "2 lines", 21: "21 lines"}),
        ("sv", {1: "1 rad", 2: "2 rader", 21: "21 rader"}),
        ("uk", {1: "1 рядок", 2: "2 рядки", 5: "5 рядків", 12: "12 рядків", 21: "21 рядок"}),
    ],
)
def test_words_bend_with_their_number(app: Flask, language: str, forms: dict[int, str]) -> None:
    """Each number takes the form that the language has for it."""
    with app.test_request_context(f"/?lang={language}"):
        for count, said in forms.items():
            assert said == ngettext("%(num)s line", "%(num)s lines", count) % {"num": count}


class _Text(HTMLParser):
    """What people read or hear of a page: texts, and attributes that hold some."""

    _HELD: Final = frozenset({"alt", "aria-label", "placeholder", "title"})

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._code = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the attributes that hold a text, and note that code begins, which is no language of ours."""
        self.found += [value for name, value in attrs if name in self._HELD and value]
        self._code += tag in _CODE

    def handle_endtag(self, tag: str) -> None:
        """Note that code ends."""
        self._code -= tag in _CODE

    def handle_data(self, data: str) -> None:
        """Keep a text that stands outside code."""
        if not self._code:
            self.found.append(data)


def _written(app: Flask, name: str) -> list[str]:
    """Return the texts of a template that nothing translates."""
    source, _, _ = app.jinja_env.loader.get_source(app.jinja_env, name)  # type: ignore[union-attr]  # there is one
    markup, inside = [], False
    for _, kind, text in app.jinja_env.lex(source):
        if kind == "data" and not inside:
            markup.append(text)
        elif kind == "name" and text in {"trans", "endtrans"}:
            inside = text == "trans"
    reader = _Text()
    reader.feed("".join(markup))
    return [text.strip() for text in reader.found if _word(text)]


def _word(text: str) -> bool:
    said = re.sub(r'[\w-]+="[^"]*"', "", text)  # a macro may hold nothing but attributes
    return any(word not in _NAMES for word in re.findall(r"[^\W\d_]{2,}[\w.-]*", said))


def test_no_text_of_a_template_is_left_untranslated(app: Flask) -> None:
    """All that a template says itself is marked for translation, but for names that are the same everywhere."""
    for name in app.jinja_env.list_templates(extensions=["html"]):
        assert (name, []) == (name, _written(app, name))


def test_translations_fill_in_what_their_messages_do() -> None:
    """What a translation leaves to be filled in is what its message does, or less where a number needs none."""
    for language in OFFERED[1:]:
        for message, text in catalogue(language)._catalog.items():  # type: ignore[attr-defined]  # to see them all
            said = message[0] if isinstance(message, tuple) else message
            if said:
                fields = r"%\(\w+\)s|\{\w*(?::[^}]*)?\}"
                assert {*re.findall(fields, text)} <= {*re.findall(fields, said)} | {"%(num)s"}, text
