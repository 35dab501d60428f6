"""The description of the dataset over a remote store: the same statements as over the release itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from partnergraph.release.upload import upload
from partnergraph.settings import Settings
from partnergraph.store.embedded import Embedded
from partnergraph.store.remote import RemoteStore
from partnergraph.web import create_app

from .servers import oxigraph

_DATASET = "https://w3id.org/partnergraph/dataset"


@pytest.fixture(scope="module")
def remote(tmp_path_factory: pytest.TempPathFactory, shipped_release: Path) -> Iterator[RemoteStore]:
    """Run an Oxigraph server that holds the release."""
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as store:
        upload(shipped_release, store)
        yield store


def test_a_remote_store_says_the_same_of_the_dataset(shipped_release: Path, remote: RemoteStore) -> None:
    """What is said of the dataset does not depend on where the data lies; only the files to download are gone."""
    app = create_app(Settings(workers=1, store=remote.address), None)
    try:
        said = app.extensions["partnergraph"].trusted.description(_DATASET)
        client = app.test_client()
        turtle = client.get("/dataset", headers={"Accept": "text/turtle"})
        page = client.get("/dataset", headers={"Accept": "text/html"})
    finally:
        app.extensions["partnergraph"].close()

    here = Embedded.open(shipped_release).description(_DATASET)
    assert set(here.splitlines()) ^ set(said.splitlines()) == set()
    assert (200, 200) == (turtle.status_code, page.status_code)
    assert "dcat:endpointURL <http://localhost/sparql>" in turtle.text
    assert "downloadURL" not in turtle.text
    assert "no files to download" in page.text
