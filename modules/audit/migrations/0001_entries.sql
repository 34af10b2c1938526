CREATE SCHEMA IF NOT EXISTS audit;
GRANT USAGE ON SCHEMA audit TO tenon_app;

-- The kernel's journal as an entity. With security_invoker the caller's row-level security holds, so a
-- reader sees the entries of the current organisation only.
CREATE VIEW audit.entry WITH (security_invoker = true) AS
SELECT org, id, at AS created_at, at AS updated_at, 1::bigint AS rev,
  at, actor, actor_kind, on_behalf_of, action, subject, outcome, door, session, address, input, changes
FROM kernel.audit;
GRANT SELECT ON audit.entry TO tenon_app;

-- Ids begin with their time, so the primary key serves a range of time too.
CREATE FUNCTION audit.first_id(at timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-0000-0000-000000000000')::uuid
  FROM lpad(to_hex(greatest(extract(epoch FROM at) * 1000, 0)::bigint), 12, '0') AS h
$$;
GRANT EXECUTE ON FUNCTION audit.first_id TO tenon_app;

-- Deletes entries that every organisation's own retention has outlived, at most `wanted` of each, and
-- answers how many went. Never younger than the floor, whatever a setting says.
CREATE FUNCTION audit.sweep(wanted int, default_days int, floor_days int) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH RECURSIVE o AS (
    (SELECT org FROM kernel.audit ORDER BY org LIMIT 1)
    UNION ALL
    SELECT (SELECT a.org FROM kernel.audit a WHERE a.org > o.org ORDER BY a.org LIMIT 1) FROM o WHERE o.org IS NOT NULL
  ), old AS (
    SELECT o.org, e.id FROM o LEFT JOIN kernel.setting s ON s.org = o.org AND s.module = 'audit',
    LATERAL (SELECT a.id FROM kernel.audit a WHERE a.org = o.org AND a.id < audit.first_id(clock_timestamp()
      - make_interval(days => greatest(coalesce((s.value ->> 'keep_days')::int, default_days), floor_days)))
      ORDER BY a.id LIMIT wanted) e
    WHERE o.org IS NOT NULL
  ), gone AS (
    DELETE FROM kernel.audit a USING old WHERE a.org = old.org AND a.id = old.id RETURNING 1
  )
  SELECT count(*) FROM gone
$$;
REVOKE ALL ON FUNCTION audit.sweep FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit.sweep TO tenon_app;
