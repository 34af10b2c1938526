import { T } from '#kernel'
import type { Compiled } from '#connections/expressions'
import { StepError } from '../classify.ts'
import { anything, defineStep, lazy, steps, type StepContext } from '../define-step.ts'
import type { Block } from '../program.ts'
import { together, type Settled } from '../together.ts'

/** Items whose outcome is written down together; of a page that is read, its size. */
const CHUNK = 200
/** What `collect` may gather; more belongs into records. */
const COLLECTED_MAX = 10_000

export const each = defineStep({
  kind: 'each',
  title: 'For each',
  description:
    'Runs steps once for each item of a list, or of all pages of a list action, with `item` and `index`. Memory does not grow with their number.',
  effect: 'control',
  durable: (config) => config['from'] !== undefined,
  schema: T.Object({
    items: T.Optional(anything({ title: 'Items' })),
    from: T.Optional(
      T.Object({
        action: T.String({ title: 'List action' }),
        input: T.Optional(anything({ title: 'Input' })),
      }),
    ),
    steps: steps({ title: 'Steps' }),
    width: T.Optional(T.Integer({ title: 'At once', minimum: 1, maximum: 64 })),
    collect: T.Optional(lazy({ title: 'Collect' })),
    keepGoing: T.Optional(T.Boolean({ title: 'Go on when one fails' })),
  }),
  async run({ items, from, steps: block, width = 1, collect, keepGoing = false }, ctx) {
    const loop = { block, width, collect, keepGoing }
    if (from) return pages(loop, from, ctx)
    if (!Array.isArray(items)) throw new StepError('data', 'What to go through is no list.')
    return chunks(loop, items, ctx)
  },
})

interface Loop {
  readonly block: Block
  readonly width: number
  readonly collect: Compiled | undefined
  readonly keepGoing: boolean
}

/** How far a loop has come: kept in its own row, so that a crash repeats no item. */
interface Far {
  readonly base: number
  readonly count: number
  readonly failed: number
  readonly collected: readonly unknown[]
  readonly vars: Readonly<Record<string, unknown>>
  readonly page?: readonly unknown[]
  readonly next?: string
  readonly over?: boolean
}

const begin = (ctx: StepContext): Far =>
  (ctx.progress() as Far | undefined) ?? {
    base: 0,
    count: 0,
    failed: 0,
    collected: [],
    vars: ctx.vars,
  }

async function chunks(loop: Loop, items: readonly unknown[], ctx: StepContext) {
  let far = begin(ctx)
  restore(ctx, far)
  while (far.base < items.length && !far.over) {
    far = await stretch(loop, items.slice(far.base, far.base + CHUNK), far, ctx)
    // Pure items are computed again after a crash; nothing has to be remembered of them.
    if (!loop.block.pure && !far.over && far.base < items.length)
      await ctx.keep(far, `${ctx.path}/`)
  }
  return answer(loop, far)
}

async function pages(loop: Loop, from: { action: string; input?: unknown }, ctx: StepContext) {
  let far = begin(ctx)
  restore(ctx, far)
  if (!far.page) {
    far = { ...far, ...(await read(from, undefined, ctx)) }
    await ctx.keep(far)
  }
  for (;;) {
    const { page, next } = far
    far = await stretch(loop, page!, far, ctx)
    if (next === undefined || far.over) return answer(loop, far)
    const { page: _read, next: _next, ...rest } = far
    far = { ...rest, ...(await read(from, next, ctx)) }
    await ctx.keep(far, `${ctx.path}/`)
  }
}

async function read(
  { action, input = {} }: { action: string; input?: unknown },
  cursor: string | undefined,
  ctx: StepContext,
): Promise<Pick<Far, 'page' | 'next'>> {
  if (ctx.dry)
    throw new StepError('data', 'Without effects this loop shows what is pinned: it reads pages.')
  const asked = { limit: CHUNK, ...(input as object), ...(cursor === undefined ? {} : { cursor }) }
  const answered = (await ctx.kernel.call(action, asked, await ctx.owner(), { door: 'flow' })) as {
    items?: unknown[]
    next?: string
  }
  if (!Array.isArray(answered.items)) throw new StepError('data', `${action} answers no list.`)
  return { page: answered.items, ...(answered.next === undefined ? {} : { next: answered.next }) }
}

async function stretch(
  loop: Loop,
  items: readonly unknown[],
  far: Far,
  ctx: StepContext,
): Promise<Far> {
  const { block, width, collect, keepGoing } = loop
  const gathered: unknown[] = []
  const settled: Settled[] = await together(
    items,
    width,
    async (item, at) => {
      const index = far.base + at
      const locals = { item, index }
      const output = await ctx.apart(block, String(index), locals, width === 1 ? 'shared' : 'own')
      if (collect) gathered[at] = ctx.value(collect, { ...locals, output })
      return null
    },
    keepGoing,
  )
  const failed = settled.filter(({ error }) => error).length
  const over = settled.some(({ leap }) => leap === 'break')
  const done = over ? settled.findIndex(({ leap }) => leap === 'break') : items.length
  const collected = collect
    ? [...far.collected, ...gathered.filter((each) => each !== undefined)]
    : []
  if (collected.length > COLLECTED_MAX)
    throw new StepError('data', `The loop collects more than ${COLLECTED_MAX} values.`)
  return {
    ...far,
    base: far.base + items.length,
    count: far.count + done,
    failed: far.failed + failed,
    collected,
    vars: ctx.vars,
    ...(over ? { over } : {}),
  }
}

function restore(ctx: StepContext, { vars }: Far): void {
  for (const [name, value] of Object.entries(vars)) ctx.setVariable(name, value)
}

const answer = (loop: Loop, { count, failed, collected }: Far) => ({
  count,
  failed,
  ...(loop.collect ? { items: collected } : {}),
})
