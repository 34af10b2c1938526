import { chmod, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { connect } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { markOperator } from '#interface/door'

/** Longer paths cannot be bound (sun_path). */
const PATH_MAX = 107

/** A second listener for who may read the data folder; the file's rights are the credential. */
export function mountOperator(app: FastifyInstance): Server {
  const server = createServer((request, response) => app.routing(request, response))
  server.on('connection', markOperator)
  app.addHook('preClose', async () => {
    if (!server.listening) return
    server.closeIdleConnections()
    await new Promise<void>((done) => {
      server.close(() => done())
      setTimeout(() => server.closeAllConnections(), CLOSE_MS).unref()
    })
  })
  return server
}

export async function listenForOperator(server: Server, path: string): Promise<void> {
  if (Buffer.byteLength(path) > PATH_MAX)
    throw new Error(
      `The operator socket's path is longer than ${PATH_MAX} bytes: ${path}. Choose a shorter TENON_DATA.`,
    )
  if (await answers(path))
    throw new Error(
      `Another server answers at ${path}. Stop it first, or choose another TENON_DATA.`,
    )
  await rm(path, { force: true })
  // Nobody may connect in the moment between bind and chmod.
  const before = process.umask(0o177)
  try {
    await new Promise<void>((done, failed) => {
      server.once('error', failed)
      server.listen(path, done)
    })
  } finally {
    process.umask(before)
  }
  await chmod(path, 0o600)
}

/** What a call under way gets to end before its connection is cut. */
const CLOSE_MS = 5_000

function answers(path: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      done(true)
    })
    socket.once('error', () => done(false))
  })
}
