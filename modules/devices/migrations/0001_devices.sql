CREATE SCHEMA IF NOT EXISTS devices;

CREATE TABLE devices.kind (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  name text NOT NULL, maker text, model text, metrics jsonb NOT NULL, commands jsonb NOT NULL,
  offline_after_s bigint NOT NULL, keep_days bigint NOT NULL,
  -- Each metric's number in stored reports, by its key. Numbers are given once and never again.
  numbers jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (org, id)
);
SELECT kernel.seal('devices.kind');

-- What reports change lies in no index, and pages keep room, so that PostgreSQL updates it in place.
CREATE TABLE devices.device (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  name text NOT NULL, kind uuid NOT NULL, model text, serial_no text, place text, keeper uuid, conversation uuid,
  status text NOT NULL CHECK (status IN ('waiting', 'active', 'revoked', 'retired')), claimed_at timestamptz,
  online boolean NOT NULL DEFAULT false, seen_at timestamptz, latest jsonb, alarms bigint NOT NULL DEFAULT 0,
  next_seq bigint NOT NULL DEFAULT 1, missing bigint NOT NULL DEFAULT 0,
  -- How each rule stands, the reports not packed yet, and the number of the last command.
  watch jsonb NOT NULL DEFAULT '{}', tail bigint NOT NULL DEFAULT 0, command_no bigint NOT NULL DEFAULT 0,
  -- The code it may claim its token with (hashed), and the token that was given for it.
  claim_hash text, claim_until timestamptz, claim_token uuid,
  PRIMARY KEY (org, id),
  FOREIGN KEY (org, kind) REFERENCES devices.kind (org, id)
) WITH (fillfactor = 50);
CREATE INDEX device_kind ON devices.device (org, kind);
CREATE UNIQUE INDEX device_claim ON devices.device (org, claim_hash) WHERE claim_hash IS NOT NULL;
SELECT kernel.seal('devices.device');

CREATE TABLE devices.rule (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  name text NOT NULL, kind uuid, device uuid, metric text, comparison text NOT NULL, threshold double precision,
  for_s bigint NOT NULL DEFAULT 0, hysteresis double precision NOT NULL DEFAULT 0, severity text NOT NULL,
  conversation uuid, project uuid, command text, command_input jsonb, enabled boolean NOT NULL DEFAULT true,
  CHECK ((kind IS NULL) <> (device IS NULL)),
  CHECK ((comparison = 'silent') = (metric IS NULL)), CHECK ((comparison = 'silent') = (threshold IS NULL)),
  PRIMARY KEY (org, id),
  FOREIGN KEY (org, kind) REFERENCES devices.kind (org, id) ON DELETE CASCADE,
  FOREIGN KEY (org, device) REFERENCES devices.device (org, id) ON DELETE CASCADE
);
CREATE INDEX rule_kind ON devices.rule (org, kind) WHERE kind IS NOT NULL;
CREATE INDEX rule_device ON devices.rule (org, device) WHERE device IS NOT NULL;
SELECT kernel.seal('devices.rule');

CREATE TABLE devices.alarm (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  device uuid NOT NULL, rule uuid, title text NOT NULL, metric text, value double precision, threshold double precision,
  comparison text NOT NULL, unit text, severity text NOT NULL, state text NOT NULL CHECK (state IN ('open', 'acknowledged', 'cleared')),
  raised_at timestamptz NOT NULL, acknowledged_at timestamptz, acknowledged_by uuid, note text, cleared_at timestamptz, cleared_value double precision,
  conversation uuid, task text, task_key text, task_link text, command uuid,
  PRIMARY KEY (org, id)
);
CREATE INDEX alarm_device ON devices.alarm (org, device, raised_at);
SELECT kernel.seal('devices.alarm');

CREATE TABLE devices.command (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  device uuid NOT NULL, no bigint NOT NULL, name text NOT NULL, title text NOT NULL, input jsonb,
  state text NOT NULL CHECK (state IN ('queued', 'delivered', 'done', 'failed', 'expired')), by text NOT NULL, alarm uuid,
  expires_at timestamptz NOT NULL, delivered_at timestamptz, finished_at timestamptz, result jsonb, error text,
  PRIMARY KEY (org, id),
  UNIQUE (org, device, no)
);
SELECT kernel.seal('devices.command');

-- Reports as they came, one row each (codec.ts); after about an hour they are packed by metric and hour.
CREATE TABLE devices.report (
  org uuid NOT NULL, device uuid NOT NULL, seq bigint NOT NULL,
  count int NOT NULL, from_at timestamptz NOT NULL, until_at timestamptz NOT NULL, data bytea NOT NULL,
  PRIMARY KEY (org, device, seq)
);
SELECT kernel.seal('devices.report');

CREATE TABLE devices.hour (
  org uuid NOT NULL, device uuid NOT NULL, metric int NOT NULL, hour timestamptz NOT NULL,
  count int NOT NULL, least double precision NOT NULL, most double precision NOT NULL, total double precision NOT NULL, data bytea NOT NULL,
  PRIMARY KEY (org, device, metric, hour)
);
SELECT kernel.seal('devices.hour');

-- Devices that have been silent for longer than their kind allows; nobody counts the time before `since`.
CREATE FUNCTION devices.silent(since timestamptz, wanted int) RETURNS TABLE (org uuid, device uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT d.org, d.id FROM devices.device d JOIN devices.kind k ON k.org = d.org AND k.id = d.kind
  WHERE d.online AND greatest(d.seen_at, since) < clock_timestamp() - k.offline_after_s * interval '1 second' LIMIT wanted
$$;

-- Forgets what is older than the kind of the device keeps; answers how many rows.
CREATE FUNCTION devices.forget(wanted int) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH old AS (
    SELECT h.ctid FROM devices.device d JOIN devices.kind k ON k.org = d.org AND k.id = d.kind
    JOIN devices.hour h ON h.org = d.org AND h.device = d.id AND h.hour < clock_timestamp() - k.keep_days * interval '1 day'
    LIMIT wanted
  ), gone AS (DELETE FROM devices.hour h USING old WHERE h.ctid = old.ctid RETURNING 1)
  SELECT count(*) FROM gone
$$;
REVOKE ALL ON FUNCTION devices.silent, devices.forget FROM PUBLIC;
GRANT EXECUTE ON FUNCTION devices.silent, devices.forget TO tenon_app;
