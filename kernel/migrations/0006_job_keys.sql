-- A job that runs gives up its key and remembers it as `held`, so that whoever asks for another one never
-- waits for the job that runs. It comes back to the queue under its key when it failed (jobs.ts).
ALTER TABLE kernel.job ADD COLUMN held text;
CREATE INDEX job_held ON kernel.job (org, held) WHERE held IS NOT NULL;

-- As before: a lane runs in order. And a key runs one at a time: its next job waits for the one that holds it,
-- also while that one is abandoned and waits to be claimed anew.
CREATE OR REPLACE FUNCTION kernel.claim_jobs(wanted int, lease_ms int)
RETURNS TABLE (org uuid, id uuid, module text, action text, input jsonb, on_behalf_of text, attempts int, lease uuid)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE kernel.job j SET lease = gen_random_uuid(), lease_until = clock_timestamp() + lease_ms * interval '1 ms', attempts = j.attempts + 1,
    held = coalesce(j.key, j.held), key = NULL
  FROM (
    SELECT c.org, c.id FROM kernel.job c
    WHERE c.state = 'waiting' AND c.run_at <= clock_timestamp() AND (c.lease_until IS NULL OR c.lease_until < clock_timestamp())
      AND (c.lane IS NULL OR NOT EXISTS (
        SELECT 1 FROM kernel.job e WHERE e.org = c.org AND e.lane = c.lane AND e.state = 'waiting' AND e.id < c.id))
      AND (c.key IS NULL OR NOT EXISTS (
        SELECT 1 FROM kernel.job r WHERE r.org = c.org AND r.held = c.key AND r.state = 'waiting'))
    ORDER BY c.run_at LIMIT wanted FOR UPDATE SKIP LOCKED
  ) due
  WHERE j.org = due.org AND j.id = due.id
  RETURNING j.org, j.id, j.module, j.action, j.input, j.on_behalf_of, j.attempts, j.lease
$$;
