CREATE TABLE directory.import (
  org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  file_name text, status text NOT NULL, headings jsonb NOT NULL, mapping jsonb NOT NULL, rows bigint NOT NULL,
  applied bigint NOT NULL, created bigint NOT NULL, updated bigint NOT NULL, unchanged bigint NOT NULL, errors bigint NOT NULL,
  started_by text, problem text,
  PRIMARY KEY (org, id)
);
CREATE INDEX import_recent ON directory.import (org, created_at);
SELECT kernel.seal('directory.import');

-- Staging: the cells as they came, what they mean, and, once applied, what undoes them.
CREATE TABLE directory.import_row (
  org uuid NOT NULL, import uuid NOT NULL, line bigint NOT NULL, cells jsonb NOT NULL,
  value jsonb, problems jsonb, plan text NOT NULL DEFAULT 'error' CHECK (plan IN ('create', 'update', 'unchanged', 'error')),
  person uuid, changes jsonb, before jsonb, rev_after bigint, state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'applied', 'done', 'undone', 'kept')),
  PRIMARY KEY (org, import, line)
);
CREATE INDEX import_row_state ON directory.import_row (org, import, state, line);
SELECT kernel.seal('directory.import_row');

-- Departments that an import made, so that cancelling takes them away again.
CREATE TABLE directory.import_department (
  org uuid NOT NULL, import uuid NOT NULL, department uuid NOT NULL, depth int NOT NULL,
  PRIMARY KEY (org, import, department)
);
SELECT kernel.seal('directory.import_department');
