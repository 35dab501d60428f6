"""The register of slugs: stable, append-only, and loud about collisions."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnergraph.errors import UnreadableInput
from partnergraph.graph.identifiers import COLUMNS, Identifier, Register


def _register(*rows: Identifier) -> Register:
    return Register(rows=rows)


def test_a_known_key_keeps_its_slug_whatever_is_wanted() -> None:
    """What is registered stays: the wanted slug is only for new things."""
    register = _register(Identifier(kind="project", slug="old-name", key="k"))

    assert register.slug("project", "k", "new-name", "x") == "old-name"
    assert [] == register.minted


def test_a_merged_thing_answers_to_the_slug_it_was_merged_into() -> None:
    """A merged row sends its key on."""
    register = _register(Identifier(kind="project", slug="a", key="k", status="merged", replaced_by="b"))

    assert register.slug("project", "k", "a", "x") == "b"


def test_a_slug_that_is_gone_is_never_given_again() -> None:
    """A new thing does not inherit the name of one that is gone."""
    register = _register(Identifier(kind="project", slug="a", key="k", status="gone"))

    assert register.slug("project", "other", "a", "a-other") == "a-other"


def test_mergers_lead_to_the_last_of_them() -> None:
    """A thing merged into one that was merged again goes by the last slug, and a circle leads nowhere."""
    rows = [
        Identifier(kind="project", slug=slug, key=slug, status="merged", replaced_by=into)
        for slug, into in (("a", "b"), ("b", "c"), ("d", "e"), ("e", "d"))
    ]
    register = _register(*rows, Identifier(kind="project", slug="c", key="c"))

    assert ["c", "c", "", ""] == [register.successor(row) for row in rows]
    assert "c" == register.slug("project", "a", "a", "x")


def test_kinds_do_not_share_slugs() -> None:
    """A theme and an area may have the same slug."""
    register = _register(Identifier(kind="theme", slug="education", key="education"))

    assert register.slug("area", "education", "education", "x") == "education"


@given(st.lists(st.tuples(st.text("ab|", min_size=1, max_size=3), st.sampled_from(["s", "t"])), max_size=12))
def test_different_keys_never_share_a_slug(things: list[tuple[str, str]]) -> None:
    """Whatever comes, two keys of one kind have two slugs, and asking again gives the same."""
    register = _register()
    given_out = {key: register.slug("project", key, wanted, f"{wanted}-long") for key, wanted in things}
    again = {key: register.slug("project", key, wanted, f"{wanted}-long") for key, wanted in things}

    assert given_out == again
    assert len(set(given_out.values())) == len(given_out)


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("project,a,a,lost,,", "status"),
        ("project,a,a,merged,,", "replaced_by"),
        ("project,a,a,active,b,", "replaced_by"),
        ("project,,a,active,,", "slug"),
        ("project,x,x,active,,\nproject,x,y,active,,", "slug x"),
        ("project,x,x,active,,\nproject,y,x,active,,", "key x"),
        ("thing,x,x,active,,", "kind"),
        ("project,x,x,gone,,yesterday", "since"),
        ("project,x,x,gone,,2026-02-30", "since"),
        ("project,x,x,active,,\nproject,y,y,merged,z,", "replaced_by"),
        ("project,x,x,active,,\nproject,y,y,merged,y,", "replaced_by"),
        ("theme,x,x,active,,\nproject,y,y,merged,x,", "replaced_by"),
    ],
)
def test_a_broken_row_is_refused_with_its_line(tmp_path: Path, row: str, what: str) -> None:
    """Each fault names the file, the line and the column at fault."""
    path = tmp_path / "identifiers.csv"
    path.write_text(",".join(COLUMNS) + "\n" + row + "\n", encoding="utf-8")

    with pytest.raises(UnreadableInput, match=what) as caught:
        Register.read(path)

    assert row.count("\n") + 2 == caught.value.line
