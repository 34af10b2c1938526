CREATE SCHEMA IF NOT EXISTS approval;

CREATE TABLE approval.request (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  title text NOT NULL, reason text, amount bigint, amount_currency text,
  submitter uuid NOT NULL, approver uuid NOT NULL, status text NOT NULL, conversation uuid, files jsonb,
  decided_at timestamptz, decided_by uuid, comment text,
  CHECK (status IN ('open', 'approved', 'rejected', 'withdrawn')),
  CHECK (submitter <> approver),
  CHECK ((status = 'open') = (decided_at IS NULL)),
  PRIMARY KEY (org, id)
);
CREATE INDEX request_approver ON approval.request (org, approver, status, id);
CREATE INDEX request_submitter ON approval.request (org, submitter, id);
SELECT kernel.seal('approval.request');
