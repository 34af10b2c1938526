-- A code or refresh token with all that is asked about it next: its grant, its sign-in, its person. One question instead of four.
CREATE FUNCTION oidc.find_whole(wanted_model text, wanted text) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  operator CONSTANT uuid := '00000000-0000-7000-8000-000000000001';
  found_one jsonb := oidc.find(wanted_model, wanted);
  beside jsonb;
BEGIN
  IF found_one IS NULL OR wanted_model NOT IN ('RefreshToken', 'AuthorizationCode') THEN
    RETURN jsonb_build_object('found', found_one);
  END IF;
  SELECT jsonb_build_object('grant', oidc.find('Grant', a.grant_hash), 'person', oidc.person_of(a.person),
      'session', oidc.find('Session', translate(rtrim(encode(sha256(convert_to(a.payload ->> 'sessionUid', 'UTF8')), 'base64'), '='), '+/', '-_')))
    INTO beside FROM oidc.artifact a WHERE a.org = operator AND a.model = wanted_model AND a.hash = wanted;
  RETURN beside || jsonb_build_object('found', found_one);
END $$;

-- Whatever kind of token it is.
CREATE FUNCTION oidc.find_token(wanted text) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  kind text;
  token jsonb;
BEGIN
  FOREACH kind IN ARRAY ARRAY['AccessToken', 'ClientCredentials', 'RefreshToken'] LOOP
    token := oidc.find(kind, wanted);
    IF token IS NOT NULL THEN RETURN token || jsonb_build_object('kind', kind); END IF;
  END LOOP;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION oidc.find_whole, oidc.find_token FROM PUBLIC;
GRANT EXECUTE ON FUNCTION oidc.find_whole, oidc.find_token TO tenon_app;
