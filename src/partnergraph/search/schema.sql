-- The search index of a release.  Rows stand in the order of their weight: what comes first is what most points at.

CREATE TABLE resource (
    id INTEGER PRIMARY KEY,
    iri TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    country TEXT NOT NULL, -- the IRI of its country, or empty
    place TEXT NOT NULL    -- the IRI of the territory a body governs, or empty
);

CREATE TABLE name (
    id INTEGER PRIMARY KEY,
    resource INTEGER NOT NULL REFERENCES resource (id),
    role TEXT NOT NULL,     -- label, name, hidden, code, iri or text
    property TEXT NOT NULL, -- the IRI of the property that states it, or empty for the resource's own IRI
    language TEXT NOT NULL,
    text TEXT NOT NULL,     -- as it stands in the graph
    exact TEXT NOT NULL,    -- the same without differences of case, spaces and composition; empty for IRIs and texts
    loose TEXT NOT NULL     -- the same in plain letters, as names.loose writes it; empty for texts
);

CREATE INDEX name_by_exact ON name (exact) WHERE exact <> '';
CREATE INDEX name_by_loose ON name (loose) WHERE loose <> '';
CREATE INDEX name_by_resource ON name (resource);

-- One row for each name that people type; its rowid is that of the name.
CREATE VIRTUAL TABLE word USING fts5 (kind, loose, content = '', detail = 'column', tokenize = 'ascii', prefix = '1 2 3');

-- One row for each resource, with everything that is written about it; its rowid is that of the resource.
CREATE VIRTUAL TABLE document USING fts5 (kind, names, texts, content = '', detail = 'column', tokenize = 'ascii', prefix = '2 3');

-- The groups of three letters in the names of places and concepts, for names that are misspelt.
CREATE VIRTUAL TABLE gram USING fts5 (grams, content = '', detail = 'none', tokenize = "ascii tokenchars '_'");
