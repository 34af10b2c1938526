import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { kinds } from '../kinds.ts'
import { cases, QIANFAN, type Case } from '../testing/cases.ts'
import { documentOf, PLACE } from '../testing/document.ts'
import { begin, ended, prepare, publish, type Stage } from '../testing/prepare.ts'

let stage: Stage
before(async () => {
  stage = await prepare()
})
after(() => stage[Symbol.asyncDispose]())

test('every kind is shown with data, failing and empty; all 27 nodes of Qianfan have a kind', () => {
  assert.deepEqual(Object.keys(cases).toSorted(), [...kinds.keys()].toSorted())
  assert.equal(new Set(QIANFAN.map(([node]) => node)).size, 27)
  for (const [node, ours] of QIANFAN)
    for (const kind of ours) assert.ok(kinds.has(kind), `${node}: ${kind}`)
})

test('docs/flows.md says what the kinds and their cases say', () => {
  assert.equal(
    readFileSync(PLACE, 'utf8'),
    documentOf(),
    'write it anew: node connections/flows/testing/write.ts',
  )
})

for (const [kind, { data, failure, empty }] of Object.entries(cases))
  test(`${kind}: data, failure, empty`, async () => {
    await Promise.all(
      Object.entries({ data, failure, empty }).map(([name, told]) =>
        holds(`${kind} ${name}`, told),
      ),
    )
  })

async function holds(title: string, told: Case): Promise<void> {
  if ('refused' in told) {
    await assert.rejects(publish(stage, told, title), (error: Error & { details?: unknown }) => {
      assert.match(JSON.stringify(error.details), new RegExp(told.refused), title)
      return true
    })
    return
  }
  const given =
    typeof told.given === 'string' && told.given in stage.given
      ? stage.given[told.given]
      : (told.given ?? {})
  const flow = await publish(stage, told, title)
  const run = await begin(stage, flow, 'once', given)
  if (told.meanwhile) await approve(run)
  const { state, output, error_class, error } = await ended(stage, run)
  if ('fails' in told) {
    assert.equal(state, 'failed', `${title}: ${JSON.stringify(output)}`)
    assert.equal(error_class, told.fails[0], `${title}: ${error}`)
    assert.ok(error!.includes(told.fails[1]), `${title}: ${error}`)
    return
  }
  assert.equal(state, 'done', `${title}: ${error}`)
  if ('reads' in told) assert.match(JSON.stringify(output), told.reads, title)
  else assert.deepEqual(output ?? null, told.output, title)
}

async function approve(run: string): Promise<void> {
  const { as } = stage
  const { sql } = as.kernel.database.reader(as.lin.actor.org)
  const open = () => sql<{ id: string }>`
    SELECT id FROM flows.question WHERE org = ${as.lin.actor.org} AND run = ${run} AND status = 'open'`
  await ended(stage, run, async () => (await open()).length > 0)
  const [question] = await open()
  await as.lin.call('flows.question.answer', { question: question!.id, choice: 'approve' })
}
