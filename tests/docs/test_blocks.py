"""The reader of Markdown blocks that the documentation's tests stand on."""

import re
from pathlib import Path

import pytest

from .blocks import blocks, commands, shown_as_pattern

PAGE = """\
# A page

```sparql goals.rq
ASK {}
```

```console
$ one \\
> two
said
$ three
```

```python frame.py needs=pandas
```
"""


def test_blocks_of_a_page(tmp_path: Path) -> None:
    """Blocks come in order with language, file name, need, text and line."""
    page = tmp_path / "page.md"
    page.write_text(PAGE, encoding="utf-8")

    first, second, third = blocks(page)

    assert ("sparql", "goals.rq", "", "ASK {}\n", 3) == (
        first.language,
        first.name,
        first.needs,
        first.text,
        first.line,
    )
    assert ("python", "frame.py", "pandas") == (third.language, third.name, third.needs)
    assert [("one \\\ntwo", "said", 8), ("three", "", 11)] == [(c.text, c.shown, c.line) for c in commands(second)]


def test_text_before_the_first_command_is_refused(tmp_path: Path) -> None:
    """What no command has said is a mistake of the page."""
    page = tmp_path / "page.md"
    page.write_text("```console\nhello\n```\n", encoding="utf-8")

    with pytest.raises(ValueError, match="line 2 stands before"):
        list(commands(next(blocks(page))))


@pytest.mark.parametrize(
    ("shown", "said", "fits"),
    [
        ("one\ntwo", "one\ntwo\n", True),
        ("one", "one\ntwo\n", False),
        ("one\n…", "one\ntwo\nthree\n", True),
        ("…\nthree", "one\ntwo\nthree\n", True),
        ("built in … s", "built in 1.5 s\n", True),
        ("built in … s", "built in 1.5\n", False),
        ("a.c", "abc\n", False),
    ],
)
def test_what_a_page_shows(shown: str, said: str, *, fits: bool) -> None:
    """An ellipsis stands for any text in its line, or for any lines; everything else is compared."""
    assert fits == (re.fullmatch(shown_as_pattern(shown), said) is not None)
