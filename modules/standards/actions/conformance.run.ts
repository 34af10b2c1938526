import { defineAction, invalid, T } from '#kernel'
import { fits } from '../fit.ts'
import { adapted } from '../resolve.ts'
import { conforms } from '../suite.ts'
import { storeBadge } from './badge.store.ts'

export const runConformance = defineAction({
  id: 'standards.conformance.run',
  kind: 'command',
  effect: 'outside',
  title: 'Test conformance',
  description:
    'Holds a module against a standard: its contract, then its answers. With “write” it also makes a record called “Tenon conformance …”. Who passes with writing has the badge.',
  input: T.Object(
    {
      interface: T.String({ maxLength: 60 }),
      module: T.String({ maxLength: 60 }),
      write: T.Boolean({ default: false, title: 'Also write' }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    passed: T.Boolean(),
    findings: T.Array(T.Object({ part: T.String(), ok: T.Boolean(), says: T.String() })),
  }),
  errors: {
    doesNot: invalid('This module does not say that it implements the standard.'),
  },
  silent: 'standards.badge.store tells it',
  scope: 'standards.manage',
  ratePerMinute: 20,
}).run(async ({ interface: name, module, write }, ctx) => {
  const standard = ctx.registry.interfaces.get(name)
  const implementer = ctx.registry.implementers(name).find((each) => each.module.id === module)
  if (!standard || !implementer) throw ctx.error('doesNot')
  const own = (id: string) => implementer.idOf(id)
  const contract = standard.actions.flatMap((each) => {
    const id = own(each.id)
    return id ? fits(each, ctx.registry.action(id), implementer) : []
  })
  const since = ctx.now.toISOString()
  const live = await conforms(
    standard,
    (id) => own(id) !== undefined,
    async (id, input) => {
      const resolved = adapted(ctx.registry.action(own(id)!), implementer)
      return resolved.output(await ctx.call(resolved.action.id, resolved.input(input)))
    },
    async (event) => {
      const rows = await ctx.sql<{ payload: Record<string, unknown> }>`
        SELECT payload FROM kernel.event WHERE org = ${ctx.org} AND type = ${own(event)!} AND at >= ${since} ORDER BY id DESC LIMIT 100`
      return rows.flatMap(({ payload }) =>
        Object.values(payload).filter((value) => typeof value === 'string'),
      )
    },
    write,
  )
  const findings = [...contract, ...live]
  const passed = findings.every(({ ok }) => ok)
  await ctx.callAsModule(storeBadge, {
    interface: name,
    module,
    module_version: implementer.module.version,
    passed,
    wrote: write,
    findings,
  })
  return { passed, findings }
})
