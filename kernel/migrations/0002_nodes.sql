-- Who serves from this database. A node beats about once a second; `knows` says whom it follows by now.
CREATE TABLE kernel.node (
  org uuid NOT NULL, id uuid NOT NULL, run uuid NOT NULL, name text NOT NULL, mark text NOT NULL,
  knows uuid[] NOT NULL, started_at timestamptz NOT NULL DEFAULT clock_timestamp(), seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (org, id)
) WITH (fillfactor = 50);
SELECT kernel.seal('kernel.node');

-- As events_between, for a node: what concerns no stream and no node is left out, and so is what it
-- committed itself and told its own sockets already.
CREATE FUNCTION kernel.events_of_others(since pg_snapshot, upto pg_snapshot, after_xid xid8, after_id uuid, ours text[], wanted int)
RETURNS TABLE (org uuid, id uuid, xid xid8, stream text, seq bigint, type text, actor text, at timestamptz, payload jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT e.org, e.id, e.xid, e.stream, e.seq, e.type, e.actor, e.at, e.payload FROM kernel.event e
  WHERE e.xid >= pg_snapshot_xmin(since) AND NOT pg_visible_in_snapshot(e.xid, since) AND pg_visible_in_snapshot(e.xid, upto)
    AND (e.xid, e.id) > (after_xid, after_id) AND (e.stream IS NOT NULL OR e.type LIKE 'kernel.%') AND e.xid <> ALL (ours::xid8[])
  ORDER BY e.xid, e.id LIMIT wanted
$$;
REVOKE ALL ON FUNCTION kernel.events_of_others FROM PUBLIC;
GRANT EXECUTE ON FUNCTION kernel.events_of_others TO tenon_app;
