-- Software whose pages stand in a frame of ours: who may sign in at all, and the key that makes the names by which
-- it knows people (sealed; none when it knows them as they are).
ALTER TABLE oidc.client ADD COLUMN requires jsonb NOT NULL DEFAULT '[]', ADD COLUMN subject_key text;
CREATE UNIQUE INDEX client_of_module ON oidc.client (org, made_by) WHERE made_by IS NOT NULL;

-- What a module allows for everybody is not always allowed by a person.
ALTER TABLE oidc.consent ALTER COLUMN given_by DROP NOT NULL;
