CREATE SCHEMA IF NOT EXISTS directory;

CREATE TABLE directory.person (
  org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  name text NOT NULL, name_key text COLLATE "C" NOT NULL, pinyin text NOT NULL,
  email text, mobile text, staff_no text, job_title text, department uuid, manager uuid,
  status text NOT NULL CHECK (status IN ('active', 'invited', 'left')), account uuid, hired_on date,
  left_at timestamptz, avatar uuid, visibility text, contact_visibility text, custom jsonb,
  PRIMARY KEY (org, id)
);
-- Among colleagues these are unique; a leaver gives his free.
CREATE UNIQUE INDEX person_email ON directory.person (org, email) WHERE status <> 'left';
CREATE UNIQUE INDEX person_mobile ON directory.person (org, mobile) WHERE status <> 'left';
CREATE UNIQUE INDEX person_staff_no ON directory.person (org, staff_no) WHERE status <> 'left';
CREATE INDEX person_order ON directory.person (org, name_key, id);
CREATE INDEX person_department ON directory.person (org, department, name_key);
CREATE INDEX person_manager ON directory.person (org, manager) WHERE manager IS NOT NULL;
CREATE INDEX person_account ON directory.person (org, account) WHERE account IS NOT NULL;
SELECT kernel.seal('directory.person');

-- What a person is found by, each with its beginning: a prefix is a range of this index.
CREATE TABLE directory.person_key (
  org uuid NOT NULL, key text COLLATE "C" NOT NULL, kind text NOT NULL, person uuid NOT NULL,
  PRIMARY KEY (org, key, kind, person)
);
CREATE INDEX person_key_person ON directory.person_key (org, person);
SELECT kernel.seal('directory.person_key');

CREATE TABLE directory.department (
  org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  name text NOT NULL, name_key text COLLATE "C" NOT NULL, pinyin text NOT NULL, parent uuid, leader uuid,
  sort bigint NOT NULL, path jsonb NOT NULL,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX department_name ON directory.department (org, parent, name) NULLS NOT DISTINCT;
CREATE INDEX department_leader ON directory.department (org, leader) WHERE leader IS NOT NULL;
SELECT kernel.seal('directory.department');

-- Every department with all above it and itself, so that a subtree is one index range.
CREATE TABLE directory.department_closure (
  org uuid NOT NULL, ancestor uuid NOT NULL, descendant uuid NOT NULL, depth int NOT NULL,
  PRIMARY KEY (org, ancestor, descendant)
);
CREATE INDEX department_closure_up ON directory.department_closure (org, descendant, depth);
SELECT kernel.seal('directory.department_closure');

CREATE TABLE directory.post (
  org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  name text NOT NULL, description text,
  PRIMARY KEY (org, id)
);
SELECT kernel.seal('directory.post');

CREATE TABLE directory.assignment (
  org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  person uuid NOT NULL, department uuid NOT NULL, post uuid,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX assignment_person ON directory.assignment (org, person, department);
CREATE INDEX assignment_department ON directory.assignment (org, department);
CREATE INDEX assignment_post ON directory.assignment (org, post) WHERE post IS NOT NULL;
SELECT kernel.seal('directory.assignment');

CREATE TABLE directory."group" (
  org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  name text NOT NULL, description text,
  PRIMARY KEY (org, id)
);
SELECT kernel.seal('directory."group"');

CREATE TABLE directory.group_member (
  org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  "group" uuid NOT NULL, person uuid NOT NULL,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX group_member_person ON directory.group_member (org, person, "group");
CREATE INDEX group_member_group ON directory.group_member (org, "group");
SELECT kernel.seal('directory.group_member');

CREATE TABLE directory.field (
  org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  key text NOT NULL, title text NOT NULL, kind text NOT NULL, choices jsonb, required boolean NOT NULL, sort bigint NOT NULL,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX field_key ON directory.field (org, key);
SELECT kernel.seal('directory.field');
