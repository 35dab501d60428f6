"""What countries are called on our maps, in each language that our table of countries has names in."""

import csv
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from partnergraph.resources import folder
from partnergraph.web.service import page_language

__all__ = ["country_name"]

_COLUMN: Final = "name_"


def country_name(code: str) -> str:
    """Return the name of a country by its code (ISO 3166-1), in the language of this request; else the code."""
    names = _names().get(code, {})
    return names.get(page_language()) or names.get("en") or code


@lru_cache(maxsize=1)
def _names() -> Mapping[str, Mapping[str, str]]:
    """Return code → language → name."""
    with (folder("data") / "countries.csv").open(encoding="utf-8", newline="") as table:
        return {
            row["code"]: {
                column.removeprefix(_COLUMN): text for column, text in row.items() if column.startswith(_COLUMN)
            }
            for row in csv.DictReader(table)
        }
