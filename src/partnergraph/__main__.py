"""Run the command line as `python -m partnergraph`."""

from partnergraph.cli import main

main()
