import { useState } from 'react'
import {
  Button,
  CalendarDays,
  Dialog,
  ErrorLine,
  ErrorState,
  Head,
  IconButton,
  Loading,
  Page,
  Segmented,
  go,
  remembered,
  t,
  useCatalog,
  useSearch,
  useSignal,
  type ModulePageProps,
} from '#web'
import { Agenda } from './agenda.tsx'
import { CalendarSide } from './calendar-side.tsx'
import { addDays, dayOf, daysFrom, momentOf, rangeOf, stepped, titleOf, today } from './days.ts'
import { fresh, type Draft } from './draft.ts'
import { EventForm } from './event-form.tsx'
import { EventPanel } from './event-panel.tsx'
import { HourGrid } from './hour-grid.tsx'
import { ImportDialog } from './import-dialog.tsx'
import { useKeys } from './keys.ts'
import { LinksDialog } from './links-dialog.tsx'
import { entryOf } from './month.ts'
import { useMoves } from './moves.ts'
import { useNarrow } from './narrow.ts'
import { PartDialog } from './part-dialog.tsx'
import { hueFor, shown, useCalendars, useNames, useOccurrences } from './shown.ts'
import { keyOf, type Occurrence, type View } from './types.ts'

const VIEWS: readonly View[] = ['day', 'week', 'month', 'agenda']
const NARROW: readonly View[] = ['agenda', 'day']

/** One's time: by the day, week, month, or as a list of what comes. */
export function CalendarPage({ page, rest }: ModulePageProps) {
  const catalog = useCatalog()
  const narrow = useNarrow()
  const search = useSearch()
  const views = narrow ? NARROW : VIEWS
  const wished = (search.get('view') ??
    remembered.get('calendar.view') ??
    (narrow ? 'agenda' : 'week')) as View
  const view = views.includes(wished) ? wished : views[0]!
  const day = /^\d{4}-\d\d-\d\d$/.test(search.get('day') ?? '') ? search.get('day')! : today()
  const [first, end] = rangeOf(view, day)
  const sight = useSignal(shown)
  const calendars = useCalendars()
  const names = useNames(sight.people)
  const { items: fetched, problem, isLoading, refetch, data } = useOccurrences(first, end, sight)
  const moves = useMoves()
  const items = fetched.map(moves.overlay)
  const [draft, setDraft] = useState<Draft>()
  const [open, setOpen] = useState<'side' | 'links' | 'import'>()

  const to = (next: View, on: string) => {
    remembered.set('calendar.view', next)
    go(`${page.path}?view=${next}&day=${on}`)
  }
  const look = (one: Occurrence) =>
    one.event &&
    go(`${page.path}/event/${one.event}?view=${view}&day=${day}${one.at ? `&at=${one.at}` : ''}`)
  const create = (from = nextHour(day), until = new Date(from.getTime() + 3_600_000)) =>
    setDraft(fresh(from, until, calendars))
  useKeys({
    n: () => create(),
    t: () => to(view, today()),
    j: () => to(view, stepped(view, day, 1)),
    k: () => to(view, stepped(view, day, -1)),
    d: () => to('day', day),
    ...(narrow ? {} : { w: () => to('week', day), m: () => to('month', day) }),
    a: () => to('agenda', day),
  })
  const hue = (one: Occurrence) => hueFor(one, calendars, sight.people)
  const whose = (one: Occurrence) => {
    const others = one.people.filter((person) => sight.people.includes(person))
    return one.mine === undefined && others.length > 0
      ? others.map((id) => names.get(id) ?? '…').join(', ')
      : undefined
  }
  const chosen = rest[0] === 'event' ? rest[1] : undefined
  const back = `${page.path}?view=${view}&day=${day}`
  const side = (
    <CalendarSide
      calendars={calendars}
      onLinks={() => setOpen('links')}
      onImport={() => setOpen('import')}
    />
  )
  const add = (
    <Button tone="primary" icon="plus" aria-keyshortcuts="n" onClick={() => create()}>
      {t('New event')}
    </Button>
  )
  const words = { day: t('One day'), week: t('Week'), month: t('Month'), agenda: t('Agenda') }
  return (
    <Page
      {...(narrow ? {} : { list: side })}
      side={
        chosen && (
          <EventPanel
            key={chosen}
            id={chosen}
            at={search.get('at') ?? undefined}
            onClose={() => go(back)}
            onEdit={setDraft}
          />
        )
      }
    >
      <Head
        title={titleOf(view, day)}
        primary={add}
        menu={narrow ? [{ label: t('Calendars'), icon: 'list', run: () => setOpen('side') }] : []}
      />
      <div className="tools calendar-tools">
        <Button onClick={() => to(view, today())} aria-keyshortcuts="t">
          {t('Today')}
        </Button>
        <IconButton
          icon="left"
          label={t('Before')}
          aria-keyshortcuts="k"
          onClick={() => to(view, stepped(view, day, -1))}
        />
        <IconButton
          icon="right"
          label={t('After')}
          aria-keyshortcuts="j"
          onClick={() => to(view, stepped(view, day, 1))}
        />
        <span className="grow" />
        <Segmented
          label={t('View')}
          value={view}
          onChange={(next) => to(next, day)}
          options={views.map((value) => ({ value, label: words[value] }))}
        />
      </div>
      {[...moves.problems].map(([key, one]) => (
        <div key={key} className="calendar-refused" role="alert">
          <ErrorLine problem={one} />
          <IconButton icon="close" label={t('Close')} onClick={() => moves.forgive(key)} />
        </div>
      ))}
      {data?.truncated && (
        <p className="calendar-note muted">
          {t('There is more than is shown. Look at a shorter time.')}
        </p>
      )}
      {problem ? (
        <ErrorState problem={problem} onRetry={() => void refetch()} />
      ) : isLoading ? (
        <Loading rows={8} shape="table" />
      ) : view === 'agenda' ? (
        <Agenda
          first={first}
          count={daysFrom(first, 31).length}
          {...{ items, hue, whose }}
          onOpen={look}
        >
          {add}
        </Agenda>
      ) : view === 'month' ? (
        <CalendarDays
          entries={items.map((one) => entryOf(one, hue(one), whose(one)))}
          first={first}
          end={end}
          month={day.slice(0, 7)}
          change={moves}
          movable
          label={titleOf(view, day)}
          onOpen={(row) => look(row as unknown as Occurrence)}
          onCreate={(on) => create(momentOf(on, 540))}
          onDay={(on) => to('day', on)}
          onMove={(row, days) =>
            moves.move(
              shifted(
                items.find((one) => keyOf(one) === row.id)!,
                days,
              ),
            )
          }
        />
      ) : (
        <HourGrid
          days={daysFrom(first, view === 'day' ? 1 : 7)}
          {...{ items, hue, whose }}
          onOpen={look}
          onCreate={create}
          onMove={moves.move}
        />
      )}
      {draft && (
        <EventForm
          draft={draft}
          calendars={calendars}
          me={catalog.actor.id}
          onClose={() => setDraft(undefined)}
          onDone={(id) => go(`${page.path}/event/${id}?view=${view}&day=${day}`)}
        />
      )}
      {moves.asking && <PartDialog title={t('Move which?')} onChoose={moves.answer} />}
      {open === 'side' && (
        <Dialog title={t('Calendars')} onClose={() => setOpen(undefined)}>
          {side}
        </Dialog>
      )}
      {open === 'links' && <LinksDialog onClose={() => setOpen(undefined)} />}
      {open === 'import' && (
        <ImportDialog calendars={calendars} onClose={() => setOpen(undefined)} />
      )}
    </Page>
  )
}

/** The same clock time some days later, whatever the clocks do in between. */
function shifted(one: Occurrence, days: number) {
  const moved = (iso: string) => {
    const at = new Date(iso)
    const minutes = at.getHours() * 60 + at.getMinutes()
    return momentOf(addDays(dayOf(at), days), minutes).toISOString()
  }
  const starts_at = moved(one.starts_at)
  const length = Date.parse(one.ends_at) - Date.parse(one.starts_at)
  return { one, starts_at, ends_at: new Date(Date.parse(starts_at) + length).toISOString() }
}

/** What one plans today begins with the next full hour; another day begins at nine. */
function nextHour(day: string): Date {
  return day === today() ? momentOf(day, (new Date().getHours() + 1) * 60) : momentOf(day, 540)
}
