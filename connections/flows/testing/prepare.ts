import { gzipSync } from 'node:zlib'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createAccount } from '#connections/vault'
import { openEgress } from '#connections/egress'
import { tenon, type Cast } from '#kernel/testing'
import { createFlow } from '../actions/flow.create.ts'
import { receiveHook } from '../actions/hook.receive.ts'
import { engineOf } from '../engines.ts'
import type { Case } from './cases.ts'

/** What cases need beside themselves: a server outside, another flow, a key, a person. */
export interface Stage extends AsyncDisposable {
  readonly as: Cast
  readonly given: Readonly<Record<string, unknown>>
  readonly key: string
}

export async function prepare(): Promise<Stage> {
  const as = await tenon([], { egress: openEgress(['127.0.0.1']) })
  const server = createServer((request, response) => {
    if (request.url === '/echo')
      request.pipe(response.setHeader('content-type', 'application/json'))
    else response.writeHead(request.url === '/down' ? 503 : 204).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const service = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { flow: other } = await as.lin.call(createFlow, {
    definition: {
      format: 1,
      title: 'Other',
      trigger: { kind: 'manual' },
      steps: [{ id: 'a', kind: 'set', value: '{{ trigger.n * 2 }}' }],
    },
  })
  const { id: key } = await as.lin.call(createAccount, {
    title: 'Our key',
    connector: 'key',
    auth: 'custom',
    credential: { key: Buffer.alloc(32, 7).toString('base64') },
  })
  return {
    as,
    key,
    given: {
      $world: { service, other, person: as.lin.actor.id },
      $bomb: gzipSync(Buffer.alloc(30_000_000)).toString('base64'),
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await as[Symbol.asyncDispose]()
    },
  }
}

export interface Ended {
  readonly state: string
  readonly output?: unknown
  readonly error_class?: string
  readonly error?: string
}

export async function publish({ as, key }: Stage, told: Case, title: string): Promise<string> {
  const { flow } = await as.lin.call(createFlow, {
    definition: {
      format: 1,
      title,
      trigger: { kind: 'webhook' },
      steps: told.steps,
      ...(told.variables ? { variables: told.variables } : {}),
      ...(told.accounts ? { accounts: { key: { connector: 'key', title: 'Key' } } } : {}),
    },
    ...(told.accounts ? { accounts: { key } } : {}),
  })
  return flow
}

export async function begin(
  { as }: Stage,
  flow: string,
  key: string,
  data: unknown,
): Promise<string> {
  const { run } = await as.kernel.call(receiveHook, { flow, key, data }, as.lin.actor, {
    door: 'module',
  })
  engineOf(as.kernel)!.wake()
  return run!
}

/** Looks until the run has ended, or `until` says that it has come far enough. */
export async function ended(
  { as }: Stage,
  run: string,
  until?: () => Promise<boolean>,
): Promise<Ended> {
  for (let looked = 0; looked < LOOKS; looked++) {
    const [row] = await as.kernel.database.reader(as.lin.actor.org).sql<Ended & { id: string }>`
      SELECT id, state, output, error_class, error FROM flows.run WHERE org = ${as.lin.actor.org} AND id = ${run}`
    if (row && ['done', 'failed', 'cancelled'].includes(row.state)) return row
    if (row && (await until?.())) return row
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
  throw new Error(`the run did not end within ${(LOOKS * LOOK_MS) / 1000} s`)
}
const LOOK_MS = 20
const LOOKS = 1_500
