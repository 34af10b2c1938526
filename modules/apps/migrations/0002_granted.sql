-- Who may do what in an app of this organisation; NULL while everybody may. It belongs to the organisation, not to
-- the app's manifest: what is published to others names none of our people.
ALTER TABLE apps.app ADD COLUMN granted jsonb;
