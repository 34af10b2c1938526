import { generateKeyPair, randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import { OPERATOR_ORG, moduleActor, type Kernel } from '#kernel'
import { storeKey } from './actions/key.store.ts'

const generate = promisify(generateKeyPair)

/** What id tokens are signed with: RS256 is what every relying party knows, ES256 is what new ones ask for. */
export async function makeKeys(): Promise<object[]> {
  const [rsa, ec] = await Promise.all([
    generate('rsa', { modulusLength: 2048 }),
    generate('ec', { namedCurve: 'P-256' }),
  ])
  return [
    { ...rsa.privateKey.export({ format: 'jwk' }), kid: randomUUID(), alg: 'RS256', use: 'sig' },
    { ...ec.privateKey.export({ format: 'jwk' }), kid: randomUUID(), alg: 'ES256', use: 'sig' },
  ]
}

export interface KeyRow {
  readonly id: string
  readonly sealed: string
}

/** Newest first: that one signs; those before it are published until what they signed has ended. */
const readKeys = (kernel: Kernel): Promise<KeyRow[]> =>
  kernel.database.reader(OPERATOR_ORG).sql<KeyRow>`
    SELECT id, sealed FROM oidc.key WHERE org = ${OPERATOR_ORG} AND (retired_at IS NULL OR retired_at > clock_timestamp())
    ORDER BY id DESC LIMIT 20`

/** Made at first use; of two nodes that begin at once, one makes them. */
export async function keysOf(kernel: Kernel): Promise<readonly KeyRow[]> {
  const found = await readKeys(kernel)
  if (found.length) return found
  const sealed = kernel.secrets.seal(JSON.stringify(await makeKeys()))
  const asOurselves = moduleActor('oidc', OPERATOR_ORG, ['oidc.operate'])
  await kernel.call(storeKey, { sealed, first: true }, asOurselves, { door: 'module' })
  return readKeys(kernel)
}

export const openKeys = (kernel: Kernel, rows: readonly KeyRow[]): object[] =>
  rows.flatMap(({ sealed }) => JSON.parse(kernel.secrets.open(sealed)) as object[])
