CREATE SCHEMA IF NOT EXISTS ledger;

-- One row an organisation. Whoever posts holds it, so transfers have one order, without holes, and time never goes back.
CREATE TABLE ledger.book (
  org uuid NOT NULL PRIMARY KEY, seq bigint NOT NULL DEFAULT 0, at timestamptz NOT NULL DEFAULT '1970-01-01Z',
  -- Whatever was due until then is no longer pending.
  expired_to timestamptz NOT NULL DEFAULT '1970-01-01Z'
) WITH (fillfactor = 50);
SELECT kernel.seal('ledger.book');

CREATE TABLE ledger.account (
  org uuid NOT NULL, id uuid NOT NULL, at timestamptz NOT NULL DEFAULT now(),
  owner text NOT NULL, code int NOT NULL, asset text NOT NULL, scale int NOT NULL,
  bound text NOT NULL CHECK (bound IN ('none', 'credit', 'debit')), closed boolean NOT NULL DEFAULT false,
  seq bigint NOT NULL DEFAULT 0,
  posted_debits bigint NOT NULL DEFAULT 0 CHECK (posted_debits >= 0),
  posted_credits bigint NOT NULL DEFAULT 0 CHECK (posted_credits >= 0),
  pending_debits bigint NOT NULL DEFAULT 0 CHECK (pending_debits >= 0),
  pending_credits bigint NOT NULL DEFAULT 0 CHECK (pending_credits >= 0),
  CONSTRAINT never_below_nothing CHECK (bound <> 'credit' OR posted_debits + pending_debits <= posted_credits),
  CONSTRAINT never_above_nothing CHECK (bound <> 'debit' OR posted_credits + pending_credits <= posted_debits),
  PRIMARY KEY (org, id)
) WITH (fillfactor = 50);
CREATE INDEX account_owner ON ledger.account (org, owner, asset, code, id);
SELECT kernel.seal('ledger.account');

-- `posted` moves from credit's to debit's books for good; `reserved` is what it holds (pending) or gives back (below nothing).
CREATE TABLE ledger.transfer (
  org uuid NOT NULL, id uuid NOT NULL, seq bigint NOT NULL, at timestamptz NOT NULL,
  kind text NOT NULL, debit uuid NOT NULL, credit uuid NOT NULL, asset text NOT NULL,
  posted bigint NOT NULL CHECK (posted >= 0), reserved bigint NOT NULL,
  debit_seq bigint NOT NULL, debit_after bigint NOT NULL, credit_seq bigint NOT NULL, credit_after bigint NOT NULL,
  pending uuid, due timestamptz, code int NOT NULL, cause uuid,
  CHECK (debit <> credit),
  CHECK (CASE kind WHEN 'direct' THEN posted > 0 AND reserved = 0
    WHEN 'pending' THEN posted = 0 AND reserved > 0
    WHEN 'post' THEN posted > 0 AND posted <= -reserved
    WHEN 'void' THEN posted = 0 AND reserved < 0
    WHEN 'expire' THEN posted = 0 AND reserved < 0 ELSE false END),
  CHECK ((pending IS NOT NULL) = (kind IN ('post', 'void', 'expire'))),
  CHECK (due IS NULL OR (kind = 'pending' AND due > at)),
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX transfer_order ON ledger.transfer (org, seq);
CREATE UNIQUE INDEX transfer_debit ON ledger.transfer (org, debit, debit_seq);
CREATE UNIQUE INDEX transfer_credit ON ledger.transfer (org, credit, credit_seq);
-- What is pending ends once.
CREATE UNIQUE INDEX transfer_pending ON ledger.transfer (org, pending) WHERE pending IS NOT NULL;
CREATE INDEX transfer_due ON ledger.transfer (org, due, id) WHERE due IS NOT NULL;
SELECT kernel.seal('ledger.transfer');

-- Two a transfer: each account's side of it, with the balance (credits less debits) that it left.
CREATE VIEW ledger.entry WITH (security_invoker = true) AS
  SELECT org, debit AS account, debit_seq AS seq, id AS transfer, 'debit' AS side, kind, asset, posted, reserved, debit_after AS balance_after, credit AS other, at, pending, code, cause FROM ledger.transfer
  UNION ALL
  SELECT org, credit, credit_seq, id, 'credit', kind, asset, posted, reserved, credit_after, debit, at, pending, code, cause FROM ledger.transfer;
GRANT SELECT ON ledger.entry TO tenon_app;

-- Takes the caller's book for the rest of his transaction.
CREATE FUNCTION ledger.open_book(OUT seq bigint, OUT at timestamptz, OUT expired_to timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE mine uuid := current_setting('tenon.org')::uuid;
BEGIN
  SELECT b.seq, b.at, b.expired_to INTO seq, at, expired_to FROM ledger.book b WHERE b.org = mine FOR UPDATE;
  IF FOUND THEN RETURN; END IF;
  INSERT INTO ledger.book (org) VALUES (mine) ON CONFLICT DO NOTHING;
  SELECT b.seq, b.at, b.expired_to INTO seq, at, expired_to FROM ledger.book b WHERE b.org = mine FOR UPDATE;
END $$;

-- The only thing that moves a balance. It trusts nothing of what it is handed: what does not add up undoes the batch.
CREATE FUNCTION ledger.move() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
DECLARE wrong bigint;
BEGIN
  WITH taken AS (
    SELECT org, count(*) AS n, min(seq) AS first, max(seq) AS last, min(at) AS earliest, max(at) AS latest FROM added GROUP BY org
  ), done AS (
    UPDATE ledger.book b SET seq = t.last, at = t.latest FROM taken t
    WHERE b.org = t.org AND t.first = b.seq + 1 AND t.last = b.seq + t.n AND t.earliest >= b.at RETURNING 1
  ) SELECT (SELECT count(*) FROM taken) - (SELECT count(*) FROM done) INTO wrong;
  IF wrong <> 0 THEN RAISE EXCEPTION 'ledger: the transfers do not follow the last one' USING ERRCODE = '40001'; END IF;

  WITH side AS (
    SELECT org, debit AS account, asset, kind, debit_seq AS seq, posted AS pd, reserved AS rd, 0::bigint AS pc, 0::bigint AS rc FROM added
    UNION ALL
    SELECT org, credit, asset, kind, credit_seq, 0, 0, posted, reserved FROM added
  ), moved AS (
    SELECT org, account, min(asset) AS low, max(asset) AS high, bool_and(kind IN ('void', 'expire')) AS frees, count(*) AS n, max(seq) AS last,
      sum(pd)::bigint AS pd, sum(rd)::bigint AS rd, sum(pc)::bigint AS pc, sum(rc)::bigint AS rc
    FROM side GROUP BY org, account
  ), done AS (
    UPDATE ledger.account a SET seq = m.last, posted_debits = a.posted_debits + m.pd, pending_debits = a.pending_debits + m.rd,
      posted_credits = a.posted_credits + m.pc, pending_credits = a.pending_credits + m.rc
    FROM moved m WHERE a.org = m.org AND a.id = m.account AND a.asset = m.low AND a.asset = m.high
      AND a.seq + m.n = m.last AND (m.frees OR NOT a.closed) RETURNING 1
  ) SELECT (SELECT count(*) FROM moved) - (SELECT count(*) FROM done) INTO wrong;
  IF wrong <> 0 THEN RAISE EXCEPTION 'ledger: % accounts are missing, closed, of another asset or numbered wrongly', wrong; END IF;

  SELECT count(*) INTO wrong FROM added n WHERE n.pending IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM ledger.transfer p WHERE p.org = n.org AND p.id = n.pending AND p.kind = 'pending' AND p.reserved = -n.reserved
      AND p.debit = n.debit AND p.credit = n.credit AND p.asset = n.asset
      AND CASE n.kind WHEN 'expire' THEN p.due <= n.at WHEN 'post' THEN p.due IS NULL OR p.due > n.at ELSE true END);
  IF wrong <> 0 THEN RAISE EXCEPTION 'ledger: % transfers do not fit what was pending', wrong; END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER move AFTER INSERT ON ledger.transfer REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger.move();

-- Written once and never again: the server itself may neither alter nor remove.
REVOKE INSERT, UPDATE, DELETE ON ledger.book, ledger.account, ledger.transfer FROM tenon_app;
GRANT INSERT ON ledger.transfer TO tenon_app;
GRANT INSERT (org, id, owner, code, asset, scale, bound), UPDATE (closed) ON ledger.account TO tenon_app;
GRANT UPDATE (expired_to) ON ledger.book TO tenon_app;
REVOKE EXECUTE ON FUNCTION ledger.open_book(), ledger.move() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.open_book() TO tenon_app;
