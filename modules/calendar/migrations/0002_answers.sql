-- What somebody invited to a series answered for one occurrence of it; the others keep his answer for the whole.
CREATE TABLE calendar.answer (
  org uuid NOT NULL, event uuid NOT NULL, attendee uuid NOT NULL, at timestamptz NOT NULL,
  response text NOT NULL, comment text, responded_at timestamptz NOT NULL,
  CHECK (response IN ('accepted', 'declined', 'tentative')),
  PRIMARY KEY (org, attendee, at),
  FOREIGN KEY (org, event) REFERENCES calendar.event (org, id) ON DELETE CASCADE
);
CREATE INDEX answer_event ON calendar.answer (org, event, at);
SELECT kernel.seal('calendar.answer');
