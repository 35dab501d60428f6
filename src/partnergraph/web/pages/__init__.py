"""Pages for people: each module takes what the release knows and shows it, with a link to the query behind it."""
