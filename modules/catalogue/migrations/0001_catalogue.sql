CREATE SCHEMA IF NOT EXISTS catalogue;

CREATE TABLE catalogue.listing (
  org uuid NOT NULL,
  id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  rev bigint NOT NULL DEFAULT 1,
  publisher_org uuid NOT NULL,
  publisher text NOT NULL,
  publisher_kind text NOT NULL,
  title text NOT NULL,
  title_zh text NOT NULL,
  about text,
  about_zh text,
  icon text NOT NULL,
  version bigint NOT NULL,
  status text NOT NULL,
  installs bigint NOT NULL,
  app uuid NOT NULL,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX listing_app ON catalogue.listing (org, publisher_org, app);
CREATE INDEX listing_status ON catalogue.listing (org, status, id);
SELECT kernel.seal('catalogue.listing');

CREATE TABLE catalogue.edition (
  org uuid NOT NULL,
  id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  rev bigint NOT NULL DEFAULT 1,
  listing uuid NOT NULL,
  number bigint NOT NULL,
  hash text NOT NULL,
  manifest jsonb NOT NULL,
  note text,
  PRIMARY KEY (org, id),
  UNIQUE (org, listing, number)
);
SELECT kernel.seal('catalogue.edition');

-- What anybody may know of the plaza: what is listed, and what he himself listed. Never who installed it.
CREATE FUNCTION catalogue.find(asker uuid, words text, before uuid, most bigint) RETURNS SETOF catalogue.listing
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT * FROM catalogue.listing l
  WHERE l.org = '00000000-0000-7000-8000-000000000001'
    AND (l.status = 'listed' OR l.publisher_org = asker)
    AND (before IS NULL OR l.id < before)
    AND (words = '' OR strpos(lower(l.title), lower(words)) > 0 OR strpos(lower(l.title_zh), lower(words)) > 0
      OR strpos(lower(l.publisher), lower(words)) > 0)
  ORDER BY l.id DESC LIMIT least(most, 1001)
$$;
REVOKE ALL ON FUNCTION catalogue.find FROM PUBLIC;
GRANT EXECUTE ON FUNCTION catalogue.find TO tenon_app;

-- One listing with a published version; a withdrawn one only for who published it.
CREATE FUNCTION catalogue.edition_of(asker uuid, wanted uuid, edition bigint) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT to_jsonb(l) || jsonb_build_object('number', e.number, 'manifest', e.manifest, 'note', e.note, 'published_at', e.created_at)
  FROM catalogue.listing l
  JOIN catalogue.edition e ON e.org = l.org AND e.listing = l.id AND e.number = coalesce(edition, l.version)
  WHERE l.org = '00000000-0000-7000-8000-000000000001' AND l.id = wanted
    AND (l.status = 'listed' OR l.publisher_org = asker)
$$;
REVOKE ALL ON FUNCTION catalogue.edition_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION catalogue.edition_of TO tenon_app;
