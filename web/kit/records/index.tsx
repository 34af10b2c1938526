import { Suspense, lazy, type ComponentType } from 'react'
import { Loading } from '../state.tsx'

/** Pages of records come on demand: dragging and virtual rows are no part of the first script. */
function late<P extends object>(load: () => Promise<ComponentType<P>>, shape: 'table' | 'list') {
  const Late = lazy(async () => ({ default: await load() })) as unknown as ComponentType<P>
  return function Waiting(props: P) {
    return (
      <Suspense fallback={<Loading shape={shape} rows={10} />}>
        <Late {...props} />
      </Suspense>
    )
  }
}

export const RecordBoard = late(async () => (await import('./board.tsx')).RecordBoard, 'table')
export const RecordCalendar = late(
  async () => (await import('./calendar.tsx')).RecordCalendar,
  'table',
)
export const CalendarDays = late(
  async () => (await import('./calendar-days.tsx')).CalendarDays,
  'table',
)
export const RecordTimeline = late(
  async () => (await import('./timeline.tsx')).RecordTimeline,
  'table',
)
export const RecordTable = late(async () => (await import('./table.tsx')).RecordTable, 'table')
export const RecordViews = late(async () => (await import('./views.tsx')).RecordViews, 'table')
export const RecordPanel = late(async () => (await import('./panel.tsx')).RecordPanel, 'list')

export type { RecordBoardProps, Group } from './groups.ts'
export type { CalendarDaysProps, Entry as CalendarEntry } from './calendar-days.tsx'
export type { RecordCalendarProps } from './calendar.tsx'
export type { RecordTimelineProps } from './timeline.tsx'
export type { RecordTableProps } from './table.tsx'
export type { RecordViewsProps, ViewKind } from './views.tsx'
export type { RecordPanelProps } from './panel.tsx'
export type { Relation } from './panel-related.tsx'
export type { Changer, RecordSource } from './source.ts'
export type { Setting as ViewSetting } from './saved-views.tsx'
export { useSource } from './source.ts'
export { whereOf } from './filter.ts'
