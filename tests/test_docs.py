"""The documentation is a contract: whatever a user can rely on is named there, and every link leads somewhere."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import click
import pytest
from rdflib import Graph, URIRef

from partnergraph import errors, formats, iris, jsonld, manifest, namespaces, rdf, resources
from partnergraph.cli import partnergraph as program
from partnergraph.errors import PartnerGraphError
from partnergraph.ingest.findings import CODES
from partnergraph.jsonld.context import terms
from partnergraph.namespaces import RDF, RDFS, SH, SKOS
from partnergraph.settings import TABLE
from partnergraph.sparql.catalogue import read_catalogue

_LINK: Final = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_CODE: Final = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_ELSEWHERE: Final = ("http://", "https://", "mailto:")

ROOT: Final = Path(__file__).resolve().parents[1]


def pages(root: Path = ROOT) -> list[Path]:
    """Return every Markdown page of the project that we wrote."""
    return [*sorted(root.glob("*.md")), *sorted((root / "docs").rglob("*.md")), root / "data" / "README.md"]


def reference(name: str) -> str:
    """Return a page of the reference."""
    return (ROOT / "docs" / "reference" / f"{name}.md").read_text(encoding="utf-8")


def links(page: Path) -> Iterator[tuple[Path, str]]:
    """Yield file and anchor of every relative link of a page."""
    for target in _LINK.findall(_CODE.sub("", page.read_text(encoding="utf-8"))):
        if not target.startswith(_ELSEWHERE):
            path, _, anchor = target.partition("#")
            yield ((page.parent / path).resolve() if path else page), anchor


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as they are made by the usual renderers."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def commands() -> dict[str, click.Command]:
    """Return the commands by name, the program itself under its own."""
    context = click.Context(program)
    found = {name: program.get_command(context, name) for name in program.list_commands(context)}
    known = {"": program} | {name: command for name, command in found.items() if command is not None}
    groups = [(name, command) for name, command in known.items() if name and isinstance(command, click.Group)]
    return known | {f"{name} {sub}": below for name, group in groups for sub, below in group.commands.items()}


def kinds_of(error: type[PartnerGraphError]) -> Iterator[type[PartnerGraphError]]:
    """Yield an error and everything below it in the tree."""
    yield error
    for below in error.__subclasses__():
        yield from kinds_of(below)


def vocabulary(name: str) -> Graph:
    """Return a file of the vocabulary."""
    return rdf.parse_file(resources.folder("ontology") / f"{name}.ttl")


@pytest.mark.parametrize("name", commands())
def test_commands_are_documented(name: str) -> None:
    """The reference of the command line has a section for each command, with each of its options and its help."""
    title = f"## partnergraph {name}".strip()
    sections = dict(re.findall(r"^(## .*)\n((?:(?!## ).*\n?)*)", reference("cli"), re.MULTILINE))
    command = commands()[name]

    assert title in sections
    assert command.help
    assert command.help.split(maxsplit=1)[0] in sections[title]
    options = [option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)]
    assert [] == [option for option in options if option.startswith("-") and option not in sections[title]]


def test_options_say_what_they_do() -> None:
    """Every option of every command has a help text, or choices that speak for themselves."""
    silent = [
        f"{name} {parameter.name}"
        for name, command in commands().items()
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.help and not isinstance(parameter.type, click.Choice)
    ]

    assert [] == silent


def test_exit_codes_are_documented() -> None:
    """Every exit code that an error has stands in the reference of the command line."""
    documented = set(re.findall(r"^\| (\d+) \|", reference("cli"), re.MULTILINE))

    assert documented == {"0", "130"} | {str(kind.exit_code) for kind in kinds_of(PartnerGraphError)}


def test_settings_are_documented() -> None:
    """Exactly the settings there are stand in their reference."""
    documented = re.findall(r"^\| `(PARTNERGRAPH_\w+)` ", reference("settings"), re.MULTILINE)

    assert documented == [row.variable for row in TABLE]


def test_errors_are_documented() -> None:
    """Every class of error stands in its reference with its exit code."""
    documented = dict(re.findall(r"^\| (?:&emsp;)*`(\w+)` \| (\d+) ", reference("errors"), re.MULTILINE))

    assert documented == {kind.__name__: str(kind.exit_code) for kind in kinds_of(PartnerGraphError)}
    assert set(errors.__all__) == set(documented)


def test_http_statuses_are_documented() -> None:
    """Every error stands in its reference with the status that the server answers with."""
    from partnergraph.web.problems import STATUS

    documented = dict(re.findall(r"^\| (?:&emsp;)*`(\w+)` \| \d+ \| (\d+) ", reference("errors"), re.MULTILINE))

    assert {kind.__name__: str(status) for kind, status in STATUS.items()}.items() <= documented.items()


def test_findings_are_documented() -> None:
    """Exactly the codes of findings there are stand in their reference, with severity and both languages."""
    rows = re.findall(r"^\| `([\w-]+)` \| (\w+) \| (.*) \| (.*) \|$", reference("findings"), re.MULTILINE)

    assert [(code, kind.severity, kind.en, kind.sv) for code, kind in sorted(CODES.items())] == rows


def test_terms_are_documented() -> None:
    """Every term of the vocabulary has a section with its definitions in English and Swedish."""
    graph, page = vocabulary("partnergraph"), reference("ontology")
    terms = [term for term in graph.subjects(RDFS.isDefinedBy) if isinstance(term, URIRef)]
    definitions = {str(text) for term in terms for text in graph.objects(term, RDFS.comment)}

    assert len(terms) > 60
    assert [] == [rdf.compact(term) for term in terms if f"### `{rdf.compact(term)}`" not in page]
    assert [] == [definition for definition in definitions if definition not in page]


@pytest.mark.parametrize("name", ["areas", "themes", "body-types"])
def test_concepts_are_documented(name: str) -> None:
    """Every concept of our schemes stands in the reference of the vocabulary."""
    page = reference("ontology")
    found = [rdf.compact(concept) for concept in vocabulary(name).subjects(RDF.type, SKOS.Concept)]

    assert found
    assert [] == [concept for concept in found if f"`{concept}`" not in page]


def test_shapes_are_documented() -> None:
    """Every shape, and every constraint of a shape, stands in its reference with its message."""
    page = reference("shapes")
    graph = Graph()
    for path in resources.folder("shapes").glob("*.ttl"):
        graph += rdf.parse_file(path, blank=path.stem.replace("-", ""))
    shapes = {
        shape
        for kind in (SH.NodeShape, SH.PropertyShape, SH.SPARQLConstraint)
        for shape in graph.subjects(RDF.type, kind)
        if isinstance(shape, URIRef)
    }
    messages = {
        str(text).replace("|", "\\|")
        for shape in shapes
        for text in graph.objects(shape, SH.message)
        if getattr(text, "language", None) == "en"
    }

    assert len(shapes) > 100
    assert [] == sorted(rdf.compact(shape) for shape in shapes if f"`{rdf.compact(shape)}`" not in page)
    assert [] == sorted(message for message in messages if message not in page)


def test_formats_are_documented() -> None:
    """Exactly the formats there are stand in their reference."""
    rows = re.findall(r"^\| `(\w+)` \| `([^`]+)` \| .* \| `\.(\w+)` \| (\w+) \|$", reference("formats"), re.MULTILINE)

    assert rows == [(each.name, each.media_type, each.extension, each.kind.value) for each in formats.FORMATS]


def test_json_ld_is_documented() -> None:
    """Exactly the terms of the context and the frames there are stand in their reference."""
    page = reference("jsonld")
    frames, names = page.partition("## Terms")[::2]

    assert [name for name in terms() if name[0] != "@"] == re.findall(r"^\| `(\w+)` \|", names, re.MULTILINE)
    assert list(jsonld.frame_names()) == re.findall(r"`/frames/([a-z-]+)\.jsonld`", frames)
    assert f"`/contexts/v{jsonld.VERSION}.jsonld`" in page


def test_canned_queries_are_documented() -> None:
    """Exactly the canned queries there are stand in their reference, with both titles."""
    page = reference("queries")
    catalogue = read_catalogue(resources.queries())

    assert re.findall(r"^## (.*)$", page, re.MULTILINE) == list(catalogue)
    assert [] == [title for query in catalogue.values() for title in query.title.values() if title not in page]


def test_identifiers_are_documented() -> None:
    """Every kind of IRI and every prefix stands in their reference."""
    page = reference("identifiers")

    assert list(iris.KINDS) == re.findall(r"^\| `id/([a-z-]+)/", page, re.MULTILINE)
    assert list(namespaces.PREFIXES) == re.findall(r"^\| `([a-z]+):`", page, re.MULTILINE)


def test_examples_of_identifiers_are_real() -> None:
    """An IRI shown as an example is one that can be parsed, of the kind beside which it stands."""
    rows = re.findall(r"^\| `id/([a-z-]+)/[^|]*\|[^|]*\| `([^`]+)` \|$", reference("identifiers"), re.MULTILINE)
    minter = iris.Minter()

    assert len(rows) > 12
    assert [kind for kind, _ in rows] == [(minter.parse(example) or ("none",))[0] for _, example in rows]


def test_release_is_documented() -> None:
    """The reference of the release explains every member of the manifest."""
    page = reference("release")
    members = [*manifest.Manifest.__dataclass_fields__, manifest.NAME]

    assert [] == [name for name in members if f"* `{name}`" not in page and f"| `{name}`" not in page]


def test_architecture_names_the_rooms_there_are() -> None:
    """The table of rooms and the table of floors name exactly the rooms in src, each once."""
    page = (ROOT / "docs" / "explanation" / "architecture.md").read_text(encoding="utf-8")
    source = ROOT / "src" / "partnergraph"
    rooms = {path.stem for path in source.glob("*.py")} | {path.parent.name for path in source.glob("*/__init__.py")}
    floors = re.findall(r"^\| \d+ \| (.*) \|$", page, re.MULTILINE)

    assert rooms - {"__init__", "__main__"} == set(re.findall(r"^\| `(\w+)` \| ", page, re.MULTILINE)) - {"room"}
    assert [re.findall(r"`(\w+)`", floor) for floor in floors] == [
        layer.split(" | ") for layer in project()["tool"]["importlinter"]["contracts"][0]["layers"]
    ]


def test_links_lead_somewhere() -> None:
    """Every relative link of every page leads to a file that is there, and to a heading that is there."""
    broken = [
        f"{page.relative_to(ROOT)}: {target.name}#{anchor}"
        for page in pages()
        for target, anchor in links(page)
        if not target.exists() or (anchor and anchor not in anchors(target))
    ]

    assert [] == broken


def test_every_page_is_reachable() -> None:
    """Whoever starts at docs/index.md reaches every page of the documentation, and the picture."""
    seen: set[Path] = set()
    ahead = [ROOT / "docs" / "index.md"]
    while ahead:
        page = ahead.pop()
        if page not in seen:
            seen.add(page)
            ahead += [target for target, _ in links(page) if page.suffix == ".md"]
    written = {path for path in (ROOT / "docs").rglob("*") if path.suffix in {".md", ".svg"}}

    assert set() == written - seen


def test_pages_have_one_title() -> None:
    """Every page begins with its only heading of the first level."""
    assert [] == [
        page.name
        for page in pages()
        if not page.read_text(encoding="utf-8").startswith("# ")
        or len(re.findall(r"^# ", _CODE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)) != 1
    ]


def test_decisions_have_their_form() -> None:
    """A decision has a number, and says status, context, decision and consequences in that order."""
    found = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    wanted = ["Status", "Context", "Decision", "Consequences"]

    assert [f"{number:04}" for number in range(1, len(found) + 1)] == [path.name[:4] for path in found]
    for path in found:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {path.name[:4]} ")
        assert wanted == re.findall(r"^## (.*)$", text, re.MULTILINE)


def test_changelog_has_its_form() -> None:
    """The changelog has a section for this version, kinds of changes that are known, and an area before each."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    version = project()["project"]["version"]
    kinds = set(re.findall(r"^### (.*)$", text, re.MULTILINE))
    entries = re.findall(r"^\* (.*)$", text, re.MULTILINE)

    assert re.search(rf"^## {re.escape(version)} – (?:unreleased|\d{{4}}-\d\d-\d\d)$", text, re.MULTILINE)
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert entries
    assert [] == [entry for entry in entries if not re.match(r"[A-Z][A-Za-z ]+: [a-z\d]", entry)]


def test_citation_names_this_version() -> None:
    """The citation names the version of the project."""
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")

    assert f"version: {project()['project']['version']}\n" in text


def project() -> dict[str, Any]:
    """Return pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
