import { T } from '#kernel'
import { StepError } from '../classify.ts'
import { anything, defineStep, lazy } from '../define-step.ts'
import { listOf, over, TEXT_MAX, textOf } from '../given.ts'

export const text = defineStep({
  kind: 'text',
  title: 'Text',
  description:
    'Writes a text: what stands before, a line for each item of a list, and what stands after.',
  effect: 'pure',
  schema: T.Object({
    before: T.Optional(T.String({ title: 'Text' })),
    items: T.Optional(anything({ title: 'Items' })),
    line: T.Optional(lazy({ title: 'For each item' })),
    after: T.Optional(T.String({ title: 'After' })),
    empty: T.Optional(T.String({ title: 'When there are none' })),
  }),
  async run({ before, items: given = [], line, after, empty }, ctx) {
    const items = listOf(given, 'What to write of')
    const lines = await over(items, (item, index) =>
      shown(line ? ctx.value(line, { item, index }) : item),
    )
    const parts = [before, ...(items.length ? lines : [empty]), after]
    const written = parts.filter((part) => part !== undefined).map(shown)
    if (written.reduce((length, part) => length + part.length + 1, 0) > TEXT_MAX)
      throw new StepError('data', `The text is longer than ${TEXT_MAX} characters.`)
    return textOf(written.join('\n'), 'The text')
  },
})

const shown = (value: unknown): string =>
  value === null || value === undefined
    ? ''
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value as string)
