"""Tests of the settings: read once, from a mapping, with errors that name what is allowed."""

from dataclasses import fields
from pathlib import Path

import pytest

from partnergraph.errors import WrongUsage
from partnergraph.settings import TABLE, Settings


def test_nothing_set_means_the_defaults() -> None:
    """Without any variable every setting has its default, and other variables do not matter."""
    assert Settings() == Settings.read({"HOME": "/root", "PORT": "1"})


def test_every_setting_is_a_row_of_the_table() -> None:
    """The table and the attributes are the same list, with help and allowed values in words."""
    assert [field.name for field in fields(Settings)] == [row.name for row in TABLE]
    assert all(row.help.endswith(".") and row.allowed for row in TABLE)


@pytest.mark.parametrize(
    ("variable", "text", "name", "value"),
    [
        ("PARTNERGRAPH_HOST", "0.0.0.0", "host", "0.0.0.0"),  # noqa: S104 - a value, not a binding
        ("PARTNERGRAPH_PORT", "0", "port", 0),
        ("PARTNERGRAPH_PUBLIC_URL", "https://example.org/graph/", "public_url", "https://example.org/graph"),
        ("PARTNERGRAPH_RELEASE", "/srv/release", "release", Path("/srv/release")),
        ("PARTNERGRAPH_DEADLINE", "2.5", "deadline", 2.5),
        ("PARTNERGRAPH_WORKERS", "2", "workers", 2),
    ],
)
def test_a_variable_sets_its_setting(variable: str, text: str, name: str, value: object) -> None:
    """Each kind of setting is read from the text of its variable."""
    assert value == getattr(Settings.read({variable: text}), name)


@pytest.mark.parametrize(
    ("variable", "text", "allowed"),
    [
        ("PARTNERGRAPH_HOST", "a b", "a host name or address"),
        ("PARTNERGRAPH_PORT", "80000", "a whole number from 0 to 65535"),
        ("PARTNERGRAPH_PORT", "http", "a whole number from 0 to 65535"),
        ("PARTNERGRAPH_PUBLIC_URL", "example.org", "an http or https address"),
        ("PARTNERGRAPH_PUBLIC_URL", "https://example.org/?a", "an http or https address"),
        ("PARTNERGRAPH_RELEASE", "", "a folder"),
        ("PARTNERGRAPH_DEADLINE", "nan", "seconds from 0.1 to 3600"),
        ("PARTNERGRAPH_DEADLINE", "0", "seconds from 0.1 to 3600"),
    ],
)
def test_a_bad_value_is_refused_naming_setting_and_allowed_values(variable: str, text: str, allowed: str) -> None:
    """A value that cannot be meant is wrong usage, with what may stand there instead."""
    with pytest.raises(WrongUsage) as caught:
        Settings.read({variable: text})
    assert variable in caught.value.message
    assert allowed in caught.value.hint


def test_a_misspelt_setting_is_refused_with_the_nearest_one() -> None:
    """A variable of ours that is no setting is wrong usage, not silence."""
    with pytest.raises(WrongUsage, match="Did you mean PARTNERGRAPH_PORT"):
        Settings.read({"PARTNERGRAPH_PROT": "8000"})
    with pytest.raises(WrongUsage, match="Settings are PARTNERGRAPH_HOST"):
        Settings.read({"PARTNERGRAPH_" + "Z" * 60: "8000"})


def test_the_highest_deadline_is_never_below_the_usual_one() -> None:
    """A longer usual deadline raises the highest a client may ask for."""
    assert 90.0 == Settings.read({"PARTNERGRAPH_DEADLINE": "90"}).deadline_max
