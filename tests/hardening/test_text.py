"""Tests that text of any script comes back as it was sent, and that nobody writes lines into the log."""

import json
import re
from urllib.parse import quote, urlencode

import pytest

from .live import Live

_TEXTS = {
    "composed": "V\u00e4ster\u00e5s",
    "decomposed": "Va\u0308stera\u030as",
    "Cyrillic": "\u0429\u0430\u0446\u044c\u043a",
    "Chinese": "\u897f\u5965\u65af",
    "right to left": "\u0645\u062f\u064a\u0646\u0629 \u05e2\u05d9\u05e8",
    "overrides": "a\u202eb\u202cc\u2066d\u2069",
    "emoji": "\U0001f1f8\U0001f1ea\U0001f469\u200d\U0001f692",
    "joiners": "a\u200db\u200cc\ufeffd\u00ad",
    "many marks": "e" + "\u0301" * 1_000,
    "noncharacters": "\ufffe\uffff\U0001ffff\ufdd0",
    "private": "\ue000\U0010fffd",
    "line ends": "a\nb\rc\u0085d\u2028e",
    "controls": "\x01\x07\x1b\x7f\x9f",
    "spaces": "\u00a0\u2003\u3000 \t",
    "signs": "100% + %41 & = ? # / \\ ' \" < > { } | ^ `",
    "zalgo": "".join(f"{letter}\u0334\u0360" for letter in "zalgo"),
    "case": "\u0130\u0131\u017f\u00df\ufb03",
    "astral": "\U00010348\U0001d49c",
    "not nothing": " ",
    "nothing": "",
    "long": "\u00e5" * 9_000,
}


@pytest.mark.parametrize("name", _TEXTS)
def test_a_text_comes_back_as_it_was_sent(live: Live, name: str) -> None:
    """By GET, form and direct POST a literal is the same characters in the answer, normalised by nobody."""
    text = _TEXTS[name]
    written = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    query = f'SELECT ("{written}" AS ?x) {{}}'
    form = urlencode({"query": query}).encode()
    replies = [
        live.ask("/sparql", "POST", query.encode(), Content_Type="application/sparql-query"),
        live.ask("/sparql", "POST", form, Content_Type="application/x-www-form-urlencoded"),
    ]
    if len(form) < 16_000:
        replies.append(live.ask("/sparql?" + urlencode({"query": query})))
        replies.append(live.ask("/sparql?query=" + quote(query, safe="").lower()))
    for reply in replies[:3]:
        assert [text] == [row["x"]["value"] for row in json.loads(reply.body)["results"]["bindings"]]


@pytest.mark.parametrize(
    "name",
    [
        "V%C3%A4ster%C3%A5s", "Va%CC%88stera%CC%8As", "V%E4ster%E5s", "%C0%AF", "%E0%80%AF", "%F4%90%80%80",
        "%ED%A0%80", "%00", "%2500", "%", "%zz", "%C3", "%F0%9F%87%B8", "%E2%80%AE", "%0a", "%7f", "%252e%252e",
        "%EF%BB%BF", "%2f", "%5c", "%3f", "%23", "+", "a" * 8_000, "%E2%80%8D", "%22%3E%3Cscript%3E",
        "%7B%7B7*7%7D%7D", "$%7B7*7%7D", "..;", "con", "%EF%BC%8F",
    ],
)  # fmt: skip
@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
def test_any_name_of_a_resource_is_found_or_not(live: Live, name: str, accept: str) -> None:
    """However a path is encoded it leads to a page or to 404, and its text is never markup."""
    reply = live.ask(f"/id/body/{name}", Accept=accept)
    assert reply.status in {400, 404}
    assert accept == "text/turtle" or not re.search(rb'<script(?! type="module" src="/static/)', reply.body)
    assert b">49<" not in reply.body


def test_nobody_writes_into_the_log(live: Live) -> None:
    """Line ends and escapes in query, path, agent and other headers begin no line of the log."""
    forged = "forged-9b1d"
    for end in ("\r\n", "\n", "\x1b[2J\n", "\u2028"):
        live.query(f"ASK {{}} #{end}{forged}")
        live.query(f"SELECT {end}{forged}")
        live.ask(f"/nowhere{quote(end)}{forged}")
        live.ask(f"/sparql?format={quote(end)}{forged}")
    live.said(f"GET / HTTP/1.1\r\nHost: x\r\nUser-Agent: a\x1b[2J\n{forged}\r\n\r\n".encode(), wait=0.5)
    live.said(f"GET /\x1b]0;{forged}\x07 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode(), wait=0.5)
    said = live.log.read_text("utf-8", "replace")
    assert "\x1b" not in said
    assert not [line for line in said.splitlines() if line.startswith(forged)]


def test_the_log_holds_no_query_and_no_credentials(live: Live) -> None:
    """What clients ask, and what they send to prove who they are, is written nowhere."""
    live.ask("/sparql?query=ASK%7B%7D&token=secret-7c2e", Authorization="Bearer secret-7c2e", Cookie="a=secret-7c2e")
    live.query("SELECT (7 AS ?secret-7c2e) {")
    assert "secret-7c2e" not in live.log.read_text("utf-8", "replace")
