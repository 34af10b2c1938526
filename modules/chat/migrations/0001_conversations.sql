CREATE SCHEMA IF NOT EXISTS chat;
CREATE EXTENSION IF NOT EXISTS btree_gin;

-- Sequences and counters change with every message: no index holds them, and pages keep room, so that
-- PostgreSQL updates them in place.
CREATE TABLE chat.conversation (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  kind text NOT NULL CHECK (kind IN ('direct', 'group')), name text, avatar uuid, owner uuid,
  notice text, notice_by uuid, notice_at timestamptz,
  may_mention_all text NOT NULL DEFAULT 'all', may_add text NOT NULL DEFAULT 'all', may_pin text NOT NULL DEFAULT 'all',
  may_send text NOT NULL DEFAULT 'all', history_hidden boolean NOT NULL DEFAULT false,
  members bigint NOT NULL DEFAULT 0, last_seq bigint NOT NULL DEFAULT 0, posts bigint NOT NULL DEFAULT 0,
  last_at timestamptz NOT NULL DEFAULT now(),
  -- Both people of a direct conversation, smaller id first: two of them never open two.
  direct_key text, pinyin text,
  PRIMARY KEY (org, id)
) WITH (fillfactor = 50);
CREATE UNIQUE INDEX conversation_direct ON chat.conversation (org, direct_key) WHERE direct_key IS NOT NULL;
SELECT kernel.seal('chat.conversation');

CREATE TABLE chat.member (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  conversation uuid NOT NULL, person uuid NOT NULL, role text NOT NULL CHECK (role IN ('owner', 'admin', 'member')),
  joined_seq bigint NOT NULL DEFAULT 0, read_seq bigint NOT NULL DEFAULT 0, read_posts bigint NOT NULL DEFAULT 0,
  muted boolean NOT NULL DEFAULT false, top_at timestamptz, hidden_seq bigint,
  PRIMARY KEY (org, id),
  UNIQUE (org, conversation, person)
) WITH (fillfactor = 50);
CREATE INDEX member_person ON chat.member (org, person);
SELECT kernel.seal('chat.member');

CREATE TABLE chat.message (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  conversation uuid NOT NULL, seq bigint NOT NULL,
  -- How many messages count as unread up to and including this one.
  post_no bigint NOT NULL,
  kind text NOT NULL, sender text, text text NOT NULL, body jsonb, mentions jsonb, mention_all boolean,
  reply_to uuid, thread uuid, replies bigint, client_id text,
  edited_at timestamptz, recalled_at timestamptz, recalled_by text, reactions jsonb, pinned_at timestamptz, pinned_by uuid,
  PRIMARY KEY (org, id),
  UNIQUE (org, conversation, seq)
) WITH (fillfactor = 90);
CREATE INDEX message_thread ON chat.message (org, thread, seq) WHERE thread IS NOT NULL;
CREATE INDEX message_pinned ON chat.message (org, conversation, pinned_at) WHERE pinned_at IS NOT NULL;
SELECT kernel.seal('chat.message');

-- Who was mentioned where. The nil person stands for everybody.
CREATE TABLE chat.mention (
  org uuid NOT NULL, conversation uuid NOT NULL, person uuid NOT NULL, seq bigint NOT NULL,
  PRIMARY KEY (org, conversation, person, seq)
);
CREATE INDEX mention_person ON chat.mention (org, person, conversation, seq);
SELECT kernel.seal('chat.mention');

-- What a message said before it was edited.
CREATE TABLE chat.edit (
  org uuid NOT NULL, id uuid NOT NULL, message uuid NOT NULL, text text NOT NULL, body jsonb, edited_at timestamptz NOT NULL,
  PRIMARY KEY (org, id)
);
CREATE INDEX edit_message ON chat.edit (org, message, id);
SELECT kernel.seal('chat.edit');

-- Words of messages, kept apart from them so that sending never waits for an index.
CREATE TABLE chat.word (
  org uuid NOT NULL, message uuid NOT NULL, conversation uuid NOT NULL, seq bigint NOT NULL, words tsvector NOT NULL,
  PRIMARY KEY (org, message)
);
CREATE INDEX word_words ON chat.word USING gin (org, words);
SELECT kernel.seal('chat.word');

-- How far words and notices have followed the messages: everything up to this message id is done.
CREATE TABLE chat.progress (org uuid NOT NULL, upto uuid NOT NULL, PRIMARY KEY (org));
SELECT kernel.seal('chat.progress');

-- Organisations with messages not followed yet; for a server that starts again.
CREATE FUNCTION chat.behind() RETURNS TABLE (org uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT DISTINCT c.org FROM chat.conversation c LEFT JOIN chat.progress p ON p.org = c.org
  WHERE c.last_seq > 0 AND (p.org IS NULL OR EXISTS (SELECT 1 FROM chat.message m WHERE m.org = c.org AND m.id > p.upto))
$$;
REVOKE ALL ON FUNCTION chat.behind FROM PUBLIC;
GRANT EXECUTE ON FUNCTION chat.behind TO tenon_app;

-- Where a member finds words: only his conversations, and only what he may see of them. One function
-- for all organisations' rows because under row-level security a match on words is no index condition
-- where the operator may not be marked LEAKPROOF.
CREATE FUNCTION chat.find(in_org uuid, in_person uuid, query tsquery, patterns text[], in_conversation uuid, in_sender text,
  in_kind text, since timestamptz, until timestamptz, before uuid, wanted int)
RETURNS TABLE (message uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH place AS MATERIALIZED (
    SELECT b.conversation, CASE WHEN c.history_hidden THEN b.joined_seq ELSE 0 END AS floor
    FROM chat.member b JOIN chat.conversation c ON c.org = b.org AND c.id = b.conversation
    WHERE b.org = in_org AND b.person = in_person AND (in_conversation IS NULL OR b.conversation = in_conversation)
      AND in_org = current_setting('tenon.org')::uuid
  ), done AS MATERIALIZED (
    SELECT coalesce((SELECT p.upto FROM chat.progress p WHERE p.org = in_org), '00000000-0000-0000-0000-000000000000'::uuid) AS upto
  ), hit AS (
    SELECT w.message, w.conversation, w.seq FROM chat.word w WHERE w.org = in_org AND w.words @@ query
    UNION
    SELECT m.id, m.conversation, m.seq FROM chat.message m, done WHERE m.org = in_org AND m.id > done.upto AND m.text ILIKE ALL (patterns)
  )
  SELECT m.id FROM hit JOIN place p ON p.conversation = hit.conversation AND hit.seq > p.floor
  JOIN chat.message m ON m.org = in_org AND m.id = hit.message
  WHERE m.recalled_at IS NULL AND m.kind <> 'system' AND (before IS NULL OR m.id < before)
    AND (in_sender IS NULL OR m.sender = in_sender) AND (in_kind IS NULL OR m.kind = in_kind)
    AND (since IS NULL OR m.created_at >= since) AND (until IS NULL OR m.created_at < until)
  ORDER BY m.id DESC LIMIT wanted
$$;
REVOKE ALL ON FUNCTION chat.find FROM PUBLIC;
GRANT EXECUTE ON FUNCTION chat.find TO tenon_app;
