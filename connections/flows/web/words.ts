import { exactTime, t, type Catalog } from '#web'
import type { FlowRow, KindInfo, RunState, SeenStep, Step, Trigger } from './types.ts'

/** What begins a flow, as one says it. */
export function triggerWords(trigger: Trigger, catalog: Catalog): string {
  switch (trigger.kind) {
    case 'manual':
      return t('When somebody starts it')
    case 'event':
      return trigger.event
        ? t('When this happens: {event}', { event: eventWords(trigger.event, catalog) })
        : t('When something happens')
    case 'record':
      return trigger.entity
        ? t('When a record changes: {entity}', { entity: catalog.title(trigger.entity) })
        : t('When a record changes')
    case 'schedule':
      return cronWords(trigger.cron, trigger.workdays === true)
    case 'webhook':
      return t('When its address is called')
    case 'poll':
      return t('When {action} gives something new', { action: catalog.title(trigger.action) })
    case 'mention':
      return t('When a message says “{word}”', { word: trigger.word })
    case 'button':
      return t('When the button “{title}” is pressed', { title: trigger.title })
  }
}

/** The same from the flow's row, which keeps less. */
export function rowTriggerWords(row: FlowRow, catalog: Catalog): string {
  switch (row.trigger_kind) {
    case 'event':
      return t('When this happens: {event}', { event: eventWords(row.trigger_on ?? '', catalog) })
    case 'record':
      return typeof row['watches'] === 'string'
        ? t('When a record changes: {entity}', { entity: catalog.title(row['watches']) })
        : t('When a record changes')
    case 'manual':
      return t('When somebody starts it')
    case 'schedule':
      return t('By the clock')
    case 'webhook':
      return t('When its address is called')
    case 'poll':
      return t('When something new is found')
    case 'mention':
      return t('When a message says a word')
    case 'button':
      return t('When a button is pressed')
  }
}

export const eventWords = (event: string, catalog: Catalog) =>
  catalog.title(event.includes('#') ? event.slice(event.indexOf('#') + 1) : event)

const WEEK = /^[1-5]-[1-5]$|^[0-7](,[0-7])*$/

/** Everyday times in words; others as they are written. */
export function cronWords(cron: string, workdays: boolean): string {
  const [minute = '', hour = '', day = '', month = '', week = ''] = cron.trim().split(/\s+/)
  const every = /^\*\/(\d+)$/.exec(minute)
  const rest = hour === '*' && day === '*' && month === '*' && week === '*'
  if (every && rest) return t('Every {n} minutes', { n: Number(every[1]) })
  if (/^\d+$/.test(minute) && rest) return t('Every hour at minute {n}', { n: Number(minute) })
  if (!/^\d+$/.test(minute) || !/^\d+$/.test(hour) || month !== '*')
    return t('By the clock: {cron}', { cron })
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`
  if (day === '*' && week === '*')
    return workdays
      ? t('Every working day at {time}', { time })
      : t('Every day at {time}', { time })
  if (/^\d+$/.test(day) && week === '*')
    return t('On day {day} of each month at {time}', { day: Number(day), time })
  if (day === '*' && week === '1-5') return t('Monday to Friday at {time}', { time })
  if (day === '*' && WEEK.test(week)) return t('Every week at {time} ({cron})', { time, cron })
  return t('By the clock: {cron}', { cron })
}

export const stateWords = (state: FlowRow['state']): string =>
  ({ enabled: t('On'), disabled: t('Off'), stopped: t('Stopped'), deleted: t('Deleted') })[state]

export const STATE_TONE = {
  enabled: 'success',
  disabled: '',
  stopped: 'danger',
  deleted: '',
} as const

export const runWords = (state: RunState): string =>
  ({
    queued: t('In line'),
    collecting: t('Collecting'),
    ready: t('About to run'),
    running: t('Running'),
    waiting: t('Waiting'),
    done: t('Done'),
    failed: t('Failed'),
    cancelled: t('Cancelled'),
  })[state]

export const RUN_TONE: Record<RunState, string> = {
  queued: '',
  collecting: '',
  ready: '',
  running: 'accent',
  waiting: 'warning',
  done: 'success',
  failed: 'danger',
  cancelled: '',
}
export const RUN_ICON: Record<RunState, string> = {
  queued: 'list',
  collecting: 'list',
  ready: 'forward',
  running: 'refresh',
  waiting: 'history',
  done: 'check',
  failed: 'warning',
  cancelled: 'close',
}
export const ENDED: readonly RunState[] = ['done', 'failed', 'cancelled']

export const seenWords = (state: SeenStep['state']): string =>
  ({
    done: t('Done'),
    failed: t('Failed'),
    skipped: t('Left out'),
    waiting: t('Waiting'),
    retry: t('To be tried again'),
    running: t('Running'),
    uncertain: t('Uncertain'),
  })[state]
export const SEEN_TONE: Record<SeenStep['state'], string> = {
  done: 'success',
  failed: 'danger',
  skipped: '',
  waiting: 'warning',
  retry: 'warning',
  running: 'accent',
  uncertain: 'warning',
}
export const SEEN_ICON: Record<SeenStep['state'], string> = {
  done: 'check',
  failed: 'warning',
  skipped: 'forward',
  waiting: 'history',
  retry: 'refresh',
  running: 'refresh',
  uncertain: 'info',
}

/** Who can do something about it. */
export const classWords = (kind: string): string =>
  ({
    auth: t('Sign-in or account'),
    rate: t('Too many calls'),
    data: t('Data'),
    unavailable: t('Not reachable'),
    timeout: t('Took too long'),
    refused: t('Not allowed'),
    uncertain: t('Uncertain'),
    bug: t('Fault in Tenon'),
  })[kind] ?? kind

export const causeWords = (cause: string): string =>
  ({
    manual: t('Started by hand'),
    event: t('An event'),
    record: t('A record'),
    schedule: t('The clock'),
    webhook: t('A call to its address'),
    poll: t('Something new'),
    mention: t('A message'),
    button: t('A button'),
    replay: t('Run again'),
    flow: t('Another flow'),
  })[cause] ?? cause

/** What a step is called: its own title, else its action's, else its kind's. */
export function stepTitle(step: Step, kind: KindInfo | undefined, catalog: Catalog): string {
  if (step.title) return step.title
  const action = step['action']
  if (typeof action === 'string' && action !== '') return actionWords(action, catalog)
  return kind ? t(kind.title) : step.kind
}
export const actionWords = (action: string, catalog: Catalog) =>
  catalog.title(action.includes('#') ? action.slice(action.indexOf('#') + 1) : action)

export const ICONS: Record<string, string> = {
  call: 'apps',
  choose: 'swap',
  switch: 'swap',
  set: 'edit',
  log: 'document',
  fail: 'warning',
  each: 'refresh',
  while: 'refresh',
  parallel: 'columns',
  try: 'approval',
  wait: 'history',
  ask: 'person',
  flow: 'link',
  http: 'globe',
  code: 'code',
  filter: 'filter',
}
export const kindIcon = (kind: string) => ICONS[kind] ?? 'square'

export function msText(ms: number): string {
  if (ms < 1) return t('under 1 ms')
  if (ms < 1000) return t('{n} ms', { n: Math.round(ms) })
  if (ms < 60_000) return t('{n} s', { n: Math.round(ms / 100) / 10 })
  return t('{n} min', { n: Math.round(ms / 6000) / 10 })
}

export const dueText = (at: string) => t('until {time}', { time: exactTime(at) })
