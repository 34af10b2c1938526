import { fail } from '#kernel'
import { Person } from '#modules/directory'
import { dayOf, dayOrderOf, type Grid } from '#modules/sheets'
import { customOf, type Values } from './custom.ts'
import { PRIORITIES } from './entities.ts'
import { seatsOf, type AnyContext, type ProjectRecord, type TaskRecord } from './look.ts'

export const HEADINGS = [
  'key',
  'title',
  'state',
  'assignee',
  'priority',
  'start',
  'due',
  'estimate',
  'labels',
  'description',
  'created',
  'done',
]

/** How people head these columns. */
const NAMES: Record<string, readonly string[]> = {
  key: ['key', 'id', 'number', '编号'],
  title: ['title', 'name', 'task', 'summary', '标题', '任务', '任务标题', '名称'],
  state: ['state', 'status', 'column', '状态', '列表', '阶段'],
  assignee: ['assignee', 'owner', 'responsible', '负责人', '执行者', '处理人'],
  priority: ['priority', '优先级'],
  start: ['start', 'starts', 'start date', '开始', '开始日期', '开始时间'],
  due: ['due', 'due date', 'deadline', 'end', '截止', '截止日期', '截止时间', '计划完成'],
  estimate: ['estimate', 'hours', 'estimate (hours)', '预估', '预估工时', '工时'],
  labels: ['labels', 'tags', '标签'],
  created: ['created', 'created at', 'made', '创建', '创建日期', '创建时间'],
  done: ['done', 'done at', 'completed', 'completed at', '实际完成', '完成时间', '实际完成日期'],
  description: ['description', 'note', 'notes', '描述', '说明', '备注'],
}
const PRIORITY: Record<string, (typeof PRIORITIES)[number]> = {
  紧急: 'urgent',
  非常紧急: 'urgent',
  高: 'high',
  普通: 'normal',
  中: 'normal',
  medium: 'normal',
  低: 'low',
}

/** Made on an earlier day: brought along from where the task was kept before. */
export type TaskRow = { readonly created_on?: string } & Pick<
  TaskRecord,
  'title' | 'state' | 'category' | 'priority'
> &
  Partial<
    Pick<
      TaskRecord,
      'assignee' | 'start_on' | 'due_on' | 'estimate' | 'labels' | 'description' | 'custom'
    >
  >

/** Problems that are told at once; the rest show when these are mended. */
const PROBLEMS_MAX = 50

/** Rows of a file as tasks of this project; all problems at once, by the line a person counts. */
export async function readRows(
  ctx: AnyContext,
  project: ProjectRecord,
  grid: Grid,
): Promise<TaskRow[]> {
  const [head, ...rows] = grid
  const fields = project.fields ?? []
  const columns = (head?.cells ?? []).map((cell) => columnOf(cell, fields))
  if (!columns.includes('title'))
    throw fail(
      'invalid',
      'There is no column with the titles of the tasks.',
      `Head the columns with ${HEADINGS.join(', ')}.`,
    )
  const at = (name: string) => columns.indexOf(name)
  const order = (name: string) => dayOrderOf(rows.map(({ cells }) => cells[at(name)] ?? ''))
  const orders = {
    start: order('start'),
    due: order('due'),
    created: order('created'),
    done: order('done'),
  }
  const today = ctx.now.toISOString().slice(0, 10)
  const timeOn = (day: string) => (day === today ? ctx.now.toISOString() : `${day}T12:00:00Z`)
  const people = await peopleOf(ctx, project.id)
  const problems: string[] = []
  const read = rows.map(({ line, cells }) => {
    const cell = (name: string) => (cells[at(name)] ?? '').trim()
    const problem = (words: string) => void problems.push(`Line ${line}: ${words}`)
    return rowOf(cell, problem)
  })
  if (problems.length)
    throw fail('invalid', problems[0]!, 'Mend these lines and import the file again.', {
      problems: problems.slice(0, PROBLEMS_MAX),
    })
  return read

  function rowOf(cell: (name: string) => string, problem: (words: string) => void): TaskRow {
    const title = cell('title')
    if (!title || title.length > 300) problem('a title has 1 to 300 characters')
    const wanted = cell('state').toLowerCase()
    const state = wanted
      ? project.states.find((each) => each.key === wanted || each.name.toLowerCase() === wanted)
      : project.states[0]
    if (!state) problem(`there is no state “${cell('state')}”`)
    const named = cell('assignee')
    const found = named ? people.get(named.toLowerCase()) : undefined
    if (named && !found) problem(`“${named}” is not in this project`)
    if (found && found.length > 1) problem(`“${named}” may be several people`)
    const rank = cell('priority').toLowerCase()
    const priority = rank
      ? (PRIORITY[rank] ?? PRIORITIES.find((each) => each === rank))
      : ('normal' as const)
    if (!priority) problem(`“${cell('priority')}” is no priority`)
    const day = (name: keyof typeof orders) => {
      const text = cell(name)
      const found_day = text ? dayOf(text, orders[name]) : undefined
      if (text && !found_day) problem(`“${text}” is no clear day`)
      return found_day
    }
    const hours = cell('estimate')
    const estimate = hours ? Number(hours) : undefined
    if (estimate !== undefined && !(estimate >= 0 && estimate <= 10_000))
      problem(`“${hours}” is no number of hours`)
    const labels = [
      ...new Set(
        cell('labels')
          .split(/[,，;；、]/)
          .map((label) => label.trim().slice(0, 40))
          .filter(Boolean),
      ),
    ].slice(0, 20)
    const [start_on, due_on] = [day('start'), day('due')]
    const [made_on, done_on] = [day('created'), day('done')]
    if ([made_on, done_on].some((one) => one && one > today))
      problem('what has happened lies in the future')
    const custom = customCells(cell, problem)
    return {
      title,
      state: state?.key ?? '',
      category: state?.category ?? 'todo',
      priority: priority ?? 'normal',
      ...(found ? { assignee: found[0]! } : {}),
      ...(made_on ? { created_on: made_on } : {}),
      ...(state?.category === 'done' ? { done_at: timeOn(done_on ?? today) } : {}),
      ...(start_on ? { start_on } : {}),
      ...(due_on ? { due_on } : {}),
      ...(estimate === undefined ? {} : { estimate }),
      ...(labels.length ? { labels } : {}),
      ...(cell('description') ? { description: cell('description').slice(0, 20_000) } : {}),
      ...(Object.keys(custom).length ? { custom } : {}),
    }
  }

  function customCells(cell: (name: string) => string, problem: (words: string) => void): Values {
    const given: Record<string, unknown> = {}
    for (const { key, kind } of fields) {
      const text = cell(`custom.${key}`)
      if (text === '') continue
      given[key] =
        kind === 'number'
          ? Number(text)
          : kind === 'boolean'
            ? /^(true|yes|y|1|是|真)$/i.test(text)
            : text
    }
    try {
      return customOf(fields, given)
    } catch (error) {
      problem((error as Error).message)
      return {}
    }
  }
}

type Fields = NonNullable<ProjectRecord['fields']>

function columnOf(heading: string, fields: Fields): string {
  const plain = heading.trim().toLowerCase()
  const known = Object.entries(NAMES).find(([, names]) => names.includes(plain))
  if (known) return known[0]
  const own = fields.find(({ key, title }) => key === plain || title.toLowerCase() === plain)
  return own ? `custom.${own.key}` : ''
}

/** People of the project by name, staff number and mail address, as far as the actor may see these. */
async function peopleOf(ctx: AnyContext, project: string): Promise<Map<string, string[]>> {
  const seats = await seatsOf(ctx, project)
  const { items } = await ctx
    .records(Person)
    .list({ where: { id: { in: seats.map(({ person }) => person) } }, limit: 1000 })
  const found = new Map<string, string[]>()
  for (const { id, name, staff_no, email } of items)
    for (const word of new Set([name, staff_no, email]))
      if (word) found.set(word.toLowerCase(), [...(found.get(word.toLowerCase()) ?? []), id])
  return found
}
