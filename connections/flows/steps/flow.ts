import { T } from '#kernel'
import { DEPTH_MAX } from '../asked.ts'
import { StepError } from '../classify.ts'
import { anything, defineStep } from '../define-step.ts'
import { startRuns } from '../start-runs.ts'

interface Target {
  readonly version: number
  readonly owner: string
  readonly state: string
}

export const flow = defineStep({
  kind: 'flow',
  title: 'Another flow',
  description: 'Runs another flow with an input, and waits for its answer unless told not to.',
  effect: 'durable',
  schema: T.Object({
    flow: T.String({ title: 'Flow', 'x-pick': 'flows.flow.list' }),
    input: T.Optional(anything({ title: 'Input' })),
    wait: T.Optional(T.Boolean({ title: 'Wait for its answer', default: true })),
  }),
  async run({ flow: id, input = {}, wait: waits = true }, ctx) {
    const { org, owner, id: run } = ctx.claim
    const { sql } = ctx.kernel.database.reader(org)
    const [target] =
      await sql<Target>`SELECT version, owner, state FROM flows.flow WHERE org = ${org} AND id = ${id}`
    const mine = target && (target.owner === owner || (await ctx.owner()).scopes.has('flows.admin'))
    if (!target || !mine || target.state !== 'enabled')
      throw new StepError('data', `There is no flow ${id} that could be run.`)
    if (ctx.claim.depth >= DEPTH_MAX)
      throw new StepError('data', `Flows run one another more than ${DEPTH_MAX} deep.`)
    const program = await ctx.programFor(id, target.version)
    const asked = {
      flow: id,
      version: target.version,
      owner: target.owner,
      program,
      cause: 'flow',
      input,
      key: `run:${run}:${ctx.path}`,
      depth: ctx.claim.depth + 1,
    }
    // Apart from the step's own row: what the other run answers is not yet what this step answers.
    const place = `${ctx.path}/${APART}`
    const got = await ctx.wait({
      at: APART,
      open: async (session) => {
        const [begun] = await startRuns(session.sql, org, [
          waits ? { ...asked, parent: run, parentPath: place } : asked,
        ])
        if (waits && begun!.outcome) await answerNow(session.sql, ctx.claim, place, begun!)
        else if (!waits)
          await answerNow(session.sql, ctx.claim, place, { ...begun!, outcome: undefined })
      },
    })
    const answer = (got.kind === 'answer' ? got.output : {}) as {
      state?: string
      output?: unknown
      error?: string
      run?: string
    }
    if (!waits) return { run: answer.run }
    if (answer.state !== 'done')
      throw new StepError('data', answer.error ?? 'The other flow was cancelled.')
    return answer.output ?? null
  },
})

const APART = '~run'

/** A flow without effects has ended already. */
async function answerNow(
  sql: Parameters<typeof startRuns>[0],
  claim: { org: string; id: string },
  path: string,
  begun: Awaited<ReturnType<typeof startRuns>>[number],
): Promise<void> {
  const { outcome, run } = begun
  const output =
    outcome?.state === 'done'
      ? { run, state: 'done', output: JSON.parse(outcome.output) as unknown }
      : outcome?.state === 'failed'
        ? { run, state: 'failed', error: outcome.error.message }
        : { run, state: 'done' }
  await sql`UPDATE flows.step SET state = 'done', output = ${JSON.stringify(output)}::jsonb, ended_at = clock_timestamp() WHERE org = ${claim.org} AND run = ${claim.id} AND path = ${path}`
  await sql`UPDATE flows.run SET nudged = true WHERE org = ${claim.org} AND id = ${claim.id}`
}
