CREATE SCHEMA IF NOT EXISTS scenarios;

CREATE TABLE scenarios.recipe (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  recipe text NOT NULL, version bigint NOT NULL, definition text NOT NULL, brought_by uuid NOT NULL,
  PRIMARY KEY (org, id),
  UNIQUE (org, recipe)
);
SELECT kernel.seal('scenarios.recipe');

CREATE TABLE scenarios.installation (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  recipe text NOT NULL, version bigint NOT NULL, state text NOT NULL, owner uuid NOT NULL, language text NOT NULL,
  needs jsonb NOT NULL, accounts jsonb NOT NULL, settings jsonb NOT NULL, flows jsonb NOT NULL, definition text NOT NULL,
  CHECK (state IN ('running', 'paused', 'removed')),
  PRIMARY KEY (org, id)
);
CREATE INDEX installation_state ON scenarios.installation (org, state);
SELECT kernel.seal('scenarios.installation');
