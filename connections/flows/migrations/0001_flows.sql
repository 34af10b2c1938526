CREATE SCHEMA IF NOT EXISTS flows;

CREATE TABLE flows.flow (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  title text NOT NULL, description text, owner uuid NOT NULL, state text NOT NULL, reason text,
  version bigint NOT NULL, trigger_kind text NOT NULL, trigger_on text, hook text, watches text, accounts jsonb, secret text,
  CHECK (state IN ('enabled', 'disabled', 'stopped', 'deleted')),
  PRIMARY KEY (org, id)
);
CREATE INDEX flow_trigger ON flows.flow (org, trigger_kind, trigger_on) WHERE state = 'enabled';
CREATE INDEX flow_owner ON flows.flow (org, owner, id);
CREATE INDEX flow_watches ON flows.flow (org, watches) WHERE watches IS NOT NULL;
CREATE UNIQUE INDEX flow_hook ON flows.flow (hook) WHERE hook IS NOT NULL;
SELECT kernel.seal('flows.flow');

-- Immutable: a run pins its version.
CREATE TABLE flows.version (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  flow uuid NOT NULL, number bigint NOT NULL, definition jsonb NOT NULL, hash text NOT NULL, made_by uuid NOT NULL, owner uuid NOT NULL, note text,
  PRIMARY KEY (org, id), UNIQUE (org, flow, number)
);
SELECT kernel.seal('flows.version');

-- `due_at`: when somebody has to look at it. Of a run that is ready: now; of one that waits: its timer (null =
-- until it is woken); of one that runs: the end of its lease. So one index finds all work, and a dead node's too.
CREATE TABLE flows.run (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  flow uuid NOT NULL, version bigint NOT NULL, owner uuid NOT NULL, state text NOT NULL, cause text NOT NULL,
  input jsonb NOT NULL, output jsonb, error_class text, error_step text, error text,
  started_at timestamptz, ended_at timestamptz, origin uuid, parent uuid, lane text,
  parent_path text, keys_of uuid, due_at timestamptz, holder uuid, fence bigint NOT NULL DEFAULT 0, nudged boolean NOT NULL DEFAULT false,
  active_ms bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (org, id)
) WITH (fillfactor = 90);
CREATE INDEX run_due ON flows.run (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX run_flow ON flows.run (org, flow, id);
CREATE INDEX run_owner ON flows.run (org, owner, id);
CREATE INDEX run_lane ON flows.run (org, flow, lane, id) WHERE lane IS NOT NULL AND state IN ('queued', 'collecting', 'ready', 'running', 'waiting');
CREATE INDEX run_failed ON flows.run (org, id) WHERE state = 'failed';
CREATE INDEX run_origin ON flows.run (org, origin) WHERE origin IS NOT NULL;
SELECT kernel.seal('flows.run');

-- What came from outside and has its run: the same delivery again finds it here. Also the seen-set of polls.
CREATE TABLE flows.inbox (
  org uuid NOT NULL, flow uuid NOT NULL, key uuid NOT NULL, run uuid NOT NULL, at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org, flow, key)
);
SELECT kernel.seal('flows.inbox');

-- The journal: steps with an effect, and what a run waits for. Pure steps need no row: they are computed again.
CREATE TABLE flows.step (
  org uuid NOT NULL, run uuid NOT NULL, path text COLLATE "C" NOT NULL, kind text NOT NULL, state text NOT NULL, attempt int NOT NULL DEFAULT 1,
  input jsonb, output jsonb, error_class text, error text, at timestamptz NOT NULL DEFAULT clock_timestamp(), ended_at timestamptz,
  due_at timestamptz, event text, on_key text, value text,
  CHECK (state IN ('intent', 'done', 'failed', 'retry', 'open')),
  PRIMARY KEY (org, run, path)
);
CREATE INDEX step_waits ON flows.step (org, event, on_key, value) WHERE state = 'open' AND event IS NOT NULL;
SELECT kernel.seal('flows.step');

-- One row per key of a flow whose runs have an order; locked while a run of it begins or ends.
CREATE TABLE flows.lane (
  org uuid NOT NULL, flow uuid NOT NULL, key text COLLATE "C" NOT NULL, failures int NOT NULL DEFAULT 0, parked boolean NOT NULL DEFAULT false,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org, flow, key)
) WITH (fillfactor = 70);
SELECT kernel.seal('flows.lane');

-- When a schedule or a poll is next due, and how far the poll has come.
CREATE TABLE flows.tick (
  org uuid NOT NULL, flow uuid NOT NULL, next_at timestamptz NOT NULL, cursor jsonb, error text, failures int NOT NULL DEFAULT 0,
  PRIMARY KEY (org, flow)
);
CREATE INDEX tick_due ON flows.tick (next_at);
SELECT kernel.seal('flows.tick');

-- How far the log of events has been read; one row, in the operator's organisation.
CREATE TABLE flows.cursor (
  org uuid NOT NULL, id text NOT NULL, position jsonb NOT NULL, PRIMARY KEY (org, id)
);
SELECT kernel.seal('flows.cursor');

CREATE FUNCTION flows.claim_runs(node uuid, wanted int, lease_ms int)
RETURNS TABLE (org uuid, id uuid, flow uuid, version bigint, owner uuid, cause text, input jsonb, started_at timestamptz, lane text, parent uuid, parent_path text, keys_of uuid, fence bigint, first boolean, active_ms bigint)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE flows.run r SET state = 'running', holder = node, fence = r.fence + 1, nudged = false,
    due_at = clock_timestamp() + lease_ms * interval '1 ms', started_at = coalesce(r.started_at, clock_timestamp())
  FROM (
    SELECT c.org, c.id, c.fence = 0 AS first FROM flows.run c WHERE c.due_at <= clock_timestamp() ORDER BY c.due_at LIMIT wanted FOR UPDATE SKIP LOCKED
  ) d
  WHERE r.org = d.org AND r.id = d.id
  RETURNING r.org, r.id, r.flow, r.version, r.owner, r.cause, r.input, r.started_at, r.lane, r.parent, r.parent_path, r.keys_of, r.fence, d.first, r.active_ms
$$;

-- Longer leases for what this node still runs; what is not answered was taken away.
CREATE FUNCTION flows.beat(node uuid, orgs uuid[], ids uuid[], fences bigint[], lease_ms int) RETURNS SETOF uuid
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE flows.run r SET due_at = clock_timestamp() + lease_ms * interval '1 ms'
  FROM unnest(orgs, ids, fences) AS m(org, id, fence)
  WHERE r.org = m.org AND r.id = m.id AND r.fence = m.fence AND r.holder = node AND r.state = 'running'
  RETURNING r.id
$$;

CREATE FUNCTION flows.next_due() RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT least((SELECT min(due_at) FROM flows.run WHERE due_at IS NOT NULL), (SELECT min(next_at) FROM flows.tick WHERE next_at < 'infinity'))
$$;

CREATE FUNCTION flows.due_ticks(wanted int) RETURNS TABLE (org uuid, flow uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT t.org, t.flow FROM flows.tick t WHERE t.next_at <= clock_timestamp() ORDER BY t.next_at LIMIT wanted
$$;

-- Of these events, those that an enabled flow or a waiting run listens to.
CREATE FUNCTION flows.listening(orgs uuid[], events text[]) RETURNS TABLE (org uuid, event text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.org, a.event FROM unnest(orgs, events) AS a(org, event)
  WHERE EXISTS (SELECT 1 FROM flows.flow f WHERE f.org = a.org AND f.state = 'enabled' AND f.trigger_kind IN ('event', 'record', 'mention') AND f.trigger_on = a.event)
    OR EXISTS (SELECT 1 FROM flows.step s WHERE s.org = a.org AND s.state = 'open' AND s.event = a.event)
$$;

-- Entities whose changes start flows, of all organisations.
CREATE FUNCTION flows.watched() RETURNS TABLE (org uuid, entity text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT DISTINCT f.org, f.watches FROM flows.flow f WHERE f.state = 'enabled' AND f.watches IS NOT NULL
$$;

CREATE FUNCTION flows.hook(path text) RETURNS TABLE (org uuid, flow uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT f.org, f.id FROM flows.flow f WHERE f.hook = path AND f.state = 'enabled'
$$;

REVOKE ALL ON FUNCTION flows.claim_runs, flows.beat, flows.next_due, flows.due_ticks, flows.listening, flows.watched, flows.hook FROM PUBLIC;
GRANT EXECUTE ON FUNCTION flows.claim_runs, flows.beat, flows.next_due, flows.due_ticks, flows.listening, flows.watched, flows.hook TO tenon_app;

CREATE TABLE flows.question (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  title text NOT NULL, text text, run uuid NOT NULL, path text NOT NULL, kind text NOT NULL, people jsonb NOT NULL, need bigint NOT NULL, veto boolean NOT NULL,
  votes jsonb NOT NULL, status text NOT NULL, choice text,
  PRIMARY KEY (org, id), UNIQUE (org, run, path)
);
SELECT kernel.seal('flows.question');

CREATE TABLE flows.asked (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  question uuid NOT NULL, person uuid NOT NULL,
  PRIMARY KEY (org, id), UNIQUE (org, question, person)
);
CREATE INDEX asked_person ON flows.asked (org, person, question);
SELECT kernel.seal('flows.asked');
