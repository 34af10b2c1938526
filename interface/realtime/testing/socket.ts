import { WebSocket } from 'ws'

export type Frame = Record<string, unknown> & { t: string }

/** A client of the socket door that remembers all it heard and waits for what it has not heard yet. */
export interface Socket {
  readonly ws: WebSocket
  readonly frames: Frame[]
  send(frame: object): void
  /** The first frame from `from` on that fits, heard already or still to come. */
  heard(fits: (frame: Frame) => boolean, from?: number): Promise<Frame>
  /** Numbers of a stream's events, in the order they came. */
  seqs(stream: string, from?: number): number[]
  /** Resolves with code and reason. */
  readonly closed: Promise<{ code: number; reason: string }>
  /** Sends a ping frame and waits for its answer: all that was sent to us before has come. */
  settled(): Promise<void>
}

const PATIENCE_MS = 10_000

export async function openSocket(
  port: number,
  token: string,
  options: { path?: string; headers?: Record<string, string> } = {},
): Promise<Socket> {
  const headers = options.headers ?? { authorization: `Bearer ${token}` }
  const ws = new WebSocket(`ws://127.0.0.1:${port}${options.path ?? '/realtime'}`, { headers })
  const frames: Frame[] = []
  const waiting = new Set<() => void>()
  ws.on('message', (data) => {
    frames.push(JSON.parse(String(data as Buffer)) as Frame)
    for (const look of waiting) look()
  })
  const closed = new Promise<{ code: number; reason: string }>((done) =>
    ws.on('close', (code, reason) => done({ code, reason: String(reason) })),
  )
  const socket: Socket = {
    ws,
    frames,
    closed,
    send: (frame) => ws.send(JSON.stringify(frame)),
    heard: (fits, from = 0) =>
      new Promise((done, failed) => {
        const look = () => {
          const found = frames.slice(from).find(fits)
          if (!found) return
          waiting.delete(look)
          clearTimeout(timer)
          done(found)
        }
        const timer = setTimeout(
          () =>
            failed(
              new Error(
                `not heard; the last frames: ${JSON.stringify(frames.slice(-5)).slice(0, 500)}`,
              ),
            ),
          PATIENCE_MS,
        )
        waiting.add(look)
        look()
      }),
    seqs: (stream, from = 0) =>
      frames
        .slice(from)
        .flatMap(({ t, s, n }) => (t === 'event' && s === stream ? [n as number] : [])),
    async settled() {
      const from = frames.length
      socket.send({ t: 'ping' })
      await socket.heard(({ t }) => t === 'pong', from)
    },
  }
  await new Promise<void>((done, failed) => {
    ws.once('open', done)
    ws.once('unexpected-response', (_request, response) =>
      failed(new Error(String(response.statusCode))),
    )
    ws.once('error', failed)
  })
  await socket.heard(({ t }) => t === 'welcome')
  return socket
}
