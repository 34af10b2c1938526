import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Kernel, Problem } from '#kernel'
import { readMigrations } from '../../../kernel/migrate.ts'
import { makeRegistry } from '../../../kernel/registry.ts'
import { stage, type Cast } from '../../../kernel/testing.ts'
import { createHttp, type HttpOptions } from '../index.ts'
import { hall } from './hall.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..')

export interface Doors extends AsyncDisposable {
  readonly cast: Cast
  readonly kernel: Kernel
  readonly app: FastifyInstance
  readonly url: string
  readonly port: number
  /** POST as JSON with a bearer token. */
  post(
    action: string,
    input?: unknown,
    token?: string,
    headers?: Record<string, string>,
  ): Promise<Answer>
  get(path: string, token?: string, headers?: Record<string, string>): Promise<Answer>
}
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly body: Record<string, unknown> & Partial<Problem>
}

/** A kernel with the one test module, and all doors on a free port. */
export async function openDoors(options: HttpOptions = {}): Promise<Doors> {
  const migrations = await readMigrations('kernel', join(root, 'kernel', 'migrations'))
  const registry = makeRegistry([hall], [{ 'hall.echo.say': '再说一遍' }])
  const cast = await stage({ registry, migrations })
  const app = await createHttp(cast.kernel, { port: 0, ...options }).catch(
    async (error: unknown) => {
      await cast[Symbol.asyncDispose]()
      throw error
    },
  )
  const { port } = app.server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  return {
    cast,
    kernel: cast.kernel,
    app,
    url,
    port,
    post: (action, input = {}, token = 'p1', headers = {}) =>
      answer(
        fetch(`${url}/api/${action}`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            ...(token ? { authorization: `Bearer ${token}` } : {}),
            ...headers,
          },
          body: typeof input === 'string' ? input : JSON.stringify(input),
        }),
      ),
    get: (path, token = 'p1', headers = {}) =>
      answer(
        fetch(url + path, {
          headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers },
        }),
      ),
    async [Symbol.asyncDispose]() {
      await app.close()
      await cast[Symbol.asyncDispose]()
    },
  }
}

export async function answer(response: Promise<Response>): Promise<Answer> {
  const { status, headers, ...rest } = await response.then(async (each) => ({
    status: each.status,
    headers: each.headers,
    text: await each.text(),
  }))
  const json = headers.get('content-type')?.includes('json')
  return {
    status,
    headers,
    text: rest.text,
    body: (json ? JSON.parse(rest.text) : {}) as Answer['body'],
  }
}
