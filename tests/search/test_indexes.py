"""Several indexes at once."""

from pathlib import Path

from partnergraph.search import Indexes
from tests.serving import make_release


def test_few_are_open_and_all_are_found(tmp_path: Path, root: Path) -> None:
    """Whichever release is asked, its own index answers, also when others were asked in between."""
    turtle = root / "tests" / "data" / "serving" / "tiny.ttl"
    releases = [make_release(tmp_path, turtle, version=letter * 16) for letter in "abc"]
    indexes = Indexes(most=2)
    for _ in range(2):
        for release in releases:
            index = indexes.of(release)
            assert index is not None
            assert release == index.path.parent
            assert index.find("1980").hits
    assert indexes.of(releases[-1]) is indexes.of(releases[-1])
    indexes.close()
