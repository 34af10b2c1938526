import { useState } from 'react'
import {
  Button,
  Check,
  DayField,
  Dialog,
  ErrorLine,
  Field,
  PersonPicker,
  RecordPicker,
  SelectField,
  TextField,
  refreshActions,
  t,
  told,
  useCommand,
} from '#web'
import { Availability } from './availability.tsx'
import { beginning, inputOf, momentsOf, type Draft } from './draft.ts'
import { FindTime } from './find-time.tsx'
import { RepeatField } from './repeat-field.tsx'
import { RoomField } from './room-field.tsx'
import { ErrorWords } from './refusal.tsx'
import { TimeField } from './time-field.tsx'
import type { Calendar, EventView } from './types.ts'

/** Short at first: a title and a time are an event. The rest opens when it is wanted. */
export function EventForm({
  draft: start,
  calendars,
  me,
  onClose,
  onDone,
}: {
  draft: Draft
  calendars: readonly Calendar[]
  me: string
  onClose: () => void
  onDone: (id: string) => void
}) {
  const [draft, setDraft] = useState(start)
  const [more, setMore] = useState(Boolean(start.event))
  const put = (patch: Partial<Draft>) => setDraft((now) => ({ ...now, ...patch }))
  const [from, to] = momentsOf(draft)
  const wrong = !(to >= from) ? t('It ends before it begins.') : undefined
  const [action, input] = inputOf(draft)
  const save = useCommand<EventView & { conflicts: { name: string }[] }>(action, {
    refresh: ['calendar.event', 'calendar.calendar', 'calendar.busy'],
    onDone: (made) => {
      refreshActions(['cards.card'])
      if (made.conflicts.length > 0)
        told(
          t('Saved. Taken at that time: {names}.', {
            names: made.conflicts.map(({ name }) => name).join('、'),
          }),
        )
      onClose()
      onDone(made.id)
    },
  })
  const writable = calendars.filter(({ level }) => level === 'write')
  return (
    <Dialog title={start.event ? t('Change the event') : t('New event')} wide onClose={onClose}>
      <form
        className="form event-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (draft.title.trim() && !wrong) save.mutate(input)
        }}
      >
        <TextField
          label={t('Title')}
          autoFocus
          required
          maxLength={200}
          value={draft.title}
          onChange={(title) => put({ title })}
        />
        <div className="event-when">
          <DayField
            label={t('Begins on')}
            required
            value={draft.day}
            onChange={(day) => day && setDraft(beginning(draft, { day }))}
          />
          {!draft.allDay && (
            <TimeField
              label={t('At')}
              value={draft.from}
              onChange={(at) => setDraft((now) => beginning(now, { from: at }))}
            />
          )}
          <DayField
            label={t('Ends on')}
            required
            error={wrong}
            value={draft.lastDay}
            onChange={(lastDay) => lastDay && put({ lastDay })}
          />
          {!draft.allDay && (
            <TimeField label={t('Until')} value={draft.to} onChange={(to) => put({ to })} />
          )}
        </div>
        <Check label={t('All day')} checked={draft.allDay} onChange={(allDay) => put({ allDay })} />
        <Field label={t('Invite')}>
          {(wires) => (
            <PersonPicker
              wires={wires}
              many
              without={[me]}
              value={draft.people}
              onChange={(people) => put({ people })}
            />
          )}
        </Field>
        {(draft.people.length > 0 || draft.rooms.length > 0) && !draft.allDay && (
          <Availability
            people={[me, ...draft.people]}
            rooms={draft.rooms}
            from={from}
            to={to}
            except={draft.event?.id}
          />
        )}
        {draft.people.length > 0 && !draft.allDay && (
          <FindTime
            people={[me, ...draft.people]}
            from={from}
            minutes={Math.max(15, Math.round((to.getTime() - from.getTime()) / 60_000))}
            onChoose={(at) => setDraft(beginning(draft, at))}
          />
        )}
        {more ? (
          <>
            {draft.part !== 'this' && (
              <RepeatField rule={draft.rule} day={draft.day} onChange={(rule) => put({ rule })} />
            )}
            {!draft.event && (
              <Field
                label={t('Invite departments')}
                help={t('Everybody in them now; who joins later is not invited.')}
              >
                {(wires) => (
                  <RecordPicker
                    wires={wires}
                    entity="directory.department"
                    many
                    value={draft.departments}
                    onChange={(departments) => put({ departments })}
                  />
                )}
              </Field>
            )}
            {!draft.event && (
              <Field
                label={t('Post in a group')}
                help={t('A card of the event is posted there; who is invited answers on it.')}
              >
                {(wires) => (
                  <RecordPicker
                    wires={wires}
                    entity="chat.conversation"
                    value={draft.group}
                    onChange={(group) => put({ group })}
                  />
                )}
              </Field>
            )}
            <TextField
              label={t('Invite from outside')}
              help={t('E-mail addresses. They get an invitation that any calendar understands.')}
              value={draft.emails}
              onChange={(emails) => put({ emails })}
            />
            <RoomField
              value={draft.rooms}
              from={from}
              to={to}
              except={draft.event?.id}
              onChange={(rooms) => put({ rooms })}
            />
            <TextField
              label={t('Place')}
              maxLength={300}
              value={draft.place}
              onChange={(place) => put({ place })}
            />
            <TextField
              label={t('Meeting link')}
              type="url"
              placeholder="https://"
              value={draft.link}
              onChange={(link) => put({ link })}
            />
            <Field label={t('Description')}>
              {(wires) => (
                <textarea
                  {...wires}
                  className="input area"
                  rows={3}
                  maxLength={10_000}
                  value={draft.description}
                  onChange={(event) => put({ description: event.target.value })}
                />
              )}
            </Field>
            <div className="event-when">
              {!draft.event && writable.length > 1 && (
                <SelectField
                  label={t('Calendar')}
                  value={draft.calendar}
                  onChange={(calendar) => put({ calendar })}
                  options={writable.map(({ id, name, main }) => ({
                    value: id,
                    label: main ? t('My calendar') : name,
                  }))}
                />
              )}
              <SelectField
                label={t('Others see')}
                value={draft.visibility}
                onChange={(visibility) => put({ visibility: visibility as Draft['visibility'] })}
                options={[
                  { value: 'default', label: t('As the calendar says') },
                  { value: 'private', label: t('Only that I am busy') },
                  { value: 'public', label: t('All details') },
                ]}
              />
              <SelectField
                label={t('Remind me')}
                value={draft.reminder}
                onChange={(reminder) => put({ reminder })}
                options={[
                  { value: '', label: t('Not at all') },
                  { value: '0', label: t('When it begins') },
                  { value: '10', label: t('10 minutes before') },
                  { value: '30', label: t('30 minutes before') },
                  { value: '60', label: t('1 hour before') },
                  { value: '1440', label: t('1 day before') },
                ]}
              />
            </div>
            <Check
              label={t('Takes my time')}
              checked={draft.busy}
              onChange={(busy) => put({ busy })}
            />
          </>
        ) : (
          <Button icon="down" tone="quiet" onClick={() => setMore(true)}>
            {t('Repeat, room, place and more')}
          </Button>
        )}
        {save.problem && <ErrorWords problem={save.problem} />}
        <ErrorLine problem={save.problem} />
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button
            submit
            tone="primary"
            busy={save.isPending}
            disabled={!draft.title.trim() || Boolean(wrong) || save.isPending}
          >
            {start.event ? t('Save') : t('Plan')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
