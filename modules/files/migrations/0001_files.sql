CREATE SCHEMA IF NOT EXISTS files;

CREATE TABLE files.file (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  name text NOT NULL, mime text NOT NULL, size bigint NOT NULL, sha256 text NOT NULL, uploader uuid NOT NULL,
  entity text, record uuid, width bigint, height bigint,
  CHECK ((entity IS NULL) = (record IS NULL)),
  PRIMARY KEY (org, id)
);
CREATE INDEX file_record ON files.file (org, record) WHERE record IS NOT NULL;
CREATE INDEX file_loose ON files.file (org, created_at) WHERE record IS NULL;
SELECT kernel.seal('files.file');

-- One row per content and organisation. `uses` counts the files that share it; the key is new each
-- time the content comes back, so that deleting the former one can never hit the present one.
CREATE TABLE files.blob (
  org uuid NOT NULL, sha256 text NOT NULL, key text NOT NULL, size bigint NOT NULL, uses bigint NOT NULL CHECK (uses >= 0),
  PRIMARY KEY (org, sha256)
);
CREATE UNIQUE INDEX blob_key ON files.blob (org, key);
SELECT kernel.seal('files.blob');

-- Bytes kept, each content once.
CREATE TABLE files.usage (org uuid NOT NULL, bytes bigint NOT NULL CHECK (bytes >= 0), PRIMARY KEY (org));
SELECT kernel.seal('files.usage');
