"""Suggested goals: measured on what sources state, made for those that state nothing, and never mixed with the rest."""

import dataclasses
from pathlib import Path

import pytest
from rdflib import Literal, URIRef

from partnergraph.errors import UnreadableInput
from partnergraph.graph.assembly import Assembled, Knowledge, assemble
from partnergraph.graph.suggestions import Rule, read_rules
from partnergraph.iris import Minter
from partnergraph.namespaces import DCTERMS, PG, PROV, RDF, RDFS, SDG, XSD
from partnergraph.validation import shipped_shapes, validate

MINTER = Minter()
SCHOOL = Rule(name="school", kind="area", values=("education",), goal=4)
HEADER = "rule,kind,values,goal,note\n"
GOALS = {4: "4 - God utbildning för alla", 5: "5 - Jämställdhet", 16: "16 - Fredliga och inkluderande samhällen"}


def _post(title: str, goal: int | None = None, *, area: str = "Education", theme: str = "", text: str = "Text.") -> str:
    stated = f"Globala mål\n{GOALS[goal]}\n" if goal else ""
    about = f"Tema\n{theme}\n" if theme else ""
    return (
        f"{title}\n\n{text}\n\nProjektområde\n{area}\n{stated}{about}"
        "Svensk partner\nVästerås Stad\nInternationell partner\nCity of Jinan\n"
    )


def _build(knowledge: Knowledge, folder: Path, posts: list[str], *rules: Rule) -> Assembled:
    path = folder / "posts.txt"
    path.write_text("Svensk partner: Västerås Stad\n\n" + "\n\n".join(posts), encoding="utf-8")
    return assemble([path], dataclasses.replace(knowledge, rules=rules), MINTER)


def _suggested(built: Assembled) -> dict[str, URIRef]:
    """Return the suggested links by the slug of their project."""
    graph = built.data
    return {
        str(graph.value(link, PG.subject)).rpartition("/")[2]: link
        for link in graph.subjects(PG.evidence, PG.Suggested)
        if isinstance(link, URIRef)
    }


def _numbers(built: Assembled, subject: URIRef) -> tuple[object, object]:
    return built.data.value(subject, PG.confidence), built.data.value(subject, PG.support)


def test_a_rule_is_measured_on_what_is_stated(knowledge: Knowledge, tmp_path: Path) -> None:
    """Of six projects that state goals five state goal 4: the seventh learns of it, with share, number and rule."""
    posts = [_post(f"School {n}", 4) for n in range(5)] + [_post("Girls", 5), _post("Silent")]
    built = _build(knowledge, tmp_path, posts, SCHOOL)
    graph, links = built.data, _suggested(built)
    rule = MINTER.id("rule", "school")

    assert ["silent"] == list(links)
    assert (Literal("0.8333", datatype=XSD.decimal), Literal("6", datatype=XSD.integer)) == _numbers(
        built, links["silent"]
    )
    assert MINTER.id("goal-link", "silent", "4-suggested-school") == links["silent"]
    assert SDG["4"] == graph.value(links["silent"], PG.linkedGoal)
    assert Literal("school") == graph.value(links["silent"], PG.rule)
    assert rule == graph.value(links["silent"], PG.suggestedBy)
    assert [MINTER.id("record", "posts", 7)] == list(graph.objects(links["silent"], PROV.wasDerivedFrom))
    assert {MINTER.id("record", "posts", n) for n in range(1, 7)} == set(graph.objects(rule, PROV.wasDerivedFrom))
    assert _numbers(built, links["silent"]) == _numbers(built, rule)


@pytest.mark.parametrize(("stating", "suggested"), [(4, []), (5, ["silent"])])
def test_below_five_nothing_is_suggested(
    knowledge: Knowledge, tmp_path: Path, stating: int, suggested: list[str]
) -> None:
    """A rule measured on four is named with its number, without a share, and suggests nothing; on five it does."""
    built = _build(knowledge, tmp_path, [_post(f"School {n}", 4) for n in range(stating)] + [_post("Silent")], SCHOOL)
    share, support = _numbers(built, MINTER.id("rule", "school"))

    assert suggested == list(_suggested(built))
    assert (bool(suggested), str(stating)) == (share is not None, str(support))


def test_a_rule_that_is_mostly_wrong_suggests_nothing(knowledge: Knowledge, tmp_path: Path) -> None:
    """Its share is published all the same."""
    posts = [_post(f"School {n}", 4 if n < 2 else 5) for n in range(5)] + [_post("Silent")]
    built = _build(knowledge, tmp_path, posts, SCHOOL)

    assert {} == _suggested(built)
    assert Literal("0.4000", datatype=XSD.decimal) == built.data.value(MINTER.id("rule", "school"), PG.confidence)


def test_stated_goals_are_never_suggested_nor_added_to(knowledge: Knowledge, tmp_path: Path) -> None:
    """A project that states another goal left this one out: it gets no suggestion, and pg:goal stays as stated."""
    posts = [_post(f"School {n}", 4) for n in range(5)] + [_post("Girls", 5), _post("Silent")]
    built = _build(knowledge, tmp_path, posts, SCHOOL)
    graph = built.data

    assert "girls" not in _suggested(built)
    assert [SDG["5"]] == list(graph.objects(MINTER.id("project", "girls"), PG.goal))
    assert [] == list(graph.objects(MINTER.id("project", "silent"), PG.goal))
    assert PG.NotStated == graph.value(MINTER.id("project", "silent"), PG.goalStatement)


@pytest.mark.parametrize(
    "text",
    ["Pupils learn about wastewater.", "Eleverna lär sig om avloppet.", "We treat waste water together."],
)
def test_words_of_both_languages_suggest(knowledge: Knowledge, tmp_path: Path, text: str) -> None:
    """A text rule knows whole words, stems and phrases, in English and Swedish."""
    rule = Rule(name="water", kind="text", values=("wastewater", "avlopp*", "waste water"), goal=16)
    posts = [_post(f"Sewer {n}", 16, text="About wastewater.") for n in range(5)] + [_post("Silent", text=text)]
    built = _build(knowledge, tmp_path, posts, rule)

    assert ["silent"] == list(_suggested(built))


def test_a_word_is_not_found_inside_another(knowledge: Knowledge, tmp_path: Path) -> None:
    """A word without a star is that word and no longer one, and letter case does not matter."""
    rule = Rule(name="art", kind="text", values=("art",), goal=4)
    posts = [_post(f"Pictures {n}", 4, text="ART for all.") for n in range(5)]
    built = _build(knowledge, tmp_path, [*posts, _post("Silent", text="We start together.")], rule)

    assert Literal("5", datatype=XSD.integer) == built.data.value(MINTER.id("rule", "art"), PG.support)
    assert {} == _suggested(built)


def test_a_theme_suggests_too(knowledge: Knowledge, tmp_path: Path) -> None:
    """A theme that is stated without goals is enough for a rule about themes."""
    rule = Rule(name="rights", kind="theme", values=("human-rights",), goal=16)
    posts = [_post(f"Rights {n}", 16, theme="Human Rights") for n in range(5)]
    built = _build(knowledge, tmp_path, [*posts, _post("Silent", theme="Human Rights"), _post("Other")], rule)

    assert ["silent"] == list(_suggested(built))


def test_what_is_suggested_passes_the_gate(knowledge: Knowledge, tmp_path: Path) -> None:
    """Suggestions, and rules with and without a measure, conform to the shapes."""
    posts = [_post(f"School {n}", 4) for n in range(5)] + [_post("Silent")]
    built = _build(knowledge, tmp_path, posts, SCHOOL, Rule(name="none", kind="text", values=("x*",), goal=1))
    found = [result for result in validate(built.data, shipped_shapes()).results if "Violation" in str(result.severity)]

    assert [] == found


def test_the_shipped_data_suggests_nothing_yet(shipped: Assembled, knowledge: Knowledge) -> None:
    """With few projects that state goals no rule was measured on five: each says on how many, and none suggests."""
    graph = shipped.data
    rules = set(graph.subjects(RDF.type, PG.Rule))

    assert {MINTER.id("rule", rule.name) for rule in knowledge.rules} == rules
    assert {} == _suggested(shipped)
    assert max(int(str(graph.value(rule, PG.support))) for rule in rules) < 5
    assert not [rule for rule in rules if (rule, PG.confidence, None) in graph]


def test_a_rule_is_named_in_both_languages(shipped: Assembled) -> None:
    """A person reads what a rule says in English and in Swedish."""
    graph, rule = shipped.data, MINTER.id("rule", "area-education-4")

    assert {Literal("Education → goal 4", lang="en"), Literal("Utbildning → mål 4", lang="sv")} == set(
        graph.objects(rule, RDFS.label)
    )
    assert Literal("Projekt i projektområdet Utbildning.", lang="sv") in set(graph.objects(rule, RDFS.comment))
    assert SDG["4"] == graph.value(rule, DCTERMS.subject)


def test_rules_are_about_areas_and_themes_there_are(knowledge: Knowledge) -> None:
    """Each rule about an area or a theme names one that is in its scheme."""
    known = {str(subject) for subject in knowledge.schemes.subjects()}

    assert [] == [
        rule.name
        for rule in knowledge.rules
        if rule.kind != "text" and str(MINTER.id(rule.kind, rule.values[0])) not in known
    ]


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("a,place,x,4,", "kind is"),
        ("A b,area,x,4,", "rule is"),
        ("a,area,x,18,", "goal is"),
        ("a,area,x|y,4,", "values holds 2"),
        ("a,text,,4,", "values holds 0"),
        ("b,area,x,4,\nb,area,y,4,", "before"),
    ],
)
def test_a_broken_rule_is_refused_with_its_line(tmp_path: Path, row: str, complaint: str) -> None:
    """The table of rules is read strictly."""
    path = tmp_path / "goal-rules.csv"
    path.write_text(f"{HEADER}{row}\n", encoding="utf-8")

    with pytest.raises(UnreadableInput, match=complaint) as caught:
        read_rules(path)
    assert caught.value.line == 2 + row.count("\n")
