CREATE SCHEMA IF NOT EXISTS calendar;

CREATE TABLE calendar.calendar (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  name text NOT NULL, kind text NOT NULL, owner uuid, conversation uuid, main boolean NOT NULL, open text NOT NULL, hue bigint NOT NULL, zone text NOT NULL,
  CHECK (kind IN ('personal', 'group', 'holiday')),
  CHECK (open IN ('none', 'busy', 'read')),
  CHECK ((kind = 'personal') = (owner IS NOT NULL) AND (kind = 'group') = (conversation IS NOT NULL)),
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX calendar_main ON calendar.calendar (org, owner) WHERE main;
CREATE UNIQUE INDEX calendar_conversation ON calendar.calendar (org, conversation) WHERE conversation IS NOT NULL;
CREATE INDEX calendar_owner ON calendar.calendar (org, owner);
SELECT kernel.seal('calendar.calendar');

CREATE TABLE calendar.share (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  calendar uuid NOT NULL, person uuid, department uuid, level text NOT NULL,
  CHECK (level IN ('busy', 'read', 'write')),
  CHECK ((person IS NULL) <> (department IS NULL)),
  PRIMARY KEY (org, id),
  FOREIGN KEY (org, calendar) REFERENCES calendar.calendar (org, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX share_once ON calendar.share (org, calendar, person, department) NULLS NOT DISTINCT;
CREATE INDEX share_person ON calendar.share (org, person);
SELECT kernel.seal('calendar.share');

CREATE TABLE calendar.room (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  name text NOT NULL, place text, capacity bigint NOT NULL, equipment jsonb NOT NULL, status text NOT NULL, note text,
  CHECK (capacity > 0), CHECK (status IN ('open', 'closed')),
  PRIMARY KEY (org, id)
);
SELECT kernel.seal('calendar.room');

-- One row per event; a series is one row with a rule, a changed occurrence of it a row of its own.
CREATE TABLE calendar.event (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  calendar uuid NOT NULL, title text NOT NULL, place text, description text, meeting_link text, meeting jsonb,
  organiser uuid NOT NULL, all_day boolean NOT NULL, zone text NOT NULL,
  starts_at timestamptz NOT NULL, ends_at timestamptz NOT NULL, rule text, series_end timestamptz, skips jsonb,
  master uuid, original_at timestamptz, uid text NOT NULL, sequence bigint NOT NULL,
  status text NOT NULL, visibility text NOT NULL, busy boolean NOT NULL, reminders jsonb NOT NULL,
  CHECK (ends_at > starts_at OR (ends_at = starts_at AND NOT all_day)),
  CHECK (status IN ('confirmed', 'tentative', 'cancelled')),
  CHECK (visibility IN ('default', 'private', 'public')),
  CHECK ((master IS NULL) = (original_at IS NULL) AND (master IS NULL OR rule IS NULL)),
  PRIMARY KEY (org, id),
  FOREIGN KEY (org, calendar) REFERENCES calendar.calendar (org, id)
);
CREATE INDEX event_calendar ON calendar.event (org, calendar, starts_at) WHERE status <> 'cancelled';
CREATE INDEX event_organiser ON calendar.event (org, organiser, starts_at);
CREATE UNIQUE INDEX event_uid ON calendar.event (org, calendar, uid, original_at) NULLS NOT DISTINCT WHERE status <> 'cancelled';
CREATE UNIQUE INDEX event_exception ON calendar.event (org, master, original_at) WHERE master IS NOT NULL;
SELECT kernel.seal('calendar.event');

CREATE TABLE calendar.attendee (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  event uuid NOT NULL, kind text NOT NULL, person uuid, room uuid, email text, name text NOT NULL, via text,
  optional boolean NOT NULL, response text NOT NULL, comment text, responded_at timestamptz,
  CHECK (kind IN ('person', 'room', 'outside')),
  CHECK (response IN ('none', 'accepted', 'declined', 'tentative')),
  CHECK ((kind = 'person') = (person IS NOT NULL) AND (kind = 'room') = (room IS NOT NULL) AND (kind = 'outside') = (email IS NOT NULL)),
  PRIMARY KEY (org, id),
  FOREIGN KEY (org, event) REFERENCES calendar.event (org, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX attendee_once ON calendar.attendee (org, event, person, room, email) NULLS NOT DISTINCT;
CREATE INDEX attendee_person ON calendar.attendee (org, person, event) WHERE person IS NOT NULL;
SELECT kernel.seal('calendar.attendee');

-- What a room is taken for, occurrence by occurrence. Written only under a lock on the room's row.
CREATE TABLE calendar.booking (
  org uuid NOT NULL, room uuid NOT NULL, starts_at timestamptz NOT NULL, ends_at timestamptz NOT NULL, event uuid NOT NULL,
  PRIMARY KEY (org, room, starts_at),
  FOREIGN KEY (org, event) REFERENCES calendar.event (org, id) ON DELETE CASCADE
);
CREATE INDEX booking_event ON calendar.booking (org, event);
SELECT kernel.seal('calendar.booking');

CREATE TABLE calendar.feed (
  org uuid NOT NULL, id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1,
  person uuid NOT NULL, name text NOT NULL, hash text NOT NULL, detail text NOT NULL, used_at timestamptz, revoked_at timestamptz,
  CHECK (detail IN ('full', 'busy')),
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX feed_hash ON calendar.feed (org, hash);
CREATE INDEX feed_person ON calendar.feed (org, person);
SELECT kernel.seal('calendar.feed');
