-- A payload is written once and handed on as it is: kept as text that is JSON, it is not taken apart on
-- the way in and put together again on the way out.
ALTER TABLE kernel.event ALTER COLUMN payload TYPE json USING payload::json;

DROP FUNCTION kernel.events_between;
CREATE FUNCTION kernel.events_between(since pg_snapshot, upto pg_snapshot, after_xid xid8, after_id uuid, wanted int)
RETURNS TABLE (org uuid, id uuid, xid xid8, stream text, seq bigint, type text, actor text, at timestamptz, payload json)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT e.org, e.id, e.xid, e.stream, e.seq, e.type, e.actor, e.at, e.payload FROM kernel.event e
  WHERE e.xid >= pg_snapshot_xmin(since) AND NOT pg_visible_in_snapshot(e.xid, since) AND pg_visible_in_snapshot(e.xid, upto)
    AND (e.xid, e.id) > (after_xid, after_id)
  ORDER BY e.xid, e.id LIMIT wanted
$$;

DROP FUNCTION kernel.events_of_others;
CREATE FUNCTION kernel.events_of_others(since pg_snapshot, upto pg_snapshot, after_xid xid8, after_id uuid, ours text[], wanted int)
RETURNS TABLE (org uuid, id uuid, xid xid8, stream text, seq bigint, type text, actor text, at timestamptz, payload json)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT e.org, e.id, e.xid, e.stream, e.seq, e.type, e.actor, e.at, e.payload FROM kernel.event e
  WHERE e.xid >= pg_snapshot_xmin(since) AND NOT pg_visible_in_snapshot(e.xid, since) AND pg_visible_in_snapshot(e.xid, upto)
    AND (e.xid, e.id) > (after_xid, after_id) AND (e.stream IS NOT NULL OR e.type LIKE 'kernel.%') AND e.xid <> ALL (ours::xid8[])
  ORDER BY e.xid, e.id LIMIT wanted
$$;
REVOKE ALL ON FUNCTION kernel.events_between, kernel.events_of_others FROM PUBLIC;
GRANT EXECUTE ON FUNCTION kernel.events_between, kernel.events_of_others TO tenon_app;
