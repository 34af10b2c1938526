-- Who proves anew who he is, in the same browser, goes on with the sign-in he had: apps that he signed in to
-- hold on to its first session (`root`). `amr` is how he proved it (RFC 8176): pwd, otp, hwk, separated by spaces.
ALTER TABLE identity.session ADD COLUMN root uuid, ADD COLUMN amr text NOT NULL DEFAULT 'pwd';
CREATE INDEX session_root ON identity.session (org, (coalesce(root, id))) WHERE ended_at IS NULL;
