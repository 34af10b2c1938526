import { T, defineAction, page, pageOf } from '#kernel'
import { BUILT_IN, builtInScopes } from '../actor.ts'
import { Role } from '../entities.ts'

const TITLES = {
  owner: ['Owner', 'Holds every right; the organisation keeps at least one.'],
  admin: ['Administrator', 'Holds every right but cannot make owners.'],
  auditor: ['Auditor', 'Reads the log and what belongs to it.'],
  member: ['Member', 'What everyone of the organisation may do.'],
} as const

export const listRoles = defineAction({
  id: 'identity.role.list',
  kind: 'query',
  effect: 'local',
  title: 'List roles',
  description:
    'The built-in roles first, then those of the organisation, each with its rights, reach and how often it is granted.',
  input: T.Object(
    { search: T.Optional(T.String({ maxLength: 100 })), ...page },
    { additionalProperties: false },
  ),
  output: pageOf(
    T.Object({
      id: T.String(),
      name: T.String({ title: 'Name' }),
      description: T.Optional(T.String({ title: 'Description' })),
      built_in: T.Boolean({ title: 'Built in' }),
      scopes: T.Array(T.String(), { title: 'Rights' }),
      range: T.String({ title: 'Reach' }),
      granted: T.Integer({ title: 'Granted' }),
      rev: T.Optional(T.Integer()),
    }),
  ),
  scope: 'identity.roles',
}).run(async ({ search, limit, cursor }, ctx) => {
  const [{ items, next }, counts] = await Promise.all([
    ctx.records(Role).list({
      sort: ['name'],
      ...(search ? { search } : {}),
      ...(limit ? { limit } : {}),
      ...(cursor ? { cursor } : {}),
    }),
    ctx.sql<{
      role: string
      n: number
    }>`SELECT role, count(*) AS n FROM identity."grant" WHERE org = ${ctx.org} GROUP BY role`,
  ])
  const granted = new Map(counts.map(({ role, n }) => [role, Number(n)]))
  const builtIn = BUILT_IN.map((id) => ({
    id,
    name: TITLES[id][0],
    description: TITLES[id][1],
    built_in: true,
    scopes: [...builtInScopes(ctx.registry, id, ctx.org).keys()],
    range: 'all',
    granted: granted.get(id) ?? 0,
  }))
  const own = items.map(({ id, name, description, scopes, range, rev }) => ({
    id,
    name,
    ...(description === undefined ? {} : { description }),
    built_in: false,
    scopes,
    range,
    granted: granted.get(id) ?? 0,
    rev,
  }))
  const all = cursor || search ? own : [...builtIn, ...own]
  return next === undefined ? { items: all } : { items: all, next }
})
