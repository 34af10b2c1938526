CREATE SCHEMA IF NOT EXISTS remote;

-- One vendor's software, installed in one organisation. Secrets lie sealed beside the fields and are no fields.
CREATE TABLE remote.link (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  module text NOT NULL, title text NOT NULL, publisher text NOT NULL, partner_type text NOT NULL,
  url text NOT NULL, origin text NOT NULL, version bigint NOT NULL, hash text NOT NULL, manifest jsonb NOT NULL,
  grants jsonb NOT NULL, status text NOT NULL, health text NOT NULL, health_error text, checked_at timestamptz,
  app uuid NOT NULL, token uuid, installed_by uuid,
  secret text, other_secret text, other_until timestamptz, known_by text,
  CHECK (status IN ('connecting', 'active', 'removed')),
  CHECK (health IN ('unknown', 'ok', 'failing')),
  PRIMARY KEY (org, id)
);
-- One of a kind at a time; what was removed stays for the record.
CREATE UNIQUE INDEX link_module ON remote.link (org, module) WHERE status <> 'removed';
SELECT kernel.seal('remote.link');

-- What a vendor's record shows on its card, and who may see it; the record itself stays with the vendor.
CREATE TABLE remote.face (
  org uuid NOT NULL, link uuid NOT NULL, noun text NOT NULL, record uuid NOT NULL,
  at timestamptz NOT NULL, data jsonb NOT NULL, readers jsonb NOT NULL,
  PRIMARY KEY (org, link, noun, record),
  FOREIGN KEY (org, link) REFERENCES remote.link (org, id)
);
SELECT kernel.seal('remote.face');

-- What a vendor calls a person whose name it may not know.
CREATE TABLE remote.alias (
  org uuid NOT NULL, link uuid NOT NULL, id uuid NOT NULL, person uuid NOT NULL,
  PRIMARY KEY (org, link, id),
  UNIQUE (org, link, person),
  FOREIGN KEY (org, link) REFERENCES remote.link (org, id)
);
SELECT kernel.seal('remote.alias');
