-- What steps keep for later runs (`cache`), each in the space of one flow or one owner.
CREATE TABLE flows.kept (
  org uuid NOT NULL, space uuid NOT NULL, key text COLLATE "C" NOT NULL, value jsonb NOT NULL,
  expires_at timestamptz NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (org, space, key)
);
CREATE INDEX kept_age ON flows.kept (org, at);
SELECT kernel.seal('flows.kept');

-- Who stands in line for a lock, first come first served; the first whose run still lives has it.
CREATE TABLE flows.hold (
  org uuid NOT NULL, space uuid NOT NULL, key text COLLATE "C" NOT NULL, run uuid NOT NULL, path text COLLATE "C" NOT NULL,
  turn bigint GENERATED ALWAYS AS IDENTITY,
  PRIMARY KEY (org, space, key, run, path)
);
CREATE INDEX hold_turn ON flows.hold (org, space, key, turn);
SELECT kernel.seal('flows.hold');

-- The latest turns of a rate (`rate`), those to come included; as many as it lets through in its time.
CREATE TABLE flows.pace (
  org uuid NOT NULL, space uuid NOT NULL, key text COLLATE "C" NOT NULL, turns timestamptz[] NOT NULL DEFAULT '{}', at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (org, space, key)
) WITH (fillfactor = 70);
CREATE INDEX pace_age ON flows.pace (org, at);
SELECT kernel.seal('flows.pace');
