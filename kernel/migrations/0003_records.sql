-- Layout *shared*: the records of entities that are data, made without DDL. One document per record under
-- short immutable field keys; what must be unique, referred to or numbered stands beside it, written in
-- the same transaction.
CREATE SCHEMA rec;

-- `d`: what is filtered and sorted by; `x`: long text, lists, objects. Version 1 needs no row of history:
-- who made it stands here, and what it was follows from later changes.
CREATE TABLE rec.record (
  org uuid NOT NULL, entity uuid NOT NULL, id uuid NOT NULL,
  rev bigint NOT NULL DEFAULT 1, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(),
  batch uuid, made_by text NOT NULL, made_how text NOT NULL, d jsonb NOT NULL, x jsonb,
  PRIMARY KEY (org, entity, id)
) PARTITION BY HASH (org);
-- Sixteen: as quick as one and as 64 when measured (docs/decisions/0005), and enough to spread over machines.
DO $$ BEGIN FOR part IN 0..15 LOOP
  EXECUTE format('CREATE TABLE rec.record_%s PARTITION OF rec.record FOR VALUES WITH (MODULUS 16, REMAINDER %s)', part, part);
  PERFORM kernel.seal(format('rec.record_%s', part)::regclass);
END LOOP; END $$;
CREATE INDEX record_updated ON rec.record (org, entity, updated_at, id);
CREATE INDEX record_batch ON rec.record (org, batch) WHERE batch IS NOT NULL;
SELECT kernel.seal('rec.record');

-- A value (or set of values) that may occur once.
CREATE TABLE rec.uniq (
  org uuid NOT NULL, entity uuid NOT NULL, rule text NOT NULL, key text COLLATE "C" NOT NULL, id uuid NOT NULL,
  PRIMARY KEY (org, entity, rule, key)
);
SELECT kernel.seal('rec.uniq');

-- Which record refers to which, by field: the way back. The way there is in the record itself.
CREATE TABLE rec.ref (
  org uuid NOT NULL, target uuid NOT NULL, entity uuid NOT NULL, field text COLLATE "C" NOT NULL, id uuid NOT NULL,
  PRIMARY KEY (org, target, entity, field, id)
);
SELECT kernel.seal('rec.ref');

-- The last number given, by field and period.
CREATE TABLE rec.serial (
  org uuid NOT NULL, entity uuid NOT NULL, field text COLLATE "C" NOT NULL, period text NOT NULL, n bigint NOT NULL,
  PRIMARY KEY (org, entity, field, period)
) WITH (fillfactor = 50);
SELECT kernel.seal('rec.serial');

-- Every version after the first: `diff` is { key: [before, after] }; of a deletion, all that there was.
CREATE TABLE rec.history (
  org uuid NOT NULL, entity uuid NOT NULL, id uuid NOT NULL, rev bigint NOT NULL,
  at timestamptz NOT NULL DEFAULT now(), op text NOT NULL, actor text NOT NULL, cause text NOT NULL, diff jsonb NOT NULL,
  PRIMARY KEY (org, entity, id, rev)
);
SELECT kernel.seal('rec.history');
REVOKE UPDATE, DELETE ON rec.history FROM tenon_app;

-- Entities that have grown: which field lies in which typed slot of `rec.slot`. While `filling`, writers fill
-- it too; `ready` means that every record has its row there.
CREATE TABLE rec.shape (
  org uuid NOT NULL, entity uuid NOT NULL, state text NOT NULL CHECK (state IN ('filling', 'ready')),
  slots jsonb NOT NULL, rows bigint NOT NULL DEFAULT 0, upto uuid, xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  PRIMARY KEY (org, entity)
);
SELECT kernel.seal('rec.shape');

-- Short typed copies of the fields of grown entities, so that filters and sorts are index conditions.
-- `nt`, `nn`, … say how many slots of a kind the entity uses: an index holds only entities that use its slot.
CREATE TABLE rec.slot (
  org uuid NOT NULL, entity uuid NOT NULL, id uuid NOT NULL,
  nt int NOT NULL, nn int NOT NULL, nm int NOT NULL, nu int NOT NULL,
  t1 text COLLATE "C", t2 text COLLATE "C", t3 text COLLATE "C", t4 text COLLATE "C", t5 text COLLATE "C", t6 text COLLATE "C",
  n1 numeric, n2 numeric, n3 numeric, n4 numeric, m1 timestamptz, m2 timestamptz, m3 timestamptz, m4 timestamptz,
  u1 uuid, u2 uuid, u3 uuid, u4 uuid, b1 boolean, b2 boolean, b3 boolean, b4 boolean,
  PRIMARY KEY (org, entity, id)
);
DO $$ DECLARE kind text; many int; BEGIN
  FOR kind, many IN VALUES ('t', 6), ('n', 4), ('m', 4), ('u', 4) LOOP
    FOR place IN 1..many LOOP
      EXECUTE format('CREATE INDEX slot_%1$s%2$s ON rec.slot (org, entity, %1$s%2$s NULLS FIRST, id) WHERE n%1$s >= %2$s', kind, place);
    END LOOP;
  END LOOP;
END $$;
SELECT kernel.seal('rec.slot');
DO $$ BEGIN
  -- A table that has just been filled is planned for as if it were empty; the app may say otherwise.
  IF current_setting('server_version_num')::int >= 170000 THEN GRANT MAINTAIN ON rec.slot TO tenon_app; END IF;
END $$;
