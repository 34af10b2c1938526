CREATE TABLE directory.view (
  org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  page text NOT NULL, name text NOT NULL, owner uuid NOT NULL, shared boolean NOT NULL, setting jsonb NOT NULL,
  PRIMARY KEY (org, id)
);
CREATE INDEX view_page ON directory.view (org, page, owner);
SELECT kernel.seal('directory.view');
