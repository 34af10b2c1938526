CREATE SCHEMA IF NOT EXISTS identity;

-- Accounts, sessions, passkeys, one-time secrets and counters of attempts lie in the operator's
-- organisation. What must never be shown (hashes, secrets) is a column and no field of the entity.
CREATE TABLE identity.account (
  org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  name text NOT NULL, email text, mobile text, status text NOT NULL CHECK (status IN ('active', 'disabled')), locale text, last_sign_in_at timestamptz,
  password_hash text, totp_secret text, totp_on boolean NOT NULL DEFAULT false, totp_step bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX account_email ON identity.account (org, email) WHERE email IS NOT NULL;
CREATE UNIQUE INDEX account_mobile ON identity.account (org, mobile) WHERE mobile IS NOT NULL;
SELECT kernel.seal('identity.account');

CREATE TABLE identity.session (
  org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  account uuid NOT NULL, organisation uuid, person uuid, device text NOT NULL, address text,
  last_used_at timestamptz NOT NULL DEFAULT now(), expires_at timestamptz NOT NULL, ended_at timestamptz, hash text NOT NULL,
  PRIMARY KEY (org, id), UNIQUE (org, hash)
);
CREATE INDEX session_account ON identity.session (org, account) WHERE ended_at IS NULL;
SELECT kernel.seal('identity.session');

CREATE TABLE identity.passkey (
  org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  account uuid NOT NULL, name text NOT NULL, last_used_at timestamptz,
  credential text NOT NULL, public_key text NOT NULL, counter bigint NOT NULL DEFAULT 0, transports jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY (org, id), UNIQUE (org, credential)
);
CREATE INDEX passkey_account ON identity.passkey (org, account);
SELECT kernel.seal('identity.passkey');

-- Secrets that work once: set-up code, reset link, second-factor challenge, recovery code, passkey challenge.
CREATE TABLE identity.secret (
  org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
  kind text NOT NULL, hash text NOT NULL, account uuid, data jsonb NOT NULL DEFAULT '{}', tries int NOT NULL DEFAULT 0,
  expires_at timestamptz NOT NULL, used_at timestamptz,
  PRIMARY KEY (org, id), UNIQUE (org, kind, hash)
);
CREATE INDEX secret_account ON identity.secret (org, account, kind) WHERE account IS NOT NULL;
CREATE INDEX secret_expiry ON identity.secret (org, expires_at);
SELECT kernel.seal('identity.secret');

CREATE TABLE identity.attempt (
  org uuid NOT NULL, key text NOT NULL, count int NOT NULL, until timestamptz NOT NULL, PRIMARY KEY (org, key)
) WITH (fillfactor = 70);
CREATE INDEX attempt_until ON identity.attempt (org, until);
SELECT kernel.seal('identity.attempt');

-- From here on: rows of the organisation itself.
CREATE TABLE identity.token (
  org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  name text NOT NULL, kind text NOT NULL CHECK (kind IN ('person', 'app', 'device')), holder uuid NOT NULL, scopes jsonb NOT NULL, hint text NOT NULL,
  created_by uuid, expires_at timestamptz, last_used_at timestamptz, revoked_at timestamptz, hash text NOT NULL, parent uuid,
  PRIMARY KEY (org, id), UNIQUE (org, hash)
);
CREATE INDEX token_holder ON identity.token (org, holder, id);
SELECT kernel.seal('identity.token');

CREATE TABLE identity.role (
  org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  name text NOT NULL, description text, scopes jsonb NOT NULL, range text NOT NULL CHECK (range IN ('self', 'department', 'subtree', 'all')),
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX role_name ON identity.role (org, lower(name));
SELECT kernel.seal('identity.role');

CREATE TABLE identity."grant" (
  org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  role text NOT NULL, kind text NOT NULL CHECK (kind IN ('person', 'department', 'post', 'group')), holder uuid NOT NULL,
  PRIMARY KEY (org, id), UNIQUE (org, holder, role)
);
CREATE INDEX grant_role ON identity."grant" (org, role);
SELECT kernel.seal('identity."grant"');

CREATE TABLE identity.invitation (
  org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  kind text NOT NULL CHECK (kind IN ('link', 'code', 'email')), email text, department uuid, code text, approval boolean NOT NULL,
  uses bigint NOT NULL DEFAULT 0, max_uses bigint, invited_by uuid, expires_at timestamptz NOT NULL, revoked_at timestamptz, hash text,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX invitation_hash ON identity.invitation (org, hash) WHERE hash IS NOT NULL;
CREATE UNIQUE INDEX invitation_code ON identity.invitation (org, code) WHERE code IS NOT NULL;
SELECT kernel.seal('identity.invitation');

CREATE TABLE identity.join_request (
  org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  invitation uuid NOT NULL, account uuid NOT NULL, name text NOT NULL, email text, mobile text,
  status text NOT NULL CHECK (status IN ('waiting', 'approved', 'refused')), decided_by uuid, decided_at timestamptz,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX join_request_waiting ON identity.join_request (org, account) WHERE status = 'waiting';
SELECT kernel.seal('identity.join_request');

-- What a person may: one statement, so that recognising a caller costs one round trip. NULL when the
-- person is not active, the organisation is suspended or the account disabled.
CREATE FUNCTION identity.rights_of(organisation uuid, who uuid) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN (
    WITH own AS (
      SELECT p.department FROM directory.person p WHERE p.org = organisation AND p.id = who AND p.department IS NOT NULL
      UNION SELECT a.department FROM directory.assignment a WHERE a.org = organisation AND a.person = who
      UNION SELECT d.id FROM directory.department d WHERE d.org = organisation AND d.leader = who
    ), groups AS (
      SELECT m."group" AS id FROM directory.group_member m WHERE m.org = organisation AND m.person = who
    ), holders AS (
      SELECT 'person' AS kind, who AS id
      UNION ALL SELECT 'group', g.id FROM groups g
      UNION ALL SELECT 'post', a.post FROM directory.assignment a WHERE a.org = organisation AND a.person = who AND a.post IS NOT NULL
      UNION ALL SELECT 'department', c.ancestor FROM own JOIN directory.department_closure c ON c.org = organisation AND c.descendant = own.department
    )
    SELECT jsonb_build_object(
      'org', organisation, 'id', who, 'name', p.name, 'account', p.account,
      'departments', (SELECT coalesce(jsonb_agg(o.department), '[]') FROM own o),
      'subtree', (SELECT coalesce(jsonb_agg(DISTINCT c.descendant), '[]') FROM own o JOIN directory.department_closure c ON c.org = organisation AND c.ancestor = o.department),
      'groups', (SELECT coalesce(jsonb_agg(g.id), '[]') FROM groups g),
      'roles', (
        SELECT coalesce(jsonb_agg(DISTINCT jsonb_build_object('role', g.role, 'scopes', r.scopes, 'range', r.range)), '[]')
        FROM identity."grant" g JOIN holders h ON h.kind = g.kind AND h.id = g.holder
        LEFT JOIN identity.role r ON r.org = organisation AND r.id::text = g.role
        WHERE g.org = organisation))
    FROM directory.person p
    JOIN parties.organisation o ON o.org = '00000000-0000-7000-8000-000000000001' AND o.id = organisation AND o.status = 'active'
    WHERE p.org = organisation AND p.id = who AND p.status = 'active'
      AND NOT EXISTS (SELECT 1 FROM identity.account a WHERE a.org = '00000000-0000-7000-8000-000000000001' AND a.id = p.account AND a.status <> 'active')
  );
END $$;

-- A session and the person it speaks for: the one wanted (an organisation or a person), else the one last used.
CREATE FUNCTION identity.resolve_session(token_hash text, wanted uuid, idle_ms bigint) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  operator CONSTANT uuid := '00000000-0000-7000-8000-000000000001';
  found_session record; member record; who jsonb;
BEGIN
  SELECT s.id, s.account, s.person, s.last_used_at, a.name INTO found_session
  FROM identity.session s JOIN identity.account a ON a.org = s.org AND a.id = s.account AND a.status = 'active'
  WHERE s.org = operator AND s.hash = token_hash AND s.ended_at IS NULL AND s.expires_at > clock_timestamp()
    AND s.last_used_at > clock_timestamp() - idle_ms * interval '1 ms';
  IF NOT FOUND THEN RETURN NULL; END IF;
  IF found_session.last_used_at < clock_timestamp() - interval '1 minute' THEN
    UPDATE identity.session s SET last_used_at = clock_timestamp() WHERE s.org = operator AND s.id = found_session.id;
  END IF;
  SELECT m.organisation, m.person INTO member
  FROM parties.membership m
  JOIN parties.organisation o ON o.org = operator AND o.id = m.organisation AND o.status = 'active'
  JOIN directory.person p ON p.org = m.organisation AND p.id = m.person AND p.status = 'active' AND p.account = m.account
  WHERE m.org = operator AND m.account = found_session.account AND (wanted IS NULL OR wanted IN (m.organisation, m.person))
  ORDER BY (m.person = found_session.person) DESC NULLS LAST, m.last_used_at DESC NULLS LAST, m.id LIMIT 1;
  IF NOT FOUND THEN
    IF wanted IS NOT NULL THEN RETURN NULL; END IF;
    RETURN jsonb_build_object('name', found_session.name, 'account', found_session.account, 'session', found_session.id);
  END IF;
  who := identity.rights_of(member.organisation, member.person);
  IF who IS NULL THEN RETURN NULL; END IF;
  RETURN who || jsonb_build_object('account', found_session.account, 'session', found_session.id);
END $$;

-- An API token opens the organisation named in its own text and no other.
CREATE FUNCTION identity.resolve_token(organisation uuid, token_hash text) RETURNS jsonb
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
    ) a
    JOIN parties.organisation o ON o.org = '00000000-0000-7000-8000-000000000001' AND o.id = organisation AND o.status = 'active';
  END IF;
  IF who IS NULL THEN RETURN NULL; END IF;
  IF found_token.last_used_at IS NULL OR found_token.last_used_at < clock_timestamp() - interval '1 minute' THEN
    UPDATE identity.token t SET last_used_at = clock_timestamp() WHERE t.org = organisation AND t.id = found_token.id;
  END IF;
  RETURN who || jsonb_build_object('kind', found_token.kind, 'token', found_token.id, 'token_scopes', found_token.scopes);
END $$;

-- What an account may know of its own organisations before it has chosen one.
CREATE FUNCTION identity.persons_of(who uuid) RETURNS TABLE (organisation uuid, name text, kind text, person uuid, person_name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT o.id, o.name, o.kind, p.id, p.name
  FROM parties.membership m
  JOIN parties.organisation o ON o.org = m.org AND o.id = m.organisation AND o.status = 'active'
  JOIN directory.person p ON p.org = m.organisation AND p.id = m.person AND p.status = 'active' AND p.account = m.account
  WHERE m.org = '00000000-0000-7000-8000-000000000001' AND m.account = who
  ORDER BY m.last_used_at DESC NULLS LAST, m.id LIMIT 200
$$;

-- An organisation keeps an owner: whoever leaves must hand over first.
CREATE FUNCTION identity.keep_an_owner() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM identity."grant" g WHERE g.org = NEW.org AND g.role = 'owner' AND g.holder = NEW.id)
    AND NOT EXISTS (
      SELECT 1 FROM identity."grant" g JOIN directory.person p ON p.org = g.org AND p.id = g.holder AND p.status = 'active'
      WHERE g.org = NEW.org AND g.role = 'owner' AND g.holder <> NEW.id)
  THEN
    RAISE EXCEPTION 'the last owner of an organisation cannot leave' USING ERRCODE = 'check_violation', CONSTRAINT = 'last_owner';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_an_owner BEFORE UPDATE OF status ON directory.person
  FOR EACH ROW WHEN (NEW.status = 'left' AND OLD.status IS DISTINCT FROM 'left') EXECUTE FUNCTION identity.keep_an_owner();

-- Forgets what no longer opens anything; the audit log keeps what happened.
CREATE FUNCTION identity.sweep() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  DELETE FROM identity.secret WHERE expires_at < clock_timestamp() - interval '1 day';
  DELETE FROM identity.attempt WHERE until < clock_timestamp();
  DELETE FROM identity.session WHERE coalesce(ended_at, expires_at) < clock_timestamp() - interval '30 days';
$$;

REVOKE ALL ON FUNCTION identity.rights_of, identity.resolve_session, identity.resolve_token, identity.persons_of, identity.sweep FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity.rights_of, identity.resolve_session, identity.resolve_token, identity.persons_of, identity.sweep TO tenon_app;

-- Whose staff number it is: asked before anybody is signed in, so it answers an id and nothing else.
CREATE FUNCTION identity.account_of_staff(organisation uuid, short_name text, number text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT p.account FROM parties.organisation o
  JOIN directory.person p ON p.org = o.id AND p.staff_no = number AND p.status = 'active'
  WHERE o.org = '00000000-0000-7000-8000-000000000001' AND o.status = 'active' AND (o.id = organisation OR o.slug = short_name)
  LIMIT 1
$$;
REVOKE ALL ON FUNCTION identity.account_of_staff FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity.account_of_staff TO tenon_app;

-- Where an account asked to join and nobody has decided yet.
CREATE FUNCTION identity.waiting_of(who uuid) RETURNS TABLE (organisation uuid, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT o.id, o.name FROM identity.join_request r
  JOIN parties.organisation o ON o.org = '00000000-0000-7000-8000-000000000001' AND o.id = r.org
  WHERE r.account = who AND r.status = 'waiting' LIMIT 50
$$;
REVOKE ALL ON FUNCTION identity.waiting_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity.waiting_of TO tenon_app;

-- Owners with an account, the longest-serving first; for the operator's recovery only.
CREATE FUNCTION identity.owners(wanted uuid) RETURNS TABLE (organisation uuid, account uuid, name text, email text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT g.org, a.id, p.name, a.email
  FROM identity."grant" g
  JOIN directory.person p ON p.org = g.org AND p.id = g.holder AND p.status = 'active'
  JOIN identity.account a ON a.org = '00000000-0000-7000-8000-000000000001' AND a.id = p.account
  WHERE g.role = 'owner' AND (wanted IS NULL OR g.org = wanted) ORDER BY g.id LIMIT 1000
$$;
REVOKE ALL ON FUNCTION identity.owners FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity.owners TO tenon_app;
