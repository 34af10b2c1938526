import { defineAction, interfaceName, T } from '#kernel'
import type { Finding } from '../fit.ts'

const finding = T.Object({ part: T.String(), ok: T.Boolean(), says: T.String() })

export const listInterfaces = defineAction({
  id: 'standards.interface.list',
  kind: 'query',
  effect: 'local',
  title: 'Standards and who implements them',
  description:
    'Every standard interface, the modules of this organisation that implement it, which of them is chosen, and what the conformance suite found.',
  input: T.Object({}, { additionalProperties: false }),
  output: T.Object({
    items: T.Array(
      T.Object({
        interface: T.String(),
        title: T.String(),
        description: T.String(),
        actions: T.Array(T.String()),
        events: T.Array(T.String()),
        implementers: T.Array(
          T.Object({
            module: T.String(),
            title: T.String(),
            publisher: T.String(),
            chosen: T.Boolean(),
            without: T.Array(T.String()),
            badge: T.Optional(
              T.Object({
                passed: T.Boolean(),
                wrote: T.Boolean(),
                current: T.Boolean(),
                tested_at: T.Time(),
                findings: T.Array(finding),
              }),
            ),
          }),
        ),
      }),
    ),
  }),
  scope: 'standards.read',
}).run(async (_input, ctx) => {
  const bindings = await ctx.sql<{ interface: string; module: string }>`
    SELECT interface, module FROM standards.binding WHERE org = ${ctx.org}`
  const badges = await ctx.sql<{
    interface: string
    module: string
    module_version: number
    passed: boolean
    wrote: boolean
    tested_at: string
    findings: Finding[]
  }>`SELECT interface, module, module_version, passed, wrote, tested_at, findings FROM standards.badge WHERE org = ${ctx.org}`
  const chosen = new Map(bindings.map((each) => [each.interface, each.module]))
  const items = [...ctx.registry.interfaces.values()].map((standard) => {
    const name = interfaceName(standard)
    const all = ctx.registry.implementers(name)
    return {
      interface: name,
      title: standard.title,
      description: standard.description,
      actions: standard.actions.map(({ id }) => id),
      events: standard.events.map(({ id }) => id),
      implementers: all.map(({ module, as }) => {
        const badge = badges.find((each) => each.interface === name && each.module === module.id)
        return {
          module: module.id,
          title: module.title,
          publisher: module.publisher,
          chosen: all.length === 1 || chosen.get(name) === module.id,
          without: [...(as.without ?? [])],
          ...(badge
            ? {
                badge: {
                  passed: badge.passed,
                  wrote: badge.wrote,
                  current: Number(badge.module_version) === module.version,
                  tested_at: badge.tested_at,
                  findings: badge.findings,
                },
              }
            : {}),
        }
      }),
    }
  })
  return { items: items.sort((a, b) => a.interface.localeCompare(b.interface)) }
})
