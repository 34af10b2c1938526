import { fail, isId, type Filter, type Query, type Records } from '#kernel'
import type { Log } from '#kernel/context'
import type { Database } from '#kernel/database'
import type { Layout, RecordsEnv } from '#kernel/records/layout'
import { planOf, type Plan } from '#kernel/records/plan'
import { reader } from '../read.ts'
import { create } from './create.ts'
import type { Row } from './document.ts'
import { makeGrowth, type Growth } from './grow.ts'
import { history } from './history.ts'
import { load, unload } from './load.ts'
import { remove } from './remove.ts'
import { makeShapes, widePlan, type Shapes } from './shape.ts'
import { pick, update } from './update.ts'
import { writingOf } from './writing.ts'

interface Around {
  readonly shapes: Shapes
  readonly growth: Growth
}

/**
 * Layout *shared*: one table for the records of every entity that is data. Making an app writes no DDL; an
 * entity that grows gets typed copies of its fields beside it (docs/decisions/0005).
 */
export function openShared(database: Database, log: Log): Layout {
  const shapes = makeShapes(database)
  const growth = makeGrowth(database, shapes, log)
  return {
    records: (entity, env) => open(planOf(entity), env, true, { shapes, growth }),
    settle: growth.settle,
    stop: growth.stop,
  }
}

/** A page slower than this makes us look whether the entity has grown. */
const SLOW_MS = 20
/** Plans made for any value may be wrong for this one; up to so many rows even a wrong one is quick. */
const PREPARED_ROWS_MAX = 100_000

function open(plan: Plan, env: RecordsEnv, checked: boolean, around: Around): Records<Row> {
  const { entity } = plan
  const writing = writingOf(plan, env, checked)
  const { shapes, growth } = around
  const small = reader(plan, env, checked)
  const reading = async () => {
    const shape = (await shapes.of(env.org)).get(entity.shared!.id)
    if (shape?.state === 'filling') growth.look(env.org, plan)
    return shape?.state === 'ready'
      ? reader(widePlan(plan, shape), env, checked, shape.rows < PREPARED_ROWS_MAX)
      : small
  }
  const list = async (query: Query<Row>) => {
    const read = await reading()
    if (read !== small) return read.list(query)
    const started = performance.now()
    const page = await read.list(query)
    if (page.next !== undefined && performance.now() - started > SLOW_MS) growth.look(env.org, plan)
    return page
  }
  const find = async (id: string) => (isId(id) ? small.one(id) : undefined)
  const known = (id: string): string => {
    if (!isId(id)) throw fail('notFound', `There is no such ${entity.title}.`)
    return id
  }
  const createMany = async (drafts: readonly Row[]): Promise<Row[]> => {
    if (drafts.length === 0) return []
    const { documents, ids, rows } = await create(drafts, writing)
    growth.wrote(env.org, plan, ids.length)
    return documents.map(({ d, x }, index) => {
      const [, id, at, ...flags] = rows.get(ids[index]!)!
      const all = plan.masked.map(() => true)
      const whole = plan.decode([id, at, at, 1, d, x, ...all])
      const after = pick(whole, Object.keys(entity.fields), plan)
      writing.changed({ entity: entity.id, id: ids[index]!, op: 'create', after })
      return plan.masked.length ? plan.decode([id, at, at, 1, d, x, ...flags]) : whole
    })
  }
  return {
    find,
    async get(id) {
      const record = await find(id)
      if (!record) throw fail('notFound', `There is no such ${entity.title}.`)
      return record
    },
    first: async (query = {}) => (await list({ ...query, limit: 1 })).items[0],
    list: (query = {}) => list(query),
    count: async (where = true) => (await reading()).count(where as Filter),
    aggregate: async (query) => (await reading()).aggregate(query) as never,
    create: async (draft) => (await createMany([draft as Row]))[0]!,
    createMany: (drafts) => createMany(drafts as Row[]),
    async load(drafts, options) {
      const done = await load(drafts as Row[], writing, options?.batch)
      growth.wrote(env.org, plan, done.count)
      return done
    },
    unload: (batch) => unload(known(batch), writing),
    history: (id, options) => history(known(id), plan, env, checked, options),
    update: async (id, patch, options) =>
      (await update(known(id), patch as Row, writing, options)).after,
    delete: (id) => remove(known(id), writing),
    unchecked: () => open(plan, env, false, around),
  }
}
