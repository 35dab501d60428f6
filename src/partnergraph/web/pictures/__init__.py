"""Pictures that the server draws: data in, geometry out, as values that templates write down as SVG.

Nothing here knows of a request, a language or a store, so a picture is the same for the same data.
"""
