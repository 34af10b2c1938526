import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { test } from 'node:test'
import { isoCBOR } from '@simplewebauthn/server/helpers'
import { nobody, type Actor, type AnyAction, type InputOf } from '#kernel'
import { boot } from '#kernel/boot'
import { tenon, type Cast } from '#kernel/testing'
import { openDatabase } from '#engines/postgres'
import { native } from '../../../engines/records/native/index.ts'
import { partyOf } from '../passkeys.ts'
import { emailOf, passwordOf, signIn } from '../testing.ts'
import { challengePasskey } from './passkey.challenge.ts'
import { createPasskey } from './passkey.create.ts'
import { deletePasskey } from './passkey.delete.ts'
import { listPasskeys } from './passkey.list.ts'
import { startPasskey } from './passkey.start.ts'
import { createSession } from './session.create.ts'
import { proveSession } from './session.prove.ts'

/** A security key made of software: what a browser would answer for it (WebAuthn level 3, attestation none). */
function securityKey(origin: string, rpID: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const id = randomBytes(32)
  const { x, y } = publicKey.export({ format: 'jwk' })
  const cose = isoCBOR.encode(
    new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, new Uint8Array(Buffer.from(x!, 'base64url'))],
      [-3, new Uint8Array(Buffer.from(y!, 'base64url'))],
    ]),
  )
  let counter = 0
  const data = (flags: number, rest: Uint8Array = new Uint8Array()) => {
    const count = Buffer.alloc(4)
    count.writeUInt32BE(++counter)
    return Buffer.concat([
      createHash('sha256').update(rpID).digest(),
      Buffer.from([flags]),
      count,
      rest,
    ])
  }
  const client = (type: string, challenge: string) =>
    Buffer.from(JSON.stringify({ type, challenge, origin }))
  const shape = {
    id: id.toString('base64url'),
    rawId: id.toString('base64url'),
    type: 'public-key',
    clientExtensionResults: {},
  }
  return {
    create(challenge: string) {
      const length = Buffer.alloc(2)
      length.writeUInt16BE(id.length)
      const authData = data(0x45, Buffer.concat([Buffer.alloc(16), length, id, cose]))
      const attestation = isoCBOR.encode(
        new Map<string, unknown>([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authData', new Uint8Array(authData)],
        ]) as never,
      )
      return {
        ...shape,
        response: {
          clientDataJSON: client('webauthn.create', challenge).toString('base64url'),
          attestationObject: Buffer.from(attestation).toString('base64url'),
        },
      }
    },
    get(challenge: string) {
      const authenticatorData = data(0x05)
      const clientData = client('webauthn.get', challenge)
      const signature = sign(
        'sha256',
        Buffer.concat([authenticatorData, createHash('sha256').update(clientData).digest()]),
        privateKey,
      )
      return {
        ...shape,
        response: {
          clientDataJSON: clientData.toString('base64url'),
          authenticatorData: authenticatorData.toString('base64url'),
          signature: signature.toString('base64url'),
        },
      }
    },
  }
}

/** The same installation, reached by a name. */
async function named(as: Cast) {
  const kernel = await boot({
    ...as.kernel,
    database: openDatabase(as.config.app),
    publicUrl: 'https://tenon.example',
    layouts: { native },
  })
  const who = async (token?: string): Promise<Actor> =>
    token ? (await kernel.authenticate({ scheme: 'session', token }))! : nobody()
  return {
    kernel,
    call: async <A extends AnyAction>(action: A, input: InputOf<A>, token?: string) =>
      kernel.call(action, input, await who(token), { door: 'test' }),
    refuses: async (action: AnyAction, input: unknown, code: string, token?: string) => {
      const told = await kernel
        .call(action, input as never, await who(token), { door: 'test' })
        .then(
          () => 'nothing',
          (error: { code: string }) => error.code,
        )
      assert.equal(told, code)
    },
    [Symbol.asyncDispose]: () => kernel[Symbol.asyncDispose](),
  }
}
const challengeOf = (options: unknown): string => (options as { challenge: string }).challenge
const [origin, rpID] = ['https://tenon.example', 'tenon.example']

test('a passkey signs in without a name or a password; once for each challenge', async () => {
  await using as = await tenon()
  await using server = await named(as)
  const { session } = await server.call(createSession, {
    login: emailOf['chen']!,
    password: passwordOf(as),
  })
  const key = securityKey(origin, rpID)
  await server.refuses(startPasskey, { password: 'not the password' }, 'wrong', session)
  await server.refuses(startPasskey, { password: passwordOf(as) }, 'needsSession')
  const begun = await server.call(startPasskey, { password: passwordOf(as) }, session)
  const response = key.create(challengeOf(begun.options))
  const { id } = await server.call(
    createPasskey,
    { handle: begun.handle, response, name: 'Key ring' },
    session,
  )
  await server.refuses(
    createPasskey,
    { handle: begun.handle, response, name: 'Again' },
    'bad',
    session,
  )

  const { handle, options } = await server.call(challengePasskey, {})
  const proof = key.get(challengeOf(options))
  const proved = await server.call(proveSession, { handle, response: proof, device: 'Key' })
  assert.equal(
    (await server.kernel.authenticate({ scheme: 'session', token: proved.session! }))?.id,
    as.chen!.id,
  )
  await server.refuses(proveSession, { handle, response: proof }, 'wrong')
  const again = await server.call(challengePasskey, {})
  await server.refuses(proveSession, { handle: again.handle, response: proof }, 'wrong')

  const { items } = await server.call(listPasskeys, {}, session)
  assert.deepEqual(
    items.map(({ name, last_used_at }) => [name, typeof last_used_at]),
    [['Key ring', 'string']],
  )
  const lin = await server.call(createSession, { login: emailOf['lin']!, password: passwordOf(as) })
  await server.refuses(deletePasskey, { passkey: id }, 'noPasskey', lin.session)
  await server.call(deletePasskey, { passkey: id }, session)
  const last = await server.call(challengePasskey, {})
  await server.refuses(
    proveSession,
    { handle: last.handle, response: key.get(challengeOf(last.options)) },
    'wrong',
  )
})

test('neither another site’s answer nor another key’s nor rubbish opens anything', async () => {
  await using as = await tenon()
  await using server = await named(as)
  const { session } = await server.call(createSession, {
    login: emailOf['chen']!,
    password: passwordOf(as),
  })
  const key = securityKey(origin, rpID)
  const begun = await server.call(startPasskey, { password: passwordOf(as) }, session)
  const evil = securityKey('https://evil.example', rpID)
  await server.refuses(
    createPasskey,
    { handle: begun.handle, response: evil.create(challengeOf(begun.options)), name: 'Evil' },
    'bad',
    session,
  )
  const second = await server.call(startPasskey, { password: passwordOf(as) }, session)
  await server.call(
    createPasskey,
    { handle: second.handle, response: key.create(challengeOf(second.options)), name: 'Key' },
    session,
  )
  // A refusal gives the challenge back only with the whole transaction; a handle for adding is none for signing in.
  const third = await server.call(startPasskey, { password: passwordOf(as) }, session)
  await server.refuses(
    proveSession,
    { handle: third.handle, response: key.get(challengeOf(third.options)) },
    'wrong',
  )
  const own = key.get('x')
  for (const forge of [
    (c: string) => ({ ...securityKey(origin, rpID).get(c), id: own.id, rawId: own.id }),
    (c: string) => securityKey(origin, rpID).get(c),
    () => own,
    () => ({}),
    () => null,
    () => 'x',
    () => ({ id: own.id }),
  ]) {
    const { handle, options } = await server.call(challengePasskey, {})
    await server.refuses(proveSession, { handle, response: forge(challengeOf(options)) }, 'wrong')
  }
})

test('a server reached by its number says that passkeys need a name', async () => {
  await using as = await tenon()
  const { voice } = await signIn(as, 'chen')
  await as.nobody.refuses(challengePasskey, {}, 'noName')
  await voice.refuses(startPasskey, { password: passwordOf(as) }, 'noName')
  assert.equal(partyOf('http://[::1]:8080'), undefined)
  assert.deepEqual(partyOf('http://localhost:8080'), {
    rpID: 'localhost',
    origin: 'http://localhost:8080',
  })
})
