CREATE SCHEMA IF NOT EXISTS notify;

CREATE TABLE notify.notice (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  person uuid NOT NULL, kind text NOT NULL, title text NOT NULL, title_zh text, body text, body_zh text,
  link text, card uuid, read_at timestamptz,
  PRIMARY KEY (org, id)
);
CREATE INDEX notice_person ON notify.notice (org, person, id);
CREATE INDEX notice_unread ON notify.notice (org, person, id) WHERE read_at IS NULL;
SELECT kernel.seal('notify.notice');

CREATE TABLE notify.preference (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  person uuid NOT NULL, kind text NOT NULL, push boolean NOT NULL, mail boolean NOT NULL, language text,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX preference_kind ON notify.preference (org, person, kind);
SELECT kernel.seal('notify.preference');

CREATE TABLE notify.push_target (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  person uuid NOT NULL, endpoint text NOT NULL, p256dh text NOT NULL, auth text NOT NULL, browser text, language text,
  PRIMARY KEY (org, id)
);
CREATE INDEX push_target_person ON notify.push_target (org, person);
CREATE UNIQUE INDEX push_target_endpoint ON notify.push_target (org, md5(endpoint));
SELECT kernel.seal('notify.push_target');

-- The key pair by which push services know the organisation; the private half is sealed.
CREATE TABLE notify.push_key (
  org uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), public_key text NOT NULL, private_key text NOT NULL,
  PRIMARY KEY (org)
);
SELECT kernel.seal('notify.push_key');
