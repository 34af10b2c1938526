-- `parked`: what a waiting run waits for that somebody else has to mend: a linked account, or an owner who has
-- left. `depth`: how many runs brought one another about before it.
ALTER TABLE flows.run ADD COLUMN parked uuid, ADD COLUMN depth int NOT NULL DEFAULT 0;
CREATE INDEX run_parked ON flows.run (org, parked) WHERE parked IS NOT NULL;
-- Whose turn it is when more is due than can be taken.
CREATE INDEX run_due_of ON flows.run (org, due_at) WHERE due_at IS NOT NULL;

-- Transactions in which a run did something: what they tell in the log was caused by it.
CREATE TABLE flows.caused (
  org uuid NOT NULL, xid xid8 NOT NULL DEFAULT pg_current_xact_id(), depth int NOT NULL, at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org, xid)
);
SELECT kernel.seal('flows.caused');

-- As before, while all that is due is taken. When there is more, each organisation gets the same share, and none
-- more than it is allowed beside what it has under way: a hundred thousand runs of one hold up nobody else's.
DROP FUNCTION flows.claim_runs;
CREATE FUNCTION flows.claim_runs(node uuid, wanted int, lease_ms int, busy uuid[], allowed int[])
RETURNS TABLE (org uuid, id uuid, flow uuid, version bigint, owner uuid, cause text, input jsonb, started_at timestamptz, lane text, parent uuid, parent_path text, keys_of uuid, fence bigint, first boolean, active_ms bigint, depth int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE due int;
BEGIN
  SELECT count(*) INTO due FROM (SELECT 1 FROM flows.run WHERE due_at <= clock_timestamp() ORDER BY due_at LIMIT wanted + 1) seen;
  IF due = 0 THEN RETURN; END IF;
  IF due <= wanted THEN
    RETURN QUERY
    UPDATE flows.run r SET state = 'running', holder = node, fence = r.fence + 1, nudged = false,
      due_at = clock_timestamp() + lease_ms * interval '1 ms', started_at = coalesce(r.started_at, clock_timestamp())
    FROM (
      SELECT c.org, c.id, c.fence = 0 AS first FROM flows.run c
      WHERE c.due_at <= clock_timestamp() AND NOT EXISTS (SELECT FROM unnest(busy, allowed) AS b(org, allowed) WHERE b.org = c.org AND b.allowed <= 0)
      ORDER BY c.due_at LIMIT wanted FOR UPDATE SKIP LOCKED
    ) d
    WHERE r.org = d.org AND r.id = d.id
    RETURNING r.org, r.id, r.flow, r.version, r.owner, r.cause, r.input, r.started_at, r.lane, r.parent, r.parent_path, r.keys_of, r.fence, d.first, r.active_ms, r.depth;
    RETURN;
  END IF;
  RETURN QUERY
  WITH RECURSIVE every(org) AS (
    (SELECT c.org FROM flows.run c WHERE c.due_at IS NOT NULL ORDER BY c.org LIMIT 1)
    UNION ALL
    SELECT (SELECT c.org FROM flows.run c WHERE c.due_at IS NOT NULL AND c.org > e.org ORDER BY c.org LIMIT 1) FROM every e WHERE e.org IS NOT NULL
  ), due_of AS (
    SELECT e.org, f.due_at, coalesce(b.allowed, wanted) AS allowed FROM every e
    CROSS JOIN LATERAL (SELECT c.due_at FROM flows.run c WHERE c.org = e.org AND c.due_at IS NOT NULL ORDER BY c.due_at LIMIT 1) f
    LEFT JOIN unnest(busy, allowed) AS b(org, allowed) ON b.org = e.org
    WHERE f.due_at <= clock_timestamp() AND coalesce(b.allowed, wanted) > 0
  ), share AS (
    SELECT o.org, least(o.allowed::bigint, greatest(wanted / count(*) OVER (), 1)) AS most FROM due_of o ORDER BY o.allowed DESC, o.due_at LIMIT wanted
  ), d AS MATERIALIZED (
    SELECT s.org, t.id, t.fence = 0 AS first FROM share s
    CROSS JOIN LATERAL (
      SELECT c.id, c.fence FROM flows.run c WHERE c.org = s.org AND c.due_at <= clock_timestamp() ORDER BY c.due_at LIMIT s.most FOR UPDATE SKIP LOCKED
    ) t
  )
  UPDATE flows.run r SET state = 'running', holder = node, fence = r.fence + 1, nudged = false,
    due_at = clock_timestamp() + lease_ms * interval '1 ms', started_at = coalesce(r.started_at, clock_timestamp())
  FROM d WHERE r.org = d.org AND r.id = d.id
  RETURNING r.org, r.id, r.flow, r.version, r.owner, r.cause, r.input, r.started_at, r.lane, r.parent, r.parent_path, r.keys_of, r.fence, d.first, r.active_ms, r.depth;
END
$$;

-- What nobody needs any more, in pieces: ended runs with their journal after the days that the organisation keeps
-- them (what people decided stays), keys by which a delivery is known again, turns of rates, values kept past their time, lanes without runs.
-- An organisation's settings lie with the kernel's; `at_least` bounds what somebody wrote there.
CREATE FUNCTION flows.sweep(piece int, done_days int, failed_days int, at_least int) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE gone int := 0; n int; o record;
BEGIN
  FOR o IN
    WITH RECURSIVE every(org) AS (
      (SELECT r.org FROM flows.run r ORDER BY r.org LIMIT 1)
      UNION ALL
      SELECT (SELECT r.org FROM flows.run r WHERE r.org > e.org ORDER BY r.org LIMIT 1) FROM every e WHERE e.org IS NOT NULL
    )
    SELECT e.org, greatest(coalesce((s.value ->> 'keep_done_days')::int, done_days), at_least) AS done, greatest(coalesce((s.value ->> 'keep_failed_days')::int, failed_days), at_least) AS failed
    FROM every e LEFT JOIN kernel.setting s ON s.org = e.org AND s.module = 'flows' WHERE e.org IS NOT NULL
  LOOP
    CONTINUE WHEN gone >= piece;
    WITH old AS (
      SELECT r.id FROM flows.run r
      WHERE r.org = o.org AND r.state IN ('done', 'failed', 'cancelled') AND r.ended_at IS NOT NULL
        AND r.ended_at < clock_timestamp() - make_interval(days => CASE WHEN r.state = 'failed' THEN o.failed ELSE o.done END)
      ORDER BY r.ended_at LIMIT piece - gone FOR UPDATE SKIP LOCKED
    ), steps AS (
      DELETE FROM flows.step s USING old WHERE s.org = o.org AND s.run = old.id
    ), runs AS (
      DELETE FROM flows.run r USING old WHERE r.org = o.org AND r.id = old.id RETURNING 1
    ) SELECT count(*) INTO n FROM runs;
    gone := gone + n;
  END LOOP;
  -- A turn lies at most a day ahead, and the longest stretch that a rate counts is a day.
  DELETE FROM flows.pace WHERE ctid = ANY (ARRAY(SELECT p.ctid FROM flows.pace p WHERE p.at < clock_timestamp() - interval '3 days' LIMIT piece FOR UPDATE SKIP LOCKED));
  GET DIAGNOSTICS n = ROW_COUNT; gone := gone + n;
  DELETE FROM flows.kept WHERE ctid = ANY (ARRAY(SELECT k.ctid FROM flows.kept k WHERE k.expires_at < clock_timestamp() LIMIT piece FOR UPDATE SKIP LOCKED));
  GET DIAGNOSTICS n = ROW_COUNT; gone := gone + n;
  DELETE FROM flows.caused WHERE ctid = ANY (ARRAY(SELECT c.ctid FROM flows.caused c WHERE c.at < clock_timestamp() - interval '7 days' LIMIT piece));
  GET DIAGNOSTICS n = ROW_COUNT; gone := gone + n;
  -- A key outlives its run: until then the same delivery is known, and a poll touches what it still sees.
  DELETE FROM flows.inbox WHERE ctid = ANY (ARRAY(
    SELECT i.ctid FROM flows.inbox i WHERE i.at < clock_timestamp() - make_interval(days => greatest(done_days, at_least)) AND NOT EXISTS (SELECT FROM flows.run r WHERE r.org = i.org AND r.id = i.run) LIMIT piece));
  GET DIAGNOSTICS n = ROW_COUNT; gone := gone + n;
  DELETE FROM flows.lane WHERE ctid = ANY (ARRAY(
    SELECT l.ctid FROM flows.lane l WHERE NOT l.parked AND l.at < clock_timestamp() - interval '1 day'
      AND NOT EXISTS (SELECT FROM flows.run r WHERE r.org = l.org AND r.flow = l.flow AND r.lane = l.key AND r.state IN ('queued', 'collecting', 'ready', 'running', 'waiting'))
    LIMIT piece FOR UPDATE SKIP LOCKED));
  GET DIAGNOSTICS n = ROW_COUNT; gone := gone + n;
  RETURN gone;
END
$$;
CREATE INDEX run_ended ON flows.run (org, ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX inbox_age ON flows.inbox (at);
CREATE INDEX lane_age ON flows.lane (at) WHERE NOT parked;

REVOKE ALL ON FUNCTION flows.claim_runs, flows.sweep FROM PUBLIC;
GRANT EXECUTE ON FUNCTION flows.claim_runs, flows.sweep TO tenon_app;
