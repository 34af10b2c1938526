CREATE SCHEMA IF NOT EXISTS documents;

CREATE TABLE documents.document (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  title text NOT NULL, icon text, kind text NOT NULL, space text NOT NULL, conversation uuid, parent uuid, owner uuid NOT NULL,
  reach text NOT NULL, edited_at timestamptz NOT NULL, edited_by uuid, deleted_at timestamptz,
  CHECK ((space = 'group') = (conversation IS NOT NULL)),
  PRIMARY KEY (org, id),
  FOREIGN KEY (org, parent) REFERENCES documents.document (org, id)
);
CREATE INDEX document_parent ON documents.document (org, parent);
CREATE INDEX document_owner ON documents.document (org, owner, edited_at DESC);
CREATE INDEX document_conversation ON documents.document (org, conversation) WHERE conversation IS NOT NULL;
CREATE INDEX document_edited ON documents.document (org, edited_at DESC);
SELECT kernel.seal('documents.document');

-- Who may do what beside the owner. What is granted on a folder is written down for everything below
-- it too, with the folder as its source, so that a right is one comparison and never a walk.
CREATE TABLE documents.grant (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  document uuid NOT NULL, person uuid, department uuid, team uuid, role text NOT NULL, source uuid NOT NULL,
  CHECK (num_nonnulls(person, department, team) = 1),
  PRIMARY KEY (org, id),
  FOREIGN KEY (org, document) REFERENCES documents.document (org, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX grant_once ON documents.grant (org, document, source, coalesce(person, department, team));
CREATE INDEX grant_person ON documents.grant (org, person, document) WHERE person IS NOT NULL;
CREATE INDEX grant_source ON documents.grant (org, source);
SELECT kernel.seal('documents.grant');

-- What is written in a document: a merged state up to `merged`, and the log of updates after it.
CREATE TABLE documents.body (
  org uuid NOT NULL, document uuid NOT NULL,
  seq bigint NOT NULL DEFAULT 0, merged bigint NOT NULL DEFAULT 0, state bytea, tail_bytes bigint NOT NULL DEFAULT 0,
  mentioned uuid[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (org, document),
  FOREIGN KEY (org, document) REFERENCES documents.document (org, id) ON DELETE CASCADE
);
SELECT kernel.seal('documents.body');

CREATE TABLE documents.change (
  org uuid NOT NULL, document uuid NOT NULL, seq bigint NOT NULL,
  bytes bytea NOT NULL, actor text NOT NULL, at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org, document, seq)
);
SELECT kernel.seal('documents.change');

CREATE TABLE documents.version (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  document uuid NOT NULL, name text, kind text NOT NULL, author uuid, seq bigint NOT NULL, state bytea NOT NULL,
  PRIMARY KEY (org, id),
  FOREIGN KEY (org, document) REFERENCES documents.document (org, id) ON DELETE CASCADE
);
CREATE INDEX version_document ON documents.version (org, document, id DESC);
SELECT kernel.seal('documents.version');

CREATE TABLE documents.comment (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  document uuid NOT NULL, parent uuid, author uuid NOT NULL, text text NOT NULL, mentions jsonb, quote text, anchor jsonb,
  resolved_at timestamptz, resolved_by uuid,
  PRIMARY KEY (org, id),
  FOREIGN KEY (org, document) REFERENCES documents.document (org, id) ON DELETE CASCADE
);
CREATE INDEX comment_document ON documents.comment (org, document, id);
SELECT kernel.seal('documents.comment');

CREATE TABLE documents.word (
  org uuid NOT NULL, document uuid NOT NULL, text text NOT NULL, words tsvector NOT NULL,
  PRIMARY KEY (org, document),
  FOREIGN KEY (org, document) REFERENCES documents.document (org, id) ON DELETE CASCADE
);
CREATE INDEX word_words ON documents.word USING gin (words);
SELECT kernel.seal('documents.word');

-- Which documents of this organisation say something. One function, because under row-level security
-- a match on words is no index condition where the operator may not be marked LEAKPROOF; what of it
-- the asker may read is decided by the document's own rules.
CREATE FUNCTION documents.find(in_org uuid, query tsquery, wanted int)
RETURNS TABLE (document uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT w.document FROM documents.word w
  WHERE w.org = in_org AND in_org = current_setting('tenon.org')::uuid AND w.words @@ query
  ORDER BY ts_rank(w.words, query) DESC, w.document DESC LIMIT wanted
$$;
REVOKE ALL ON FUNCTION documents.find FROM PUBLIC;
GRANT EXECUTE ON FUNCTION documents.find TO tenon_app;
