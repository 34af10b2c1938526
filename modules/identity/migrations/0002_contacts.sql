-- An external contact acts under its own name as well: a supplier's clerk with a link of his own and no account.
ALTER TABLE identity.token DROP CONSTRAINT token_kind_check;
ALTER TABLE identity.token ADD CONSTRAINT token_kind_check CHECK (kind IN ('person', 'app', 'device', 'contact'));

CREATE OR REPLACE FUNCTION identity.resolve_token(organisation uuid, token_hash text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  found_token record; who jsonb;
BEGIN
  SELECT t.id, t.kind, t.holder, t.scopes, t.last_used_at INTO found_token FROM identity.token t
  WHERE t.org = organisation AND t.hash = token_hash AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > clock_timestamp());
  IF NOT FOUND THEN RETURN NULL; END IF;
  IF found_token.kind = 'person' THEN
    who := identity.rights_of(organisation, found_token.holder);
    IF who IS NOT NULL THEN who := who - 'account'; END IF;
  ELSE
    SELECT jsonb_build_object('org', organisation, 'id', a.id, 'name', a.name) INTO who
    FROM (
      SELECT x.id, x.name FROM parties.app x WHERE found_token.kind = 'app' AND x.org = organisation AND x.id = found_token.holder AND x.status = 'active'
      UNION ALL
      SELECT x.id, x.name FROM parties.device x WHERE found_token.kind = 'device' AND x.org = organisation AND x.id = found_token.holder AND x.status = 'active'
      UNION ALL
      SELECT x.id, x.name FROM parties.contact x WHERE found_token.kind = 'contact' AND x.org = organisation AND x.id = found_token.holder
    ) a
    JOIN parties.organisation o ON o.org = '00000000-0000-7000-8000-000000000001' AND o.id = organisation AND o.status = 'active';
  END IF;
  IF who IS NULL THEN RETURN NULL; END IF;
  IF found_token.last_used_at IS NULL OR found_token.last_used_at < clock_timestamp() - interval '1 minute' THEN
    UPDATE identity.token t SET last_used_at = clock_timestamp() WHERE t.org = organisation AND t.id = found_token.id;
  END IF;
  RETURN who || jsonb_build_object('kind', found_token.kind, 'token', found_token.id, 'token_scopes', found_token.scopes);
END $$;
