import { defineAction, T } from '#kernel'
import { Badge } from '../entities.ts'
import { conformanceTested } from '../events.ts'

export const storeBadge = defineAction({
  id: 'standards.badge.store',
  kind: 'command',
  effect: 'local',
  title: 'Keep what the conformance suite found',
  description: 'Only the suite calls this.',
  input: T.Object({
    interface: T.String(),
    module: T.String(),
    module_version: T.Integer(),
    passed: T.Boolean(),
    wrote: T.Boolean(),
    findings: T.Array(T.Object({ part: T.String(), ok: T.Boolean(), says: T.String() })),
  }),
  output: T.Object({ passed: T.Boolean() }),
  emits: [conformanceTested],
  scope: 'standards.manage',
  internal: true,
}).run(async (input, ctx) => {
  const { interface: name, module, passed } = input
  const badges = ctx.records(Badge)
  const found = await badges.first({ where: { interface: name, module } })
  const badge = { ...input, tested_at: ctx.now.toISOString() }
  if (found) await badges.update(found.id, badge)
  else await badges.create(badge)
  ctx.emit(conformanceTested, { interface: name, module, passed }, { subject: name })
  return { passed }
})
