-- Of these keys those that nothing names: an upload whose command never committed. Only organisations
-- that keep files in this database are judged by it; a store may hold what belongs to others.
CREATE FUNCTION files.unnamed(orgs uuid[], keys text[]) RETURNS TABLE (key text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT k.key FROM unnest(orgs, keys) AS k(org, key)
  WHERE EXISTS (SELECT FROM files.usage u WHERE u.org = k.org)
    AND NOT EXISTS (SELECT FROM files.blob b WHERE b.org = k.org AND b.key = k.key)
$$;
REVOKE ALL ON FUNCTION files.unnamed FROM PUBLIC;
GRANT EXECUTE ON FUNCTION files.unnamed TO tenon_app;
