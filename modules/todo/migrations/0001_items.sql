CREATE SCHEMA IF NOT EXISTS todo;

CREATE TABLE todo.item (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  person uuid NOT NULL, title text NOT NULL, source text NOT NULL, key text NOT NULL,
  entity text, record uuid, card uuid, link text,
  due_on date, priority text NOT NULL, sort_key text COLLATE "C" NOT NULL,
  state text NOT NULL, settled_at timestamptz, action text, input jsonb,
  CHECK (state IN ('open', 'done', 'dropped')),
  CHECK ((state = 'open') = (settled_at IS NULL)),
  PRIMARY KEY (org, id),
  UNIQUE (org, source, key)
);
CREATE INDEX item_open ON todo.item (org, person, state, sort_key, id);
CREATE INDEX item_settled ON todo.item (org, person, settled_at, id) WHERE state <> 'open';
SELECT kernel.seal('todo.item');
