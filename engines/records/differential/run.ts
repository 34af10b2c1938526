import assert from 'node:assert/strict'
import { join } from 'node:path'
import { JsonText, newId, TenonError, type Actor } from '#kernel'
import { readMigrations } from '../../../kernel/migrate.ts'
import { planOf } from '../../../kernel/records/plan.ts'
import { makeRegistry } from '../../../kernel/registry.ts'
import { ROOT, stage, type Cast } from '../../../kernel/testing.ts'
import { assignSlots } from '../shared/shape.ts'
import { Model, Refused, type Noun, type Row } from './model.ts'
import { step, type Step } from './program.ts'
import { randomOf } from './random.ts'
import { layOut, newPeople, people, sketch, type Sketch } from './world.ts'

/** One layout under test: the same records under ids of its own. */
interface Side {
  readonly name: string
  readonly module: string
  readonly actors: readonly Actor[]
  readonly ids: Record<Noun, Map<number, string>>
  readonly numbers: Map<string, number>
}

/** Runs one random program against the model, layout native, and layout shared, small and grown. */
export async function differ(seed: number, steps: number): Promise<void> {
  const random = randomOf(seed)
  const sketches = sketch(random)
  const native = layOut(sketches, 'native', `nat${seed}`)
  const shared = layOut(sketches, 'shared', 'sha')
  const migrations = await readMigrations('kernel', join(ROOT, 'kernel', 'migrations'))
  const registry = makeRegistry([native.module, shared.module])
  await using as = await stage({ registry, migrations: [...migrations, native.tables!] })
  const ids = newPeople()
  const side = (name: string, module: string): Side => ({
    name,
    module,
    actors: people(module, newId(), ids),
    ids: { place: new Map(), thing: new Map() },
    numbers: new Map(),
  })
  const sides = [
    side('shared', 'sha'),
    side('shared, grown', 'sha'),
    side('native', native.module.id),
  ]
  for (const entity of shared.entities.values())
    await as.owner((client) =>
      client.query(
        "INSERT INTO rec.shape (org, entity, state, slots) VALUES ($1, $2, 'ready', $3)",
        [sides[1]!.actors[0]!.org, entity.shared!.id, JSON.stringify(assignSlots(planOf(entity)))],
      ),
    )
  const model = new Model(sketches)
  for (let at = 0; at < steps; at++) {
    const next = step(random, sketches, model, ids)
    const expected = expect(model, next, sides[0]!.actors)
    for (const one of sides) {
      const context = `seed ${seed}, step ${at}, ${one.name}: ${JSON.stringify(next)}\n${JSON.stringify(sketches)}`
      await compare(as, one, next, expected, sketches, context)
    }
  }
}

type Expected = { readonly refused: Refused } | { readonly answer: unknown; readonly made?: number }

function expect(model: Model, next: Step, actors: readonly Actor[]): Expected {
  const actor = actors[next.who]!
  try {
    switch (next.do) {
      case 'create': {
        const made = model.create(next.noun, next.draft, actor)
        return { answer: model.told(next.noun, made, actor), made }
      }
      case 'update':
        model.update(next.noun, next.n, next.patch, actor, next.rev)
        return { answer: model.told(next.noun, next.n, actor) }
      case 'delete':
        model.remove(next.noun, next.n, actor)
        return { answer: undefined }
      case 'get':
        return { answer: model.get(next.noun, next.n, actor) }
      case 'history':
        return { answer: model.history(next.noun, next.n, actor) }
      case 'aggregate':
        return { answer: sorted(model.aggregate(next.noun, next.query as never, actor)) }
      case 'list': {
        const rows = model.list(next.noun, next.query as never, actor)
        const expand = (next.query['expand'] ?? []) as string[]
        return {
          answer: rows.map((row) => ({
            ...row,
            ...Object.fromEntries(
              expand.flatMap((name) => {
                const n = row[name] as number | undefined
                if (n === undefined || !model.mayRead('place', n, actor)) return []
                const { id, name: called } = model.get('place', n, actor)
                return [[`${name}$`, { id, name: called }]]
              }),
            ),
          })),
        }
      }
    }
  } catch (error) {
    if (error instanceof Refused) return { refused: error }
    throw error
  }
}

async function compare(
  as: Cast,
  side: Side,
  next: Step,
  expected: Expected,
  sketches: readonly Sketch[],
  context: string,
): Promise<void> {
  const native = side.name === 'native'
  if (native && (next.do === 'history' || ('refused' in expected && expected.refused.sharedOnly)))
    return
  const links = linksOf(sketches, next.noun)
  let answer: unknown
  try {
    answer = await perform(as, side, next, links)
  } catch (error) {
    if (!(error instanceof TenonError)) throw error
    assert.ok(
      'refused' in expected,
      `${context}\nrefused: ${error.code} ${error.message} ${JSON.stringify(error.details)}`,
    )
    // A taken value is told by the index there, before any rule is asked.
    const also =
      native && expected.refused.code === 'forbidden'
        ? ['forbidden', 'conflict']
        : [expected.refused.code]
    assert.ok(
      also.includes(error.code),
      `${context}\nexpected ${expected.refused.code}, was ${error.code} ${error.message}`,
    )
    return
  }
  assert.ok(
    !('refused' in expected),
    `${context}\nshould have been refused: ${JSON.stringify(expected)}`,
  )
  if (next.do === 'create') {
    const { id } = answer as { id: string }
    side.ids[next.noun].set(expected.made!, id)
    side.numbers.set(id, expected.made!)
  }
  if (next.do === 'delete') return
  const writes = next.do === 'create' || next.do === 'update'
  const told = writes
    ? inward(answer as Row, side, links)
    : next.do === 'aggregate'
      ? sorted(answer as Row[])
      : answer
  near(told, expected.answer, context)
}

/** A record of this side as the model knows it. */
function inward(row: Row, side: Side, links: readonly string[]): Row {
  const { created_at: _, updated_at: __, ...rest } = row
  const number = (id: unknown) => (typeof id === 'string' ? side.numbers.get(id) : id)
  return Object.fromEntries(
    Object.entries(rest).map(([key, value]) => {
      if (key === 'id' || links.includes(key)) return [key, number(value)]
      return key.endsWith('$') ? [key, inward(value as Row, side, links)] : [key, value]
    }),
  )
}

const linksOf = (sketches: readonly Sketch[], noun: Noun): string[] =>
  sketches
    .find((each) => each.noun === noun)!
    .fields.flatMap(({ name, kind }) => (kind === 'link' ? [name] : []))

async function perform(
  as: Cast,
  side: Side,
  next: Step,
  links: readonly string[],
): Promise<unknown> {
  const voice = as.of(side.actors[next.who]!)
  const action = (verb: string) => `${side.module}.${next.noun}.${verb}`
  const idOf = (noun: Noun, n: number) => side.ids[noun].get(n) ?? newId()
  /** Links inside drafts and filters, as this side's ids. */
  const outward = (value: unknown, inLink = false): unknown => {
    if (inLink && typeof value === 'number') return idOf('place', value)
    if (Array.isArray(value)) return value.map((each) => outward(each, inLink))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [
        key,
        outward(each, inLink || links.includes(key)),
      ]),
    )
  }
  switch (next.do) {
    case 'create':
      return voice.call(action('create'), outward(next.draft))
    case 'update':
      return voice.call(action('update'), {
        ...(outward(next.patch) as Row),
        [next.noun]: idOf(next.noun, next.n),
        ...(next.rev === undefined ? {} : { rev: next.rev }),
      })
    case 'delete':
      return voice.call(action('delete'), { [next.noun]: idOf(next.noun, next.n) })
    case 'get':
      return inward(
        (await voice.call(action('get'), { [next.noun]: idOf(next.noun, next.n) })) as Row,
        side,
        links,
      )
    case 'history': {
      const { items } = (await voice.call(action('history'), {
        [next.noun]: idOf(next.noun, next.n),
        limit: 100,
      })) as {
        items: {
          rev: number
          actor: string
          op: string
          changes: { field: string; before?: unknown; after?: unknown }[]
        }[]
      }
      const number = (field: string, value: unknown) =>
        links.includes(field) && typeof value === 'string'
          ? side.numbers.get(value)
          : (value ?? null)
      return items.map(({ rev, actor, op, changes }) => ({
        rev,
        actor,
        op,
        changes: Object.fromEntries(
          changes.map(({ field, before, after }) => [
            field,
            [number(field, before), number(field, after)],
          ]),
        ),
      }))
    }
    case 'aggregate':
      return ((await voice.call(action('aggregate'), outward(next.query))) as { items: Row[] })
        .items
    case 'list': {
      const items: Row[] = []
      for (let cursor: string | undefined; ;) {
        const asked: Row = {
          ...(outward(next.query) as Row),
          limit: next.limit,
          ...(cursor === undefined ? {} : { cursor }),
        }
        const page = (await voice.call(action('list'), asked)) as { items: Row[]; next?: string }
        const text: unknown = await voice.call(action('list'), asked, { asText: true })
        if (text instanceof JsonText)
          assert.deepEqual(JSON.parse(text.bytes.toString()), JSON.parse(JSON.stringify(page)))
        assert.ok(page.items.length <= next.limit)
        items.push(...page.items.map((item) => inward(item, side, links)))
        if (page.next === undefined) return items
        cursor = page.next
      }
    }
  }
}

const sorted = (rows: readonly Row[]): Row[] => {
  // Absent and null are one thing here; sums of doubles are compared as far as doubles go.
  const plain = rows.map((row) =>
    Object.fromEntries(
      Object.entries(row)
        .filter(([, value]) => value !== undefined && value !== null)
        .map(([key, value]) => [
          key,
          key === 'm' ? Number((value as number).toPrecision(9)) : value,
        ]),
    ),
  )
  const keyOf = (row: Row) => JSON.stringify(Object.entries({ ...row, m: 0 }).sort())
  return plain.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
}

function near(told: unknown, expected: unknown, context: string): void {
  assert.deepEqual(told, JSON.parse(JSON.stringify(expected)), context)
}
