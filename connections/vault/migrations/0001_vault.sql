CREATE SCHEMA IF NOT EXISTS vault;

-- What people see of a linked account. From `fence` on: who renews its token at this moment, and no field of the entity.
CREATE TABLE vault.account (
  org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  title text NOT NULL, connector text NOT NULL, auth text NOT NULL, owner uuid NOT NULL, reach text NOT NULL, origins jsonb NOT NULL, parameters jsonb NOT NULL,
  state text NOT NULL, hint text, last_error text, failing_since timestamptz, expires_at timestamptz, last_used_at timestamptz, uses bigint NOT NULL DEFAULT 0,
  fence bigint NOT NULL DEFAULT 0, lease uuid, lease_until timestamptz, tries int NOT NULL DEFAULT 0, next_try_at timestamptz,
  PRIMARY KEY (org, id)
) WITH (fillfactor = 70);
CREATE INDEX account_owner ON vault.account (org, owner);
CREATE INDEX account_connector ON vault.account (org, connector);
SELECT kernel.seal('vault.account');

CREATE TABLE vault.share (
  org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  account uuid NOT NULL, person uuid, department uuid,
  PRIMARY KEY (org, id), CHECK (num_nonnulls(person, department) = 1),
  FOREIGN KEY (org, account) REFERENCES vault.account (org, id) ON DELETE CASCADE
);
CREATE INDEX share_account ON vault.share (org, account);
CREATE INDEX share_person ON vault.share (org, person) WHERE person IS NOT NULL;
SELECT kernel.seal('vault.share');

-- Flows, modules and whatever else stops when an account does.
CREATE TABLE vault.dependent (
  org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  account uuid NOT NULL, kind text NOT NULL, ref text NOT NULL, title text NOT NULL, link text,
  PRIMARY KEY (org, id), UNIQUE (org, account, kind, ref),
  FOREIGN KEY (org, account) REFERENCES vault.account (org, id) ON DELETE CASCADE
);
CREATE INDEX dependent_ref ON vault.dependent (org, kind, ref);
SELECT kernel.seal('vault.dependent');

-- Who used an account on which day, and how often: one row, however many requests.
CREATE TABLE vault.usage (
  org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  account uuid NOT NULL, day date NOT NULL, actor text NOT NULL, uses bigint NOT NULL, last_at timestamptz NOT NULL,
  PRIMARY KEY (org, id), UNIQUE (org, account, day, actor),
  FOREIGN KEY (org, account) REFERENCES vault.account (org, id) ON DELETE CASCADE
) WITH (fillfactor = 70);
SELECT kernel.seal('vault.usage');

-- An organisation's keys, wrapped with the server's master key. No key, no secret: deleting them shreds all.
CREATE TABLE vault.key (
  org uuid NOT NULL, version int NOT NULL, wrapped text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org, version)
);
SELECT kernel.seal('vault.key');

-- A secret under a data key of its own, and that one under the organisation's key of a version.
CREATE TABLE vault.secret (
  org uuid NOT NULL, account uuid NOT NULL, field text NOT NULL, key_version int NOT NULL, wrapped bytea NOT NULL, sealed bytea NOT NULL,
  PRIMARY KEY (org, account, field),
  FOREIGN KEY (org, account) REFERENCES vault.account (org, id) ON DELETE CASCADE
);
CREATE INDEX secret_key_version ON vault.secret (org, key_version);
SELECT kernel.seal('vault.secret');

-- Somebody on his way to another company's consent page and back.
CREATE TABLE vault.authorization (
  org uuid NOT NULL, id uuid NOT NULL, account uuid NOT NULL, person uuid NOT NULL, session text NOT NULL, state_hash text NOT NULL, verifier text NOT NULL,
  expires_at timestamptz NOT NULL, PRIMARY KEY (org, id), UNIQUE (org, state_hash),
  FOREIGN KEY (org, account) REFERENCES vault.account (org, id) ON DELETE CASCADE
);
CREATE INDEX authorization_expiry ON vault.authorization (org, expires_at);
SELECT kernel.seal('vault.authorization');

-- How fast an account may be used, for all nodes together, and whether the other side is well.
CREATE TABLE vault.pace (
  org uuid NOT NULL, account uuid NOT NULL,
  tokens double precision NOT NULL, filled_at timestamptz NOT NULL DEFAULT clock_timestamp(), paused_until timestamptz,
  learned_per_s double precision, learned_until timestamptz,
  failures int NOT NULL DEFAULT 0, open_until timestamptz, probe_until timestamptz,
  PRIMARY KEY (org, account),
  FOREIGN KEY (org, account) REFERENCES vault.account (org, id) ON DELETE CASCADE
) WITH (fillfactor = 50);
SELECT kernel.seal('vault.pace');

-- A few of an account's tokens at once, so that a node asks seldom; and when to come again if there are none.
CREATE FUNCTION vault.take(of_org uuid, of_account uuid, wanted int, per_s double precision, burst double precision)
RETURNS TABLE (granted int, wait_ms double precision) LANGUAGE plpgsql AS $$
DECLARE now_at timestamptz; pace record; full_by double precision;
BEGIN
  INSERT INTO vault.pace (org, account, tokens) VALUES (of_org, of_account, burst) ON CONFLICT DO NOTHING;
  SELECT * INTO pace FROM vault.pace p WHERE p.org = of_org AND p.account = of_account FOR UPDATE;
  now_at := clock_timestamp();
  IF pace.learned_until > now_at THEN per_s := least(per_s, pace.learned_per_s); END IF;
  full_by := least(burst, pace.tokens + greatest(0, extract(epoch FROM now_at - pace.filled_at)) * per_s);
  granted := CASE WHEN pace.paused_until > now_at THEN 0 ELSE floor(least(full_by, wanted))::int END;
  wait_ms := CASE WHEN granted > 0 THEN 0 WHEN pace.paused_until > now_at THEN extract(epoch FROM pace.paused_until - now_at) * 1000
    ELSE (1 - full_by) / per_s * 1000 END;
  UPDATE vault.pace p SET tokens = full_by - granted, filled_at = now_at WHERE p.org = of_org AND p.account = of_account;
  RETURN NEXT;
END $$;
GRANT EXECUTE ON FUNCTION vault.take TO tenon_app;
