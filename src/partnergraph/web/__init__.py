"""The web: a release as SPARQL, as linked data and as plain pages, over HTTP.

`create_app` makes the application, `serve` puts it on an address.
"""

from .app import create_app
from .server import serve

__all__ = ["create_app", "serve"]
