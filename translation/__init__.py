"""What keeps the catalogues of our words: reading the messages out of the sources, and compiling the translations."""
