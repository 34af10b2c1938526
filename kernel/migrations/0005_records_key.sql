-- Where statistics know too little of one entity to tell the indexes apart, PostgreSQL takes the one made last:
-- that has to be the key, or a record is looked for by its age (nine searches instead of one).
ALTER TABLE rec.record DROP CONSTRAINT record_pkey;
ALTER TABLE rec.record ADD PRIMARY KEY (org, entity, id);
