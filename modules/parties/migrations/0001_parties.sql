CREATE SCHEMA IF NOT EXISTS parties;

CREATE TABLE parties.organisation (
  org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  name text NOT NULL, kind text NOT NULL, vendor_type text, slug text NOT NULL, status text NOT NULL, timezone text,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX organisation_slug ON parties.organisation (org, slug);
SELECT kernel.seal('parties.organisation');

CREATE TABLE parties.membership (
  org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  account uuid NOT NULL, organisation uuid NOT NULL, person uuid NOT NULL, last_used_at timestamptz,
  PRIMARY KEY (org, id)
);
-- One person belongs to one account; an account has at most one person in an organisation.
CREATE UNIQUE INDEX membership_person ON parties.membership (org, person);
CREATE UNIQUE INDEX membership_account ON parties.membership (org, account, organisation);
SELECT kernel.seal('parties.membership');

CREATE TABLE parties.contact (
  org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  name text NOT NULL, company text, email text, mobile text, note text, keeper uuid,
  PRIMARY KEY (org, id)
);
CREATE INDEX contact_keeper ON parties.contact (org, keeper);
SELECT kernel.seal('parties.contact');

CREATE TABLE parties.app (
  org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  name text NOT NULL, description text, status text NOT NULL,
  PRIMARY KEY (org, id)
);
SELECT kernel.seal('parties.app');

CREATE TABLE parties.device (
  org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  name text NOT NULL, model text, serial text, status text NOT NULL,
  PRIMARY KEY (org, id)
);
SELECT kernel.seal('parties.device');

CREATE TABLE parties.projection (
  org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  source_org uuid NOT NULL, entity text NOT NULL, record uuid NOT NULL, role text NOT NULL,
  visible jsonb NOT NULL, source_rev bigint NOT NULL,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX projection_source ON parties.projection (org, source_org, entity, record, role);
SELECT kernel.seal('parties.projection');

-- What every member may know of his organisation, though its row lies in the operator's.
CREATE FUNCTION parties.organisation_brief(wanted uuid)
RETURNS TABLE (id uuid, name text, kind text, slug text, status text, timezone text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT o.id, o.name, o.kind, o.slug, o.status, o.timezone FROM parties.organisation o
  WHERE o.org = '00000000-0000-7000-8000-000000000001' AND o.id = wanted
$$;

-- The persons an account has, for choosing among them from inside any of its organisations.
CREATE FUNCTION parties.memberships_of(wanted uuid, most int)
RETURNS TABLE (person uuid, organisation uuid, organisation_name text, organisation_kind text, organisation_status text, last_used_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT m.person, m.organisation, o.name, o.kind, o.status, m.last_used_at
  FROM parties.membership m JOIN parties.organisation o ON o.org = m.org AND o.id = m.organisation
  WHERE m.org = '00000000-0000-7000-8000-000000000001' AND m.account = wanted
  ORDER BY m.last_used_at DESC NULLS LAST, m.id LIMIT most
$$;

REVOKE ALL ON FUNCTION parties.organisation_brief, parties.memberships_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION parties.organisation_brief, parties.memberships_of TO tenon_app;
