CREATE SCHEMA IF NOT EXISTS apps;

CREATE TABLE apps.app (
  org uuid NOT NULL,
  id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  rev bigint NOT NULL DEFAULT 1,
  title text NOT NULL,
  title_zh text NOT NULL,
  icon text NOT NULL,
  module text NOT NULL,
  status text NOT NULL,
  version bigint NOT NULL,
  source text NOT NULL,
  publisher text NOT NULL,
  ids jsonb NOT NULL,
  listing uuid,
  listing_version bigint,
  maker uuid,
  PRIMARY KEY (org, id)
);
-- A removed app keeps its name: ids are never reused.
CREATE UNIQUE INDEX app_module ON apps.app (org, module);
SELECT kernel.seal('apps.app');

CREATE TABLE apps.version (
  org uuid NOT NULL,
  id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  rev bigint NOT NULL DEFAULT 1,
  app uuid NOT NULL,
  number bigint NOT NULL,
  hash text NOT NULL,
  manifest jsonb NOT NULL,
  note text,
  made_by uuid,
  PRIMARY KEY (org, id),
  UNIQUE (org, app, number)
);
SELECT kernel.seal('apps.version');

CREATE TABLE apps.draft (
  org uuid NOT NULL,
  id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  rev bigint NOT NULL DEFAULT 1,
  file_name text NOT NULL,
  manifest jsonb NOT NULL,
  sources jsonb NOT NULL,
  rows bigint NOT NULL,
  started_by uuid NOT NULL,
  PRIMARY KEY (org, id)
);
SELECT kernel.seal('apps.draft');

CREATE TABLE apps.draft_row (
  org uuid NOT NULL,
  draft uuid NOT NULL,
  entity text NOT NULL,
  line bigint NOT NULL,
  cells jsonb NOT NULL,
  PRIMARY KEY (org, draft, entity, line)
);
SELECT kernel.seal('apps.draft_row');

CREATE TABLE apps.import (
  org uuid NOT NULL,
  id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  rev bigint NOT NULL DEFAULT 1,
  app uuid NOT NULL,
  entity text NOT NULL,
  file_name text,
  status text NOT NULL,
  headings jsonb NOT NULL,
  mapping jsonb NOT NULL,
  rows bigint NOT NULL,
  applied bigint NOT NULL,
  errors bigint NOT NULL,
  problem text,
  started_by uuid NOT NULL,
  PRIMARY KEY (org, id)
);
CREATE INDEX import_app ON apps.import (org, app, id);
SELECT kernel.seal('apps.import');

CREATE TABLE apps.import_row (
  org uuid NOT NULL,
  import uuid NOT NULL,
  line bigint NOT NULL,
  cells jsonb NOT NULL,
  problems jsonb NOT NULL DEFAULT '[]',
  -- waiting, wrong, done; `step` orders rows that point at rows of their own list.
  state text NOT NULL DEFAULT 'waiting',
  step bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (org, import, line)
);
CREATE INDEX import_row_next ON apps.import_row (org, import, state, step, line);
SELECT kernel.seal('apps.import_row');

CREATE TABLE apps.share (
  org uuid NOT NULL,
  id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  rev bigint NOT NULL DEFAULT 1,
  app uuid NOT NULL,
  entity text NOT NULL,
  title text NOT NULL,
  intro text,
  fields jsonb NOT NULL,
  secret_hash text NOT NULL,
  secret text NOT NULL,
  expires_at timestamptz,
  revoked_at timestamptz,
  answers bigint NOT NULL,
  answers_max bigint,
  made_by uuid NOT NULL,
  -- Answers within the present hour: a form that is flooded stops for the rest of it.
  hour timestamptz,
  hour_answers bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX share_secret ON apps.share (org, secret_hash);
CREATE INDEX share_app ON apps.share (org, app, id);
SELECT kernel.seal('apps.share');

-- What somebody outside may know of a shared form: the form itself, for who has its link.
CREATE FUNCTION apps.form_of(organisation uuid, shown text) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN (
    SELECT jsonb_build_object('share', s.id, 'title', s.title, 'intro', s.intro, 'fields', s.fields, 'entity', s.entity,
      'expires_at', s.expires_at, 'revoked_at', s.revoked_at, 'answers', s.answers, 'answers_max', s.answers_max,
      'module', a.module, 'manifest', v.manifest, 'organisation', o.name)
    FROM apps.share s
    JOIN apps.app a ON a.org = s.org AND a.id = s.app AND a.status = 'active'
    JOIN apps.version v ON v.org = s.org AND v.app = a.id AND v.number = a.version
    JOIN parties.organisation o ON o.org = '00000000-0000-7000-8000-000000000001' AND o.id = s.org AND o.status = 'active'
    WHERE s.org = organisation AND s.secret_hash = shown
  );
END $$;
REVOKE ALL ON FUNCTION apps.form_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION apps.form_of TO tenon_app;
