import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { WebSocket } from 'ws'
import { createHttp } from '#interface/http'
import { nobody, problem, TenonError, type Actor, type AnyAction } from '#kernel'
import type { Stage, Voice } from '../../kernel/testing.ts'

/** One who knocks, with what he shows at each door. */
export interface Caller {
  readonly name: string
  readonly actor: Actor
  /** Absent for nobody. */
  readonly token?: string
}
export interface Answer {
  /** `ok`, or the code of the refusal. */
  readonly code: string
  readonly output?: unknown
  /** The status where the door has one. */
  readonly status?: number
}
export interface ContractDoor {
  readonly name: string
  /** Whether this action can be reached here at all. */
  offers(action: AnyAction): boolean
  knock(caller: Caller, action: string, input: unknown): Promise<Answer>
}
export interface Doors extends AsyncDisposable {
  readonly doors: readonly ContractDoor[]
  readonly url: string
  join(caller: Caller, stream: string): Promise<Answer>
}

/** A caller with a token of his own, which may do all that he may. */
export async function callerOf(name: string, voice: Voice): Promise<Caller> {
  if (voice.actor.kind === 'nobody') return { name, actor: nobody() }
  const made = await voice.call('identity.token.create', {
    name: `contract ${name}`,
    scopes: ['*'],
  })
  return { name, actor: voice.actor, token: (made as { token: string }).token }
}

const carriesBytes = (action: AnyAction): boolean =>
  /"x-kind":"(upload|download)"/.test(JSON.stringify([action.input, action.output]))

export async function openDoors(as: Stage): Promise<Doors> {
  const unlimited = { caller: Infinity, address: Infinity, everyone: Infinity }
  const app = await createHttp(as.kernel, { port: 0, rates: unlimited })
  const { port } = app.server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  const sockets = new Map<string, Promise<Socket>>()
  const socketOf = (caller: Caller): Promise<Socket> => {
    const socket = sockets.get(caller.name) ?? openSocket(url, caller)
    sockets.set(caller.name, socket)
    return socket
  }
  const doors: ContractDoor[] = [
    {
      name: 'kernel',
      offers: () => true,
      knock: (caller, action, input) => throughKernel(as, caller, action, input),
    },
    {
      name: 'http',
      offers: () => true,
      knock: (caller, action, input) => throughHttp(url, caller, action, input),
    },
    {
      name: 'mcp',
      offers: (action) => action.kind !== 'signal' && !carriesBytes(action),
      knock: (caller, action, input) => throughMcp(url, caller, action, input),
    },
    {
      name: 'realtime',
      offers: (action) => !carriesBytes(action),
      knock: async (caller, action, input) =>
        (await socketOf(caller)).ask({ t: 'call', action, input }),
    },
  ]
  return {
    doors,
    url,
    join: async (caller, stream) => (await socketOf(caller)).join(stream),
    async [Symbol.asyncDispose]() {
      for (const socket of await Promise.allSettled(sockets.values()))
        if (socket.status === 'fulfilled') socket.value.close()
      await app.close()
    },
  }
}

async function throughKernel(
  as: Stage,
  { actor }: Caller,
  action: string,
  input: unknown,
): Promise<Answer> {
  try {
    return { code: 'ok', output: await as.kernel.call(action, input, actor, { door: 'test' }) }
  } catch (error) {
    return {
      code: error instanceof TenonError ? error.code : 'internal',
      output: error instanceof TenonError ? problem(error, '') : String((error as Error).stack),
    }
  }
}

const bearer = ({ token }: Caller): Record<string, string> =>
  token === undefined ? {} : { authorization: `Bearer ${token}` }

async function throughHttp(
  url: string,
  caller: Caller,
  action: string,
  input: unknown,
): Promise<Answer> {
  const response = await fetch(`${url}/api/${action}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...bearer(caller) },
    body: JSON.stringify(input),
  })
  const json = response.headers.get('content-type')?.includes('json')
  const output = json ? ((await response.json()) as { code?: string }) : await response.text()
  return {
    code: response.ok ? 'ok' : ((output as { code?: string }).code ?? 'internal'),
    output,
    status: response.status,
  }
}

async function throughMcp(
  url: string,
  caller: Caller,
  action: string,
  input: unknown,
): Promise<Answer> {
  const params = { name: 'call_action', arguments: { action, input } }
  const response = await fetch(`${url}/mcp`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2025-06-18',
      ...bearer(caller),
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }),
  })
  const text = await response.text()
  const body = JSON.parse(/^data: (.+)$/m.exec(text)?.[1] ?? text) as {
    code?: string
    result?: { isError?: boolean; content: { text: string }[] }
  }
  if (!body.result) return { code: body.code ?? 'internal', output: body, status: response.status }
  const output = JSON.parse(body.result.content[0]!.text) as { code: string }
  return { code: body.result.isError ? output.code : 'ok', output, status: response.status }
}

interface Socket {
  ask(frame: object): Promise<Answer>
  join(stream: string): Promise<Answer>
  close(): void
}

async function openSocket(url: string, caller: Caller): Promise<Socket> {
  const ws = new WebSocket(`${url.replace('http', 'ws')}/realtime`, { headers: bearer(caller) })
  let refused: Answer | undefined
  ws.on('unexpected-response', (request, response) => {
    let text = ''
    response.on('data', (part: Buffer) => (text += part.toString()))
    response.on('end', () => {
      refused = { code: (JSON.parse(text) as { code: string }).code, status: response.statusCode! }
      request.destroy()
      ws.emit('refused')
    })
  })
  ws.on('error', () => undefined)
  await Promise.race([once(ws, 'open'), once(ws, 'refused')])
  if (refused)
    return { ask: async () => refused!, join: async () => refused!, close: () => undefined }
  const waiting = new Map<string, (answer: Answer) => void>()
  ws.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString()) as {
      t: string
      n?: number
      id?: string
      ok?: unknown
      problem?: { code: string }
    }
    if (frame.t === 'result' || frame.t === 'joined' || frame.t === 'denied')
      waiting.get(String(frame.n ?? frame.id))?.(
        frame.problem
          ? { code: frame.problem.code, output: frame.problem }
          : { code: 'ok', output: frame.ok },
      )
  })
  let n = 0
  const send = (key: string, frame: object): Promise<Answer> =>
    new Promise((resolve) => {
      waiting.set(key, resolve)
      ws.send(JSON.stringify(frame))
    })
  return {
    ask: (frame) => send(String(++n), { ...frame, n }),
    join: (stream) => send(stream, { t: 'join', id: stream }),
    close: () => ws.terminate(),
  }
}
