import fc from 'fast-check'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '#kernel'
import { SEED } from '#kernel/testing'
import type { Step } from '../definition.ts'
import { kinds } from '../kinds.ts'
import { outcomeOf, walkOf } from '../outcome.ts'
import { programOf } from '../program.ts'

interface Item {
  readonly n: number
  readonly k: string
}
/** One thing to do with a list: as steps, and as a plain function that knows nothing of them. */
interface Deed {
  readonly steps: (from: string, id: () => string) => Step[]
  readonly model: (list: readonly Item[]) => readonly Item[]
}

const small = fc.integer({ min: -5, max: 5 })
const size = fc.nat(6)
const step = (id: string, kind: string, config: Record<string, unknown>): Step => ({
  id,
  kind,
  ...config,
})

const plain: fc.Arbitrary<Deed>[] = [
  small.map((than) => ({
    steps: (from, id) => [step(id(), 'filter', { items: from, keep: `{{ item.n > ${than} }}` })],
    model: (list) => list.filter(({ n }) => n > than),
  })),
  small.map((by) => ({
    steps: (from, id) => [
      step(id(), 'map', {
        from,
        keep: true,
        fields: [{ name: 'n', value: `{{ item.n * ${by} + index }}` }],
      }),
    ],
    model: (list) => list.map((item, index) => ({ ...item, n: item.n * by + index })),
  })),
  fc.boolean().map((descending) => ({
    steps: (from, id) => [
      step(id(), 'sort', { items: from, by: [{ value: '{{ item.n }}', descending }] }),
    ],
    model: (list) => list.toSorted((a, b) => (descending ? b.n - a.n : a.n - b.n)),
  })),
  fc.constant({
    steps: (from, id) => [step(id(), 'unique', { items: from, by: '{{ item.k }}' })],
    model: (list) => list.filter(({ k }, at) => list.findIndex((other) => other.k === k) === at),
  }),
  fc.tuple(size, size, fc.boolean()).map(([skip, most, last]) => ({
    steps: (from, id) => [step(id(), 'slice', { items: from, skip, most, last })],
    model: (list) => {
      if (!last) return list.slice(skip, skip + most)
      return list
        .toReversed()
        .slice(skip, skip + most)
        .toReversed()
    },
  })),
  fc.constant({
    steps: (from, id) => [
      step(id(), 'aggregate', {
        items: from,
        by: '{{ item.k }}',
        into: [
          { name: 'n', how: 'sum', of: '{{ item.n }}' },
          { name: 'k', how: 'first', of: '{{ item.k }}' },
        ],
      }),
    ],
    model: (list) =>
      [...Map.groupBy(list, ({ k }) => k)].map(([key, of]) => ({
        key,
        n: of.reduce((sum, { n }) => sum + n, 0),
        k: key,
      })),
  }),
  small.map((by) => ({
    steps: (from, id) => {
      const [loop, inner] = [id(), id()]
      return [
        step(loop, 'each', {
          items: from,
          steps: [step(inner, 'set', { value: `{{ item.n - ${by} }}` })],
          collect: { n: '{{ output }}', k: '{{ item.k }}' },
        }),
        step(id(), 'set', { value: `{{ steps.${loop}.items }}` }),
      ]
    },
    model: (list) => list.map(({ n, k }) => ({ n: n - by, k })),
  })),
  fc.constant({
    steps: (from, id) => {
      const text = id()
      return [
        step(text, 'encode', { format: 'json', value: from }),
        step(id(), 'decode', { format: 'json', text: `{{ steps.${text} }}` }),
      ]
    },
    model: (list) => list,
  }),
]

const { tree } = fc.letrec<{ deed: Deed; tree: readonly Deed[] }>((tie) => ({
  tree: fc.array(tie('deed'), { maxLength: 4 }),
  deed: fc.oneof(
    { maxDepth: 4 },
    ...plain,
    fc.tuple(size, tie('tree'), tie('tree')).map(([than, yes, no]): Deed => ({
      steps: (from, id) => [
        step(id(), 'choose', {
          branches: [
            { if: `{{ size(${inner(from)}) > ${than} }}`, steps: sequence(yes, from, id) },
          ],
          otherwise: sequence(no, from, id),
        }),
      ],
      model: (list) => followed(list.length > than ? yes : no, list),
    })),
    fc.tuple(tie('tree'), fc.boolean()).map(([within, fails]): Deed => ({
      steps: (from, id) => [
        step(id(), 'try', {
          steps: [
            ...sequence(within, from, id),
            ...(fails ? [step(id(), 'fail', { message: 'no' })] : []),
          ],
          catch: [step(id(), 'set', { value: from })],
        }),
      ],
      model: (list) => (fails ? list : followed(within, list)),
    })),
  ),
}))

const inner = (expression: string): string => expression.slice(3, -3)
const followed = (deeds: readonly Deed[], list: readonly Item[]): readonly Item[] =>
  deeds.reduce((now, deed) => deed.model(now), list)

/** Each takes what the one before it answered; none at all hands on what there was. */
function sequence(deeds: readonly Deed[], from: string, id: () => string): Step[] {
  const all: Step[] = [step(id(), 'set', { value: from })]
  for (const deed of deeds) all.push(...deed.steps(`{{ steps.${all.at(-1)!.id} }}`, id))
  return all
}

test('random trees of steps answer what a plain model answers', async () => {
  const items = fc.array(
    fc.record({ n: fc.integer({ min: -9, max: 9 }), k: fc.constantFrom('a', 'b', '丙', '') }),
    { maxLength: 12 },
  )
  await fc.assert(
    fc.asyncProperty(tree, items, async (deeds, list) => {
      let made = 0
      const steps = sequence(deeds, '{{ trigger }}', () => `s${++made}`)
      const program = programOf(
        { format: 1, title: 'Tree', trigger: { kind: 'manual' }, steps },
        kinds,
      )
      assert.equal(program.block.pure, true)
      const outcome = await outcomeOf(walkOf(undefined, program, claim(list), 100_000))
      assert.equal(outcome.state, 'done', JSON.stringify(outcome))
      const output: unknown = outcome.state === 'done' && JSON.parse(outcome.output)
      assert.deepEqual(output, plainly(followed(deeds, list)))
    }),
    { seed: SEED, numRuns: 300 },
  )
})

/** As JSON has it: there is no -0. */
const plainly = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

const claim = (input: unknown) => ({
  org: newId(),
  id: newId(),
  flow: newId(),
  version: 1,
  owner: newId(),
  cause: 'manual',
  input,
  started_at: '2026-11-23T00:00:00Z',
  lane: null,
  parent: null,
  parent_path: null,
  keys_of: null,
  fence: 0,
  first: true,
  active_ms: 0,
  depth: 0,
})
