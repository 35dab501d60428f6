"""What the tests of reading share: the vocabulary of the shipped schemes and gazetteer."""

import pytest

from partnergraph import resources
from partnergraph.ingest.gazetteer import Gazetteer
from partnergraph.ingest.vocabulary import Vocabulary


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """Return all that is known before a listing is read."""
    return Vocabulary.read(resources.folder("ontology"), Gazetteer.read(resources.folder("data")))
