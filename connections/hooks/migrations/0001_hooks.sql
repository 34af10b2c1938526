CREATE SCHEMA IF NOT EXISTS hooks;

CREATE TABLE hooks.endpoint (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  name text NOT NULL, url text NOT NULL, events jsonb NOT NULL, owner uuid NOT NULL, state text NOT NULL,
  failing_since timestamptz, last_status bigint, last_error text, delivered_at timestamptz,
  -- Sealed; the older one still signs for a day after a rotation.
  secret text NOT NULL, secret_before text, secret_before_until timestamptz,
  CHECK (state IN ('active', 'failing', 'off')),
  PRIMARY KEY (org, id)
);
SELECT kernel.seal('hooks.endpoint');

CREATE TABLE hooks.delivery (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  endpoint uuid NOT NULL, event uuid NOT NULL, type text NOT NULL, state text NOT NULL, attempts bigint NOT NULL,
  due_at timestamptz, status bigint, error text, took_ms bigint,
  CHECK ((state = 'waiting') = (due_at IS NOT NULL)),
  PRIMARY KEY (org, id),
  UNIQUE (org, endpoint, event),
  FOREIGN KEY (org, endpoint) REFERENCES hooks.endpoint (org, id) ON DELETE CASCADE
);
CREATE INDEX delivery_due ON hooks.delivery (org, endpoint, due_at) WHERE due_at IS NOT NULL;
SELECT kernel.seal('hooks.delivery');

-- The operator's: how far the log has been read.
CREATE TABLE hooks.cursor (org uuid NOT NULL, id text NOT NULL, position jsonb NOT NULL, PRIMARY KEY (org, id));
SELECT kernel.seal('hooks.cursor');

-- Who listens, in all organisations; the reader of the log asks before it reads a batch for anybody.
CREATE FUNCTION hooks.listening(orgs uuid[]) RETURNS TABLE (org uuid, id uuid, owner uuid, events jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT e.org, e.id, e.owner, e.events FROM hooks.endpoint e WHERE e.org = ANY (orgs) AND e.state <> 'off'
$$;
REVOKE ALL ON FUNCTION hooks.listening FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hooks.listening TO tenon_app;
