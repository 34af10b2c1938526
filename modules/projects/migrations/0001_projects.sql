CREATE SCHEMA IF NOT EXISTS projects;

CREATE TABLE projects.project (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  name text NOT NULL, key text NOT NULL, description text, template text, state text NOT NULL,
  conversation uuid, own_group boolean NOT NULL, states jsonb NOT NULL, fields jsonb, labels jsonb,
  -- The last task's number.
  counter bigint NOT NULL DEFAULT 0,
  CHECK (state IN ('active', 'archived')),
  PRIMARY KEY (org, id),
  UNIQUE (org, key)
);
SELECT kernel.seal('projects.project');

CREATE TABLE projects.member (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  project uuid NOT NULL, person uuid NOT NULL, role text NOT NULL,
  CHECK (role IN ('lead', 'member', 'guest')),
  PRIMARY KEY (org, id),
  UNIQUE (org, project, person)
);
CREATE INDEX member_person ON projects.member (org, person, project, role);
SELECT kernel.seal('projects.member');

CREATE TABLE projects.task (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  project uuid NOT NULL, number bigint NOT NULL, key text NOT NULL, title text NOT NULL, description text,
  state text NOT NULL, category text NOT NULL, position text COLLATE "C" NOT NULL,
  assignee uuid, priority text NOT NULL, start_on date, due_on date, estimate double precision,
  labels jsonb, parent uuid, blocked_by jsonb, custom jsonb, checklist jsonb, files jsonb,
  comments bigint NOT NULL DEFAULT 0, created_by text NOT NULL, done_at timestamptz,
  -- When the task's card was last posted in the group, and the day when its assignee was last reminded.
  told_at timestamptz, reminded_on date,
  CHECK (category IN ('todo', 'doing', 'done')),
  CHECK ((category = 'done') = (done_at IS NOT NULL)),
  PRIMARY KEY (org, id),
  UNIQUE (org, project, number)
);
CREATE INDEX task_board ON projects.task (org, project, position, id);
CREATE INDEX task_column ON projects.task (org, project, state, position);
CREATE INDEX task_assignee ON projects.task (org, assignee, category, due_on);
CREATE INDEX task_due ON projects.task (org, due_on) WHERE category <> 'done' AND due_on IS NOT NULL;
SELECT kernel.seal('projects.task');

CREATE TABLE projects.follower (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  project uuid NOT NULL, task uuid NOT NULL, person uuid NOT NULL,
  PRIMARY KEY (org, id),
  UNIQUE (org, task, person)
);
CREATE INDEX follower_person ON projects.follower (org, person, task);
SELECT kernel.seal('projects.follower');

CREATE TABLE projects.comment (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  project uuid NOT NULL, task uuid NOT NULL, author text NOT NULL, text text NOT NULL, mentions jsonb,
  PRIMARY KEY (org, id)
);
CREATE INDEX comment_task ON projects.comment (org, task, id);
SELECT kernel.seal('projects.comment');

CREATE TABLE projects.activity (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  project uuid NOT NULL, task uuid NOT NULL, by text NOT NULL, kind text NOT NULL, changes jsonb,
  PRIMARY KEY (org, id)
);
CREATE INDEX activity_task ON projects.activity (org, task, id);
SELECT kernel.seal('projects.activity');
