"""`publish` and `serve --store` as commands: what they refuse, and that secrets stay out of sight."""

from pathlib import Path

import pytest

from partnergraph.errors import WrongUsage
from partnergraph.settings import Settings

from .conftest import Run


def test_publishing_needs_a_release(run: Run, tmp_path: Path) -> None:
    """Without one, the error says how to have one."""
    done = run("publish", "--to", "http://127.0.0.1:9/query", "--release", tmp_path / "none")

    assert 2 == done.returncode
    assert "partnergraph build" in done.stderr


@pytest.mark.parametrize("address", ["127.0.0.1:9", "file:///etc/passwd", "http://host/query?x=y"])
def test_a_store_has_an_address_of_the_web(run: Run, address: str) -> None:
    """Both commands refuse anything else, and say what an address is."""
    for command in (("publish", "--to", address), ("serve", "--store", address)):
        done = run(*command)

        assert 2 == done.returncode
        assert "http or https address" in done.stderr


def test_secrets_are_never_shown() -> None:
    """Neither in the text of the settings nor in the error about one that cannot be."""
    settings = Settings.read({"PARTNERGRAPH_STORE_PASSWORD": "hemligt", "PARTNERGRAPH_STORE_TOKEN": "sesame"})

    assert ("hemligt", "sesame") == (settings.store_password, settings.store_token)
    assert not any(secret in repr(settings) for secret in ("hemligt", "sesame"))
    with pytest.raises(WrongUsage) as caught:
        Settings.read({"PARTNERGRAPH_STORE_TOKEN": "sesame\r\nX-Injected: yes"})
    assert "sesame" not in str(caught.value)
