CREATE SCHEMA IF NOT EXISTS standards;

CREATE TABLE standards.binding (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  interface text NOT NULL, module text NOT NULL,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX binding_interface ON standards.binding (org, interface);
SELECT kernel.seal('standards.binding');

CREATE TABLE standards.badge (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  interface text NOT NULL, module text NOT NULL, module_version bigint NOT NULL,
  passed boolean NOT NULL, wrote boolean NOT NULL, tested_at timestamptz NOT NULL, findings jsonb NOT NULL,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX badge_subject ON standards.badge (org, interface, module);
SELECT kernel.seal('standards.badge');
