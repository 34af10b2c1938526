CREATE SCHEMA IF NOT EXISTS oidc;

-- An organisation's own: which software may sign its people in, and what was allowed it.
CREATE TABLE oidc.client (
  org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  name text NOT NULL, kind text NOT NULL CHECK (kind IN ('web', 'browser', 'native', 'service')), client_id text NOT NULL,
  redirect_uris jsonb NOT NULL DEFAULT '[]', logout_uris jsonb NOT NULL DEFAULT '[]', logout_notice_uri text, home_uri text,
  scopes jsonb NOT NULL DEFAULT '[]', anyone boolean NOT NULL DEFAULT false, pushed_only boolean NOT NULL DEFAULT false,
  status text NOT NULL CHECK (status IN ('active', 'disabled')), app uuid NOT NULL, made_by text, secret_hint text, secret_hash text,
  PRIMARY KEY (org, id)
);
CREATE INDEX client_app ON oidc.client (org, app);
SELECT kernel.seal('oidc.client');

-- Allowed once, by a person for himself or (no person) by an administrator for everybody of the organisation.
CREATE TABLE oidc.consent (
  org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  client text NOT NULL, client_name text NOT NULL, person uuid, scopes jsonb NOT NULL, given_by uuid NOT NULL,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX consent_once ON oidc.consent (org, client, coalesce(person, '00000000-0000-0000-0000-000000000000'));
CREATE INDEX consent_person ON oidc.consent (org, person) WHERE person IS NOT NULL;
SELECT kernel.seal('oidc.consent');

-- Who signs in to what, first and last.
CREATE TABLE oidc.sign_in (
  org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  client text NOT NULL, client_name text NOT NULL, person uuid NOT NULL, last_at timestamptz NOT NULL,
  PRIMARY KEY (org, id), UNIQUE (org, person, client)
);
CREATE INDEX sign_in_client ON oidc.sign_in (org, client);
SELECT kernel.seal('oidc.sign_in');

-- The server's, in the operator's organisation: the provider's state. What opens anything is stored as a hash only.
CREATE TABLE oidc.artifact (
  org uuid NOT NULL, model text NOT NULL, hash text NOT NULL, payload jsonb NOT NULL, expires_at timestamptz NOT NULL, consumed_at timestamptz,
  grant_hash text, client text, person uuid, organisation uuid, session uuid,
  PRIMARY KEY (org, model, hash)
) WITH (fillfactor = 90);
CREATE INDEX artifact_grant ON oidc.artifact (org, grant_hash) WHERE grant_hash IS NOT NULL;
CREATE INDEX artifact_person ON oidc.artifact (org, person, client) WHERE person IS NOT NULL;
CREATE INDEX artifact_client ON oidc.artifact (org, client) WHERE client IS NOT NULL;
CREATE INDEX artifact_session ON oidc.artifact (org, session) WHERE session IS NOT NULL;
CREATE INDEX artifact_expiry ON oidc.artifact (org, expires_at);
SELECT kernel.seal('oidc.artifact');

CREATE TABLE oidc.key (
  org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
  sealed text NOT NULL, retired_at timestamptz, PRIMARY KEY (org, id)
);
SELECT kernel.seal('oidc.key');

-- The client behind a client id, as long as it may be used.
CREATE FUNCTION oidc.client_of(organisation uuid, client uuid) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT to_jsonb(c) FROM oidc.client c
  JOIN parties.organisation o ON o.org = '00000000-0000-7000-8000-000000000001' AND o.id = c.org AND o.status = 'active'
  WHERE c.org = organisation AND c.id = client AND c.status = 'active'
$$;

-- A client id carries its organisation in its own text: 22 characters of it, 22 of the client, base64url.
CREATE FUNCTION oidc.half(client text, at int) RETURNS uuid LANGUAGE sql IMMUTABLE STRICT SET search_path = pg_catalog AS $$
  SELECT encode(decode(translate(substr(client, at, 22), '-_', '+/') || '==', 'base64'), 'hex')::uuid
$$;

CREATE FUNCTION oidc.client_lives(client text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM oidc.client c
    JOIN parties.organisation o ON o.org = '00000000-0000-7000-8000-000000000001' AND o.id = c.org AND o.status = 'active'
    WHERE c.org = oidc.half(client, 1) AND c.id = oidc.half(client, 23) AND c.status = 'active')
$$;

-- A person with an account that may sign in; NULL when there is none as of now.
CREATE FUNCTION oidc.person_of(who uuid) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT jsonb_build_object('org', p.org, 'id', p.id, 'name', p.name, 'account', a.id, 'email', a.email, 'mobile', a.mobile,
    'locale', a.locale, 'organisation', o.name, 'zone', o.timezone, 'changed', extract(epoch FROM p.updated_at)::bigint)
  FROM parties.membership m
  JOIN parties.organisation o ON o.org = m.org AND o.id = m.organisation AND o.status = 'active'
  JOIN directory.person p ON p.org = m.organisation AND p.id = m.person AND p.status = 'active' AND p.account = m.account
  JOIN identity.account a ON a.org = m.org AND a.id = m.account AND a.status = 'active'
  WHERE m.org = '00000000-0000-7000-8000-000000000001' AND m.person = who
$$;

-- A sign-in of ours that still stands, with when and how it was last proved.
CREATE FUNCTION oidc.session_of(first uuid) RETURNS TABLE (account uuid, at timestamptz, amr text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT s.account, s.created_at, s.amr FROM identity.session s
  WHERE s.org = '00000000-0000-7000-8000-000000000001' AND coalesce(s.root, s.id) = first AND s.ended_at IS NULL AND s.expires_at > clock_timestamp()
  ORDER BY s.created_at DESC LIMIT 1
$$;
CREATE FUNCTION oidc.root_of(current uuid) RETURNS TABLE (root uuid, at timestamptz, amr text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT coalesce(s.root, s.id), s.created_at, s.amr FROM identity.session s
  WHERE s.org = '00000000-0000-7000-8000-000000000001' AND s.id = current AND s.ended_at IS NULL AND s.expires_at > clock_timestamp()
$$;

-- Nothing is found whose person, client, consent or sign-in is no more: a leaver's tokens end with his leaving,
-- in that transaction, on every node.
CREATE FUNCTION oidc.find(wanted_model text, wanted text) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  operator CONSTANT uuid := '00000000-0000-7000-8000-000000000001';
  found_one oidc.artifact;
BEGIN
  SELECT * INTO found_one FROM oidc.artifact a
  WHERE a.org = operator AND a.model = wanted_model AND a.hash = wanted AND a.expires_at > clock_timestamp();
  IF NOT FOUND THEN RETURN NULL; END IF;
  IF found_one.client IS NOT NULL AND NOT oidc.client_lives(found_one.client) THEN RETURN NULL; END IF;
  IF found_one.person IS NOT NULL AND oidc.person_of(found_one.person) IS NULL THEN RETURN NULL; END IF;
  IF found_one.session IS NOT NULL AND NOT EXISTS (SELECT FROM oidc.session_of(found_one.session)) THEN RETURN NULL; END IF;
  IF found_one.grant_hash IS NOT NULL AND wanted_model <> 'Grant' AND NOT EXISTS (
    SELECT FROM oidc.artifact g WHERE g.org = operator AND g.model = 'Grant' AND g.hash = found_one.grant_hash AND g.expires_at > clock_timestamp())
  THEN RETURN NULL; END IF;
  RETURN found_one.payload || CASE WHEN found_one.consumed_at IS NULL THEN '{}'::jsonb
    ELSE jsonb_build_object('consumed', extract(epoch FROM found_one.consumed_at)::bigint) END;
END $$;

-- Whom a bearer token speaks for: a person as far as the client's scopes reach, or the client itself.
CREATE FUNCTION oidc.bearer(wanted text) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  token jsonb; kind text := 'AccessToken'; client jsonb; who jsonb; organisation uuid;
BEGIN
  token := oidc.find('AccessToken', wanted);
  IF token IS NULL THEN
    kind := 'ClientCredentials';
    token := oidc.find('ClientCredentials', wanted);
  END IF;
  IF token IS NULL THEN RETURN NULL; END IF;
  client := oidc.client_of(oidc.half(token ->> 'clientId', 1), oidc.half(token ->> 'clientId', 23));
  IF client IS NULL THEN RETURN NULL; END IF;
  IF kind = 'ClientCredentials' THEN
    SELECT jsonb_build_object('kind', 'app', 'org', x.org, 'id', x.id, 'name', x.name, 'token', client ->> 'id') INTO who
    FROM parties.app x WHERE x.org = (client ->> 'org')::uuid AND x.id = (client ->> 'app')::uuid AND x.status = 'active';
  ELSE
    organisation := (oidc.person_of((token ->> 'accountId')::uuid) ->> 'org')::uuid;
    who := identity.rights_of(organisation, (token ->> 'accountId')::uuid);
    IF who IS NOT NULL THEN
      who := (who - 'account') || jsonb_build_object('kind', 'person', 'token', client ->> 'id');
    END IF;
  END IF;
  IF who IS NULL THEN RETURN NULL; END IF;
  RETURN who || jsonb_build_object('token_scopes', (
    SELECT coalesce(jsonb_agg(s), '[]') FROM jsonb_array_elements_text(client -> 'scopes') s
    WHERE s = ANY (string_to_array(coalesce(token ->> 'scope', ''), ' '))));
END $$;

-- Which apps hold a sign-in of somebody, and where they want to be told that it has ended.
CREATE FUNCTION oidc.held(who uuid, first uuid, only_client text, within uuid) RETURNS TABLE (person uuid, client text, sid text, uri text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.person, e.key, e.value ->> 'sid', c.logout_notice_uri
  FROM oidc.artifact a CROSS JOIN jsonb_each(coalesce(a.payload -> 'authorizations', '{}')) e
  JOIN oidc.client c ON c.org = oidc.half(e.key, 1) AND c.id = oidc.half(e.key, 23) AND c.logout_notice_uri IS NOT NULL
  WHERE a.org = '00000000-0000-7000-8000-000000000001' AND a.model = 'Session' AND e.value ? 'sid'
    AND (who IS NULL OR a.person = who) AND (first IS NULL OR a.session = first) AND (only_client IS NULL OR e.key = only_client)
    AND (within IS NULL OR a.organisation = within)
  LIMIT 10000
$$;
CREATE FUNCTION oidc.notice_uri(client text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT c.logout_notice_uri FROM oidc.client c WHERE c.org = oidc.half(client, 1) AND c.id = oidc.half(client, 23)
$$;

-- Sign-ins that are no more, of one account or (none named) of anybody: expired, or ended with a password change.
CREATE FUNCTION oidc.orphans(only_account uuid) RETURNS TABLE (root uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT DISTINCT a.session FROM oidc.artifact a
  LEFT JOIN parties.membership m ON m.org = a.org AND m.person = a.person
  WHERE a.org = '00000000-0000-7000-8000-000000000001' AND a.model = 'Session' AND a.session IS NOT NULL
    AND (only_account IS NULL OR m.account = only_account)
    AND NOT EXISTS (SELECT FROM oidc.session_of(a.session)) LIMIT 1000
$$;

CREATE FUNCTION oidc.sweep() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  DELETE FROM oidc.artifact WHERE org = '00000000-0000-7000-8000-000000000001' AND expires_at < clock_timestamp();
  DELETE FROM oidc.key WHERE org = '00000000-0000-7000-8000-000000000001' AND retired_at < clock_timestamp();
$$;

REVOKE ALL ON FUNCTION oidc.client_of, oidc.client_lives, oidc.person_of, oidc.session_of, oidc.root_of, oidc.find, oidc.bearer, oidc.held, oidc.notice_uri, oidc.orphans, oidc.sweep FROM PUBLIC;
GRANT EXECUTE ON FUNCTION oidc.client_of, oidc.client_lives, oidc.person_of, oidc.session_of, oidc.root_of, oidc.find, oidc.bearer, oidc.held, oidc.notice_uri, oidc.orphans, oidc.sweep, oidc.half TO tenon_app;
