"""`parse` and `reconcile`: what a listing says, and which of its names nobody knows yet."""

import csv
from pathlib import Path
from typing import TextIO

import click

__all__ = ["parse", "reconcile"]


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line: the listing, then each record.")
def parse(file: Path, *, as_json: bool) -> None:
    """Read a saved listing and say what stands in it, with every oddity and its line."""
    from partnergraph.ingest.json_lines import json_lines
    from partnergraph.ingest.listing import read

    from .knowledge import read_knowledge

    listing = read(file, read_knowledge().vocabulary)
    if as_json:
        for line in json_lines(listing):
            click.echo(line)
        return
    click.echo(f"{listing.file_name}: {listing.lines} lines, {listing.encoding}, {len(listing.records)} records")
    for found in listing.findings:
        click.echo(f"  line {found.line}: {found.code}: {found.message()}")
    for record in listing.records:
        whole = "" if record.complete else ", cut off"
        click.echo(f"\n{record.first_line}–{record.last_line} {record.kind}{whole}: {record.title}")
        for name, values in (
            ("areas", record.project_areas),
            ("goals", [str(goal) for goal in record.goals]),
            ("themes", record.themes),
            ("Swedish", record.swedish_partners),
            ("abroad", record.international_partners),
            ("pairs", [f"{pair.swedish} – {pair.international}" for pair in record.pairs]),
        ):
            if values:
                click.echo(f"  {name:8} {'; '.join(values)}")
        for found in record.findings:
            click.echo(f"  line {found.line}: {found.code}: {found.message()}")


@click.command()
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option(
    "--rows", "rows_to", type=click.File("w", encoding="utf-8"), help="Write rows for the table here; - for stdout."
)
def reconcile(files: tuple[Path, ...], rows_to: TextIO | None) -> None:
    """List the partners' names in listings that are not known, with the bodies they may mean.

    Near matches are only suggested: check the rows, fill in checked_by, and add them to data/reconciliation.csv.
    """
    from partnergraph.ingest.identification import names_in
    from partnergraph.ingest.listing import read
    from partnergraph.ingest.reconciliation import COLUMNS

    from .knowledge import read_knowledge

    knowledge = read_knowledge()
    table = knowledge.reconciliation
    names = {name: None for file in files for name in names_in(read(file, knowledge.vocabulary))}
    unknown = [(name, swedish) for name, swedish in names if table.identify(name, swedish=swedish) is None]
    for name, swedish in unknown:
        near = ", ".join(f"{c.name} ({c.body}, {c.score})" for c in table.candidates(name, swedish=swedish))
        click.echo(f"{name}: {near or 'no body has a name like it'}", err=rows_to is not None)
    if not unknown:
        click.echo(f"All {len(names)} names are known.", err=True)
    if rows_to is not None:
        writer = csv.writer(rows_to, lineterminator="\n")
        writer.writerow(COLUMNS)
        for side in (True, False):
            writer.writerows(table.rows([name for name, swedish in unknown if swedish is side], swedish=side))
