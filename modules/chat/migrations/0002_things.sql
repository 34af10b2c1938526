-- Devices and apps that stand in a group. They are no members: who counts, reads and is told are people.
CREATE TABLE chat.thing (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  conversation uuid NOT NULL, kind text NOT NULL CHECK (kind IN ('device', 'app')), thing uuid NOT NULL, name text NOT NULL,
  PRIMARY KEY (org, id),
  UNIQUE (org, thing, conversation)
);
CREATE INDEX thing_conversation ON chat.thing (org, conversation);
SELECT kernel.seal('chat.thing');
