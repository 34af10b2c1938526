-- Full blocks of 1,024 transfers by their Merkle roots, and what was signed over all of them so far.
CREATE TABLE ledger.block (org uuid NOT NULL, n bigint NOT NULL, root text NOT NULL, PRIMARY KEY (org, n));
SELECT kernel.seal('ledger.block');
CREATE TABLE ledger.head (
  org uuid NOT NULL, size bigint NOT NULL, root text NOT NULL, at timestamptz NOT NULL, key uuid NOT NULL, signature text NOT NULL,
  PRIMARY KEY (org, size)
);
SELECT kernel.seal('ledger.head');
-- One a book: its private half opens with the server's master key only.
CREATE TABLE ledger.seal_key (
  org uuid NOT NULL, id uuid NOT NULL, at timestamptz NOT NULL DEFAULT now(), public_key text NOT NULL, secret text NOT NULL,
  PRIMARY KEY (org, id)
);
SELECT kernel.seal('ledger.seal_key');
REVOKE UPDATE, DELETE ON ledger.block, ledger.head, ledger.seal_key FROM tenon_app;
