CREATE SCHEMA IF NOT EXISTS cards;

CREATE TABLE cards.card (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  template text NOT NULL, version bigint NOT NULL, biz_key text NOT NULL, entity text NOT NULL, record uuid NOT NULL,
  data jsonb NOT NULL, summary text NOT NULL, state text NOT NULL CHECK (state IN ('open', 'closed')),
  PRIMARY KEY (org, id),
  UNIQUE (org, template, biz_key)
);
CREATE INDEX card_record ON cards.card (org, record);
SELECT kernel.seal('cards.card');

CREATE TABLE cards.delivery (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  card uuid NOT NULL, entity text NOT NULL, record uuid NOT NULL, space text NOT NULL, space_id uuid NOT NULL,
  policy text NOT NULL CHECK (policy IN ('live', 'live-readonly', 'snapshot')), snapshot jsonb,
  delivered_by text NOT NULL, forwarded_from uuid, forwarded_by uuid,
  PRIMARY KEY (org, id),
  CHECK ((policy = 'snapshot') = (snapshot IS NOT NULL))
);
CREATE INDEX delivery_card ON cards.delivery (org, card, id);
CREATE INDEX delivery_record ON cards.delivery (org, record);
CREATE INDEX delivery_space ON cards.delivery (org, space, id);
SELECT kernel.seal('cards.delivery');

CREATE TABLE cards.private_data (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  card uuid NOT NULL, person uuid NOT NULL, data jsonb NOT NULL,
  PRIMARY KEY (org, id),
  UNIQUE (org, card, person)
);
SELECT kernel.seal('cards.private_data');
