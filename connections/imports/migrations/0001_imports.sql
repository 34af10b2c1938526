CREATE SCHEMA IF NOT EXISTS imports;

-- Somebody else's interface as it was chosen; the module api_<…> is made from its plan.
CREATE TABLE imports.source (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  module text NOT NULL, kind text NOT NULL, title text NOT NULL, server text NOT NULL, account uuid,
  open text NOT NULL, hash text, url text, actions bigint NOT NULL, version bigint NOT NULL, plan jsonb NOT NULL,
  CHECK (kind IN ('openapi', 'sql', 'http')),
  CHECK (open IN ('nobody', 'read', 'all')),
  PRIMARY KEY (org, id),
  UNIQUE (org, module)
);
SELECT kernel.seal('imports.source');

-- Documents as they came, packed with gzip: to choose further operations from, and to compare with a newer one.
CREATE TABLE imports.document (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  title text NOT NULL, hash text NOT NULL, url text, operations bigint NOT NULL, packed bytea,
  PRIMARY KEY (org, id),
  UNIQUE (org, hash)
);
SELECT kernel.seal('imports.document');
