import {
  Empty,
  RecordBoard,
  RecordCalendar,
  RecordTable,
  RecordTimeline,
  call,
  t,
  told,
  useCatalog,
  type Answer,
  type Row,
} from '#web'
import { TaskFace } from './task-face.tsx'
import type { Task, View } from './types.ts'
import type { Open } from './use-project.ts'

interface Moved {
  task: Task
  before: { state: string; after: string | null }
}

/** The same tasks on a board, in a table, by day and along time: the kit's own views, fed live. */
export function ProjectViews({
  view,
  open,
  tasks,
  narrowed,
  chosen,
  onOpen,
}: {
  view: View
  open: Open
  tasks: Task[]
  narrowed: boolean
  chosen: string | undefined
  onOpen: (task: string) => void
}) {
  const { actor } = useCatalog()
  const { project, role } = open
  const nameOf = (key: string) => project.states.find((one) => one.key === key)?.name ?? key
  const still = new Set(open.tasks.filter((one) => one.category !== 'done').map(({ id }) => id))
  const mayChange = (row: Row) =>
    project.state === 'active' && (role !== 'guest' || row['assignee'] === actor.id)

  const move = async (row: Row, patch: Record<string, unknown>): Promise<Answer<unknown>> => {
    const { state, after } = patch as { state: string; after?: string | null }
    const place = { task: row.id, state, ...(after === undefined ? {} : { after }) }
    const answer = await call<Moved>('projects.task.move', place)
    if (!answer.ok) return answer
    const { before, task } = answer.value
    const words =
      before.state === state
        ? t('{task} has another place.', { task: task.key })
        : t('{task} is now in “{state}”.', { task: task.key, state: nameOf(state) })
    told(words, () => void call('projects.task.move', { task: row.id, ...before }))
    return { ok: true, value: task }
  }
  const change = (row: Row, patch: Record<string, unknown>): Promise<Answer<unknown>> => {
    const named = project.states.find(({ key, name }) =>
      [key, name].includes(String(patch['state'])),
    )
    const state = patch['state'] === undefined ? {} : { state: named?.key ?? patch['state'] }
    return call('projects.task.update', { task: row.id, ...patch, ...state })
  }

  const source = {
    entity: 'projects.task',
    onOpen: (row: Row) => onOpen(row.id),
    change: project.state === 'active' && role !== 'guest' ? change : (false as const),
    label: t('Tasks of {project}', { project: project.name }),
    empty: narrowed ? (
      <Empty icon="search" title={t('Nothing matches')}>
        {t('Take away a filter or search for something else.')}
      </Empty>
    ) : (
      <Empty icon="task" title={t('No tasks yet')}>
        {role === 'guest'
          ? t('Tasks that are given to you, or that you follow, stand here.')
          : t('Make the first one, or import a list.')}
      </Empty>
    ),
  }
  if (view === 'table')
    return (
      <RecordTable
        {...source}
        name="projects.projects"
        rows={tasks.toSorted(byNumber).map((task) => ({ ...task, state: nameOf(task.state) }))}
        columns={[
          'key',
          'title',
          'state',
          'assignee',
          'priority',
          'start_on',
          'due_on',
          'estimate',
        ]}
        selected={chosen}
      />
    )
  if (view === 'calendar') return <RecordCalendar {...source} rows={tasks} date="due_on" />
  if (view === 'timeline')
    return (
      <RecordTimeline
        {...source}
        rows={tasks.filter((task) => task.start_on ?? task.due_on).toSorted(byStart)}
        date="start_on"
        until="due_on"
        dependsOn="blocked_by"
      />
    )
  return (
    <RecordBoard
      {...source}
      change={
        project.state === 'active' && (role !== 'guest' || tasks.some(mayChange)) ? move : false
      }
      rows={tasks}
      groupBy="state"
      groups={project.states.map(({ key, name, category }) => ({
        value: key,
        label: name,
        tone: category,
      }))}
      arrange
      card={(row) => (
        <TaskFace
          task={row as Task}
          waiting={(row as Task).blocked_by?.some((one) => still.has(one)) ?? false}
        />
      )}
    />
  )
}

const byNumber = (a: Task, b: Task): number => a.number - b.number

/** What is done is history: it stands below what is still to come. */
const byStart = (a: Task, b: Task): number =>
  Number(a.category === 'done') - Number(b.category === 'done') ||
  (a.start_on ?? a.due_on ?? '').localeCompare(b.start_on ?? b.due_on ?? '') ||
  a.number - b.number
