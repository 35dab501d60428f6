"""Evidence: from a fact to the line and the string it was read from."""

from rdflib import Literal

from partnergraph.graph.assembly import Assembled
from partnergraph.iris import Minter
from partnergraph.namespaces import DCTERMS, PG, PROV, RDF, RDFS, SH

MINTER = Minter()


def test_a_stated_goal_leads_to_its_line_and_string(vasteras: Assembled) -> None:
    """From a project's goal through its record and field to the line as it is written."""
    graph = vasteras.data
    project = MINTER.id("project", "vasteras-shatsk")
    record = graph.value(project, PROV.wasDerivedFrom)
    fields = [f for f in graph.subjects(PG.inRecord, record) if (f, PG.states, PG.goal) in graph]

    assert [(8, "16 - Fredliga och inkluderande samhällen", "16")] == [
        (int(str(graph.value(f, PG.line))), str(graph.value(f, PG.asWritten)), str(graph.value(f, PG.value)))
        for f in fields
    ]


def test_each_pair_of_the_article_has_a_line_of_its_own(vasteras: Assembled) -> None:
    """Twelve fields of pairs, each with its two names as written."""
    graph = vasteras.data
    pairs = [f for f in graph.subjects(RDF.type, PG.Field) if str(graph.value(f, PG.fieldName)) == "pair"]
    falun = next(
        f
        for f in pairs
        if graph.value(f, PG.line) == graph.value(MINTER.id("field", "vasteras-stad-sv", 2, "17-pair"), PG.line)
    )

    assert 12 == len(pairs)
    assert {"Falu kommun", "Kolomyia"} == {str(value) for value in graph.objects(falun, PG.value)}
    assert Literal("Falu kommun och Kolomyia") == graph.value(falun, PG.asWritten)


def test_documents_know_their_page_file_and_checksum(shipped: Assembled) -> None:
    """A source document has its address, its file's name and checksum, its lines and the day of its harvest."""
    graph = shipped.data
    ale = MINTER.id("source", "ale-en")

    assert "https://icld.se/en/?post_type=project&swedish_partner=ale-kommun" == str(graph.value(ale, DCTERMS.source))
    assert "ale-en.txt" == str(graph.value(ale, PG.fileName))
    assert 64 == len(str(graph.value(ale, PG.sha256)))
    assert "2026-11-23" == str(graph.value(ale, DCTERMS.date))


def test_records_lie_within_their_document(shipped: Assembled) -> None:
    """First line, last line and every field of a record lie in the document, in order."""
    graph = shipped.data
    for record in graph.subjects(RDF.type, PG.SourceRecord):
        first, last = (int(str(graph.value(record, line))) for line in (PG.firstLine, PG.lastLine))
        lines = int(str(graph.value(graph.value(record, PG.inDocument), PG.lineCount)))

        assert 1 <= first <= last <= lines
        for field in graph.subjects(PG.inRecord, record):
            assert first <= int(str(graph.value(field, PG.line))) <= last


def test_findings_speak_both_languages(shipped: Assembled) -> None:
    """Every finding has its words in Swedish and English, a code, a line and a severity."""
    graph = shipped.findings
    found = list(graph.subjects(RDF.type, PG.Finding))

    assert found
    for finding in found:
        assert {"sv", "en"} == {c.language for c in graph.objects(finding, RDFS.comment) if isinstance(c, Literal)}
        assert graph.value(finding, PG.severity) in {SH.Warning, SH.Info}
        assert graph.value(finding, PG.line) is not None


def test_the_three_warnings_of_the_first_listing_are_found_with_their_lines(vasteras: Assembled) -> None:
    """The blank partner, Jönköping missing from the facet and ronneby in small letters are warnings with a line."""
    graph = vasteras.findings
    warned = {
        (str(graph.value(f, PG.code)), int(str(graph.value(f, PG.line))))
        for f in graph.subjects(PG.severity, SH.Warning)
    }

    assert {("blank-value", 11), ("facet-omits-pair", 47), ("case-variant", 47)} <= warned
