-- Takes away for good what a module that is data has left, its history too, which nobody else may delete: a piece at
-- a time, first records with what lies beside them, then what is left. Answers the records that went, and how many
-- rows else; nothing at all when nothing is left. Only of the organisation at work.
CREATE FUNCTION rec.purge(entities uuid[], wanted int) RETURNS TABLE (gone uuid[], rest bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE
  here uuid := current_setting('tenon.org')::uuid;
  found uuid[];
  pointed uuid[];
  rows bigint;
  total bigint := 0;
BEGIN
  found := ARRAY(SELECT r.id FROM rec.record r WHERE r.org = here AND r.entity = ANY (entities) LIMIT wanted FOR UPDATE);
  IF cardinality(found) > 0 THEN
    -- Whom a record refers to stands in it; that way leads to the rows by which it is found from there.
    pointed := ARRAY(
      SELECT DISTINCT (v #>> '{}')::uuid FROM rec.record r,
        jsonb_path_query(jsonb_build_array(r.d, r.x), '$.** ? (@ like_regex "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")') AS v
      WHERE r.org = here AND r.entity = ANY (entities) AND r.id = ANY (found));
    DELETE FROM rec.ref f WHERE f.org = here AND f.target = ANY (pointed || found) AND f.entity = ANY (entities) AND f.id = ANY (found);
    DELETE FROM rec.history h WHERE h.org = here AND h.entity = ANY (entities) AND h.id = ANY (found);
    DELETE FROM rec.slot s WHERE s.org = here AND s.entity = ANY (entities) AND s.id = ANY (found);
    DELETE FROM rec.record r WHERE r.org = here AND r.entity = ANY (entities) AND r.id = ANY (found);
    RETURN QUERY SELECT found, 0::bigint;
    RETURN;
  END IF;
  DELETE FROM rec.uniq WHERE ctid = ANY (ARRAY(SELECT u.ctid FROM rec.uniq u WHERE u.org = here AND u.entity = ANY (entities) LIMIT wanted));
  GET DIAGNOSTICS rows = ROW_COUNT; total := total + rows;
  DELETE FROM rec.history WHERE ctid = ANY (ARRAY(SELECT h.ctid FROM rec.history h WHERE h.org = here AND h.entity = ANY (entities) LIMIT wanted));
  GET DIAGNOSTICS rows = ROW_COUNT; total := total + rows;
  DELETE FROM rec.slot WHERE ctid = ANY (ARRAY(SELECT s.ctid FROM rec.slot s WHERE s.org = here AND s.entity = ANY (entities) LIMIT wanted));
  GET DIAGNOSTICS rows = ROW_COUNT; total := total + rows;
  DELETE FROM rec.shape g WHERE g.org = here AND g.entity = ANY (entities);
  GET DIAGNOSTICS rows = ROW_COUNT; total := total + rows;
  DELETE FROM rec.serial n WHERE n.org = here AND n.entity = ANY (entities);
  GET DIAGNOSTICS rows = ROW_COUNT; total := total + rows;
  RETURN QUERY SELECT found, total;
END $$;
REVOKE ALL ON FUNCTION rec.purge FROM PUBLIC;
GRANT EXECUTE ON FUNCTION rec.purge TO tenon_app;
