import { defineAction, fail, sensitive, T } from '#kernel'
import type { Asked } from '../asked.ts'
import { programFor } from '../programs.ts'
import { zoneOf } from '../zone.ts'
import { startRuns } from '../start-runs.ts'
import { isMeant, laneOf } from '../trigger.ts'

/** Set-based: deliveries that come together share one transaction. */
export const receiveHook = defineAction({
  id: 'flows.hook.receive',
  kind: 'command',
  effect: 'local',
  title: 'Take a delivery',
  description:
    'Stores a webhook delivery and its run. The sender is answered once it is committed.',
  // The run holds what came; the audit log does not need it once more.
  input: T.Object({ flow: T.Id(), key: T.String({ maxLength: 300 }), data: sensitive(T.Json()) }),
  output: T.Object({
    /** None: the flow's condition was not met. */
    run: T.Optional(T.Id()),
    again: T.Boolean(),
    state: T.String(),
    output: T.Optional(T.Unknown()),
    error: T.Optional(T.String()),
  }),
  silent: 'the run itself is the record; what it does emits its own events',
  scope: 'flows.use',
  internal: true,
}).runMany(async (items, ctx) => {
  const rows = await ctx.sql<{ id: string; version: number; owner: string }>`
    SELECT id, version, owner FROM flows.flow WHERE org = ${ctx.org} AND state = 'enabled' AND id = ANY(${[...new Set(items.map(({ input }) => input.flow))]}::uuid[])`
  const flows = new Map(rows.map((row) => [row.id, row]))
  const asked: (Asked | 'ignored' | undefined)[] = []
  for (const { input } of items) {
    const flow = flows.get(input.flow)
    if (!flow) {
      asked.push(undefined)
      continue
    }
    const program = await programFor(ctx.sql, ctx.org, flow.id, flow.version)
    const around = { now: ctx.now, zone: zoneOf(program) }
    if (!isMeant(program, input.data, around)) {
      asked.push('ignored')
      continue
    }
    const key = program.key ? String(program.key.of({ trigger: input.data }, around)) : input.key
    asked.push({
      flow: flow.id,
      version: flow.version,
      owner: flow.owner,
      program,
      cause: 'webhook',
      input: input.data,
      key,
      lane: laneOf(program, input.data, around),
    })
  }
  const begun = await startRuns(
    ctx.sql,
    ctx.org,
    asked.filter((each) => typeof each === 'object'),
    ctx.now,
  )
  let next = 0
  return asked.map((each) => {
    if (each === 'ignored') return { again: false, state: each }
    if (!each) return fail('notFound', 'There is no such webhook, or its flow is off.')
    const { run, again, state, outcome } = begun[next++]!
    return {
      run,
      again,
      state,
      ...(outcome?.state === 'done' ? { output: JSON.parse(outcome.output) as unknown } : {}),
      ...(outcome?.state === 'failed' ? { error: outcome.error.message } : {}),
    }
  })
})
