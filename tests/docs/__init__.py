"""The tutorial and the how-tos, executed: every console block is run, and what it shows is compared."""
