import { existsSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { newId, TenonError, type ErrorKind } from '#kernel'
import { operatorSocket, readEnvironment } from './environment.ts'

export interface Answer {
  readonly status: number
  readonly body: unknown
}

/**
 * Reaches a running server: on its own machine by the operator's socket (no token), elsewhere by
 * TENON_URL and TENON_TOKEN. A token given always wins, so that a call can be made as oneself.
 */
export async function callServer(
  action: string,
  input: unknown,
  options: { org?: string | undefined; operator?: boolean } = {},
): Promise<unknown> {
  const { status, body } = await send('POST', `/api/${action}`, input, options)
  if (status < 400) return body
  const problem = body as { detail?: string; code?: string; fix?: string; fields?: unknown }
  const error = new TenonError(problem.code ?? 'unavailable', {
    kind: (problem.code ?? 'unavailable') as ErrorKind,
    message: problem.detail ?? `The server answered ${status}.`,
    ...(problem.fix ? { fix: problem.fix } : {}),
  })
  throw Object.assign(error, { fields: problem.fields })
}

export function send(
  method: string,
  path: string,
  body: unknown,
  options: { org?: string | undefined; operator?: boolean } = {},
): Promise<Answer> {
  const environment = readEnvironment()
  const token = process.env['TENON_TOKEN']
  const url = process.env['TENON_URL']?.replace(/\/+$/, '') || environment.publicUrl
  const socket = operatorSocket(environment.data)
  const local = (options.operator || !token) && !process.env['TENON_URL'] && existsSync(socket)
  if (!local && !token)
    throw new Error(
      'No server runs on this machine with this TENON_DATA. Start it, or set TENON_URL and TENON_TOKEN.',
    )
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'idempotency-key': newId(),
  }
  if (local && options.org) headers['x-tenon-org'] = options.org
  if (!local) headers['authorization'] = `Bearer ${token}`
  const target = new URL(path, local ? 'http://operator' : `${url}/`)
  const start = target.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const request = start(
      target,
      { method, headers, ...(local ? { socketPath: socket } : {}) },
      (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (part: string) => (text += part))
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: parse(text) }))
      },
    )
    request.on('error', (error) =>
      reject(
        new Error(`The server cannot be reached (${error.message}). Is it running? ./tenon serve`),
      ),
    )
    request.end(method === 'GET' ? undefined : JSON.stringify(body))
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
