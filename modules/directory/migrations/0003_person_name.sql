-- Managers are sometimes named in lists instead of numbered.
CREATE INDEX person_name ON directory.person (org, name);
