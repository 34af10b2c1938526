import { conflict, defineAction, fail, notFound, T } from '#kernel'
import { runsWoken } from '../events.ts'
import { programFor } from '../programs.ts'
import { zoneOf } from '../zone.ts'
import { startRuns } from '../start-runs.ts'
import { laneOf } from '../trigger.ts'
import { fits } from '../fits.ts'

export const startRun = defineAction({
  id: 'flows.run.start',
  kind: 'command',
  effect: 'local',
  title: 'Run a flow',
  description:
    'Begins a run with an input. With a key, the same key again answers the run that it began.',
  input: T.Object(
    {
      flow: T.Id({ title: 'Flow' }),
      input: T.Optional(T.Json({ title: 'Input' })),
      key: T.Optional(T.String({ title: 'Key', maxLength: 200 })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ run: T.Id(), again: T.Boolean(), state: T.String() }),
  errors: {
    off: conflict('The flow is off.', 'Switch it on first.'),
    unknown: notFound('There is no such flow.', 'List the flows that you may run.'),
  },
  emits: [runsWoken],
  subject: 'flow',
  scope: 'flows.use',
}).run(async ({ flow: id, input = {}, key }, ctx) => {
  const [flow] = await ctx.sql<{
    version: number
    owner: string
    state: string
    trigger_kind: string
  }>`
    SELECT version, owner, state, trigger_kind FROM flows.flow WHERE org = ${ctx.org} AND id = ${id} AND state <> 'deleted'`
  // A button is there for others to press; everything else is its owner's.
  const mine = flow && (flow.owner === ctx.actor.id || ctx.actor.scopes.has('flows.admin'))
  if (!flow || !(mine || flow.trigger_kind === 'button')) throw ctx.error('unknown')
  if (flow.state !== 'enabled') throw ctx.error('off')
  const program = await programFor(ctx.sql, ctx.org, id, flow.version)
  const { trigger } = program.flow
  const schema = 'input' in trigger && trigger.kind !== 'poll' ? trigger.input : undefined
  const fault = schema && fits(schema, input)
  if (fault)
    throw fail('invalid', 'The input is not what the flow takes.', 'Correct the field named.', {
      fields: [{ path: `/input${fault.path}`, message: fault.message }],
    })
  const around = { now: ctx.now, zone: zoneOf(program) }
  const [begun] = await startRuns(
    ctx.sql,
    ctx.org,
    [
      {
        flow: id,
        version: flow.version,
        owner: flow.owner,
        program,
        cause: trigger.kind === 'button' ? 'button' : 'manual',
        input: trigger.kind === 'button' ? { ...(input as object), by: ctx.actor.id } : input,
        lane: laneOf(program, input, around),
        ...(key === undefined ? {} : { key: `manual:${key}` }),
      },
    ],
    ctx.now,
  )
  const { run, again, state } = begun!
  ctx.emit(runsWoken, { runs: [run] }, { subject: id })
  return { run, again, state }
})
