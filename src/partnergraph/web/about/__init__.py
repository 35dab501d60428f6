"""Pages about one resource each: its facts grouped for people, the lines they were read from, and where it leads."""
