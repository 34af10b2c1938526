-- The kernel's own tables. Every row belongs to an organisation; row-level security is forced beneath
-- every query, so that a forgotten filter shows nothing rather than somebody else's data.
CREATE SCHEMA IF NOT EXISTS kernel;

-- An unset organisation raises an error here instead of matching nothing silently.
CREATE FUNCTION kernel.org() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT current_setting('tenon.org')::uuid $$;

-- Seals a table: the app sees the current organisation only; the owner (migrations, restore, and the
-- few SECURITY DEFINER functions below) sees all.
CREATE FUNCTION kernel.seal(target regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', target);
  EXECUTE format('CREATE POLICY org ON %s TO tenon_app USING (org = (SELECT current_setting(''tenon.org'')::uuid)) WITH CHECK (org = (SELECT current_setting(''tenon.org'')::uuid))', target);
  EXECUTE format('CREATE POLICY owner ON %s TO %I USING (true) WITH CHECK (true)', target, current_user);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO tenon_app', target);
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO tenon_app', (SELECT nspname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE c.oid = target));
END $$;

CREATE TABLE kernel.stream (
  org uuid NOT NULL, id text NOT NULL, seq bigint NOT NULL, epoch uuid NOT NULL DEFAULT gen_random_uuid(),
  PRIMARY KEY (org, id)
) WITH (fillfactor = 50);
SELECT kernel.seal('kernel.stream');

-- The outbox and the history in one: `xid` gives commit order to readers (see events.ts), `seq` order within a stream.
CREATE TABLE kernel.event (
  org uuid NOT NULL, id uuid NOT NULL, xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  stream text, seq bigint, type text NOT NULL, actor text NOT NULL, at timestamptz NOT NULL DEFAULT now(), payload jsonb NOT NULL,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX event_stream ON kernel.event (org, stream, seq) WHERE stream IS NOT NULL;
CREATE INDEX event_commit_order ON kernel.event (xid);
SELECT kernel.seal('kernel.event');

CREATE TABLE kernel.audit (
  org uuid NOT NULL, id uuid NOT NULL, at timestamptz NOT NULL DEFAULT now(),
  actor text NOT NULL, actor_kind text NOT NULL, on_behalf_of text, action text NOT NULL, subject text,
  outcome text NOT NULL, door text NOT NULL, session text, address text, input jsonb, changes jsonb,
  PRIMARY KEY (org, id)
);
CREATE INDEX audit_actor ON kernel.audit (org, actor, id);
CREATE INDEX audit_subject ON kernel.audit (org, subject, id) WHERE subject IS NOT NULL;
SELECT kernel.seal('kernel.audit');

CREATE TABLE kernel.once (
  org uuid NOT NULL, actor text NOT NULL, key text NOT NULL, action text NOT NULL, input_hash text NOT NULL,
  output jsonb NOT NULL, at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org, actor, key)
);
SELECT kernel.seal('kernel.once');

CREATE TABLE kernel.job (
  org uuid NOT NULL, id uuid NOT NULL, module text NOT NULL, action text NOT NULL, input jsonb NOT NULL,
  on_behalf_of text, lane text, key text, run_at timestamptz NOT NULL DEFAULT now(), at timestamptz NOT NULL DEFAULT now(),
  attempts int NOT NULL DEFAULT 0, lease uuid, lease_until timestamptz, state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'dead')),
  error text,
  PRIMARY KEY (org, id)
);
CREATE INDEX job_due ON kernel.job (run_at) WHERE state = 'waiting';
CREATE INDEX job_lane ON kernel.job (org, lane, id) WHERE state = 'waiting' AND lane IS NOT NULL;
CREATE UNIQUE INDEX job_key ON kernel.job (org, key) WHERE key IS NOT NULL AND state = 'waiting';
SELECT kernel.seal('kernel.job');

CREATE TABLE kernel.setting (
  org uuid NOT NULL, module text NOT NULL, value jsonb NOT NULL, rev bigint NOT NULL DEFAULT 1, PRIMARY KEY (org, module)
);
SELECT kernel.seal('kernel.setting');

-- Claims due jobs of every organisation. A lane runs in order: a job waits while an earlier one of its lane exists.
CREATE FUNCTION kernel.claim_jobs(wanted int, lease_ms int)
RETURNS TABLE (org uuid, id uuid, module text, action text, input jsonb, on_behalf_of text, attempts int, lease uuid)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE kernel.job j SET lease = gen_random_uuid(), lease_until = clock_timestamp() + lease_ms * interval '1 ms', attempts = j.attempts + 1
  FROM (
    SELECT c.org, c.id FROM kernel.job c
    WHERE c.state = 'waiting' AND c.run_at <= clock_timestamp() AND (c.lease_until IS NULL OR c.lease_until < clock_timestamp())
      AND (c.lane IS NULL OR NOT EXISTS (
        SELECT 1 FROM kernel.job e WHERE e.org = c.org AND e.lane = c.lane AND e.state = 'waiting' AND e.id < c.id))
    ORDER BY c.run_at LIMIT wanted FOR UPDATE SKIP LOCKED
  ) due
  WHERE j.org = due.org AND j.id = due.id
  RETURNING j.org, j.id, j.module, j.action, j.input, j.on_behalf_of, j.attempts, j.lease
$$;

-- How many jobs wait, are due, or are dead; for idle(), metrics and doctor.
CREATE FUNCTION kernel.job_counts() RETURNS TABLE (due bigint, waiting bigint, dead bigint)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT count(*) FILTER (WHERE state = 'waiting' AND run_at <= clock_timestamp()), count(*) FILTER (WHERE state = 'waiting'), count(*) FILTER (WHERE state = 'dead') FROM kernel.job
$$;

-- Events of all organisations that committed after one snapshot and not after another. Exact whatever
-- long writers do: an event is visible in `upto` and was not in `since`.
CREATE FUNCTION kernel.events_between(since pg_snapshot, upto pg_snapshot, after_xid xid8, after_id uuid, wanted int)
RETURNS TABLE (org uuid, id uuid, xid xid8, stream text, seq bigint, type text, actor text, at timestamptz, payload jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT e.org, e.id, e.xid, e.stream, e.seq, e.type, e.actor, e.at, e.payload FROM kernel.event e
  WHERE e.xid >= pg_snapshot_xmin(since) AND NOT pg_visible_in_snapshot(e.xid, since) AND pg_visible_in_snapshot(e.xid, upto)
    AND (e.xid, e.id) > (after_xid, after_id)
  ORDER BY e.xid, e.id LIMIT wanted
$$;

-- Idempotency keys are remembered for a week: longer than any client retries.
CREATE FUNCTION kernel.sweep() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  DELETE FROM kernel.once WHERE at < clock_timestamp() - interval '7 days'
$$;

REVOKE ALL ON FUNCTION kernel.claim_jobs, kernel.job_counts, kernel.events_between, kernel.sweep FROM PUBLIC;
GRANT EXECUTE ON FUNCTION kernel.claim_jobs, kernel.job_counts, kernel.events_between, kernel.sweep, kernel.org TO tenon_app;
