import { fail, isId, type Filter, type Records } from '#kernel'
import type { Layout, RecordsEnv } from '#kernel/records/layout'
import { planOf, type Plan } from '#kernel/records/plan'
import { reader } from '../read.ts'
import { writer } from './write.ts'

type Row = Record<string, unknown>

/** Layout *native*: one table per entity, one column per field, made by the module's own migrations. */
export const native: Layout = {
  records: (entity, env) => open(planOf(entity), env, true),
}

function open(plan: Plan, env: RecordsEnv, checked: boolean): Records<Row> {
  const read = reader(plan, env, checked)
  const write = writer(plan, env, checked)
  const find = async (id: string) => (isId(id) ? read.one(id) : undefined)
  const known = (id: string): string => {
    if (!isId(id)) throw fail('notFound', `There is no such ${plan.entity.title}.`)
    return id
  }
  return {
    find,
    async get(id) {
      const record = await find(id)
      if (!record) throw fail('notFound', `There is no such ${plan.entity.title}.`)
      return record
    },
    first: async (query = {}) => (await read.list({ ...query, limit: 1 })).items[0],
    list: (query = {}) => read.list(query),
    listText: (query = {}) => read.listText(query),
    count: (where = true) => read.count(where as Filter),
    aggregate: (query) => read.aggregate(query) as never,
    create: async (draft) => (await write.createMany([draft as Row]))[0]!,
    createMany: (drafts) => write.createMany(drafts as Row[]),
    load: () => elsewhere(plan),
    unload: () => elsewhere(plan),
    history: () => elsewhere(plan),
    update: (id, patch, options) => write.update(known(id), patch as Row, options),
    delete: (id) => write.remove(known(id)),
    unchecked: () => open(plan, env, false),
  }
}

const elsewhere = async (plan: Plan): Promise<never> => {
  throw new Error(`${plan.entity.id}: only layout shared keeps history and loads by the thousand`)
}
