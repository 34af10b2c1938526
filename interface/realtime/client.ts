import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import type { Credential } from '#kernel'
import type { Channel } from './channel.ts'

/** One open socket. Small on purpose: ten thousand of them idle must fit a small machine. */
export interface Client {
  readonly ws: WebSocket
  /** Where ready-made frames are written; `ws` writes its own there too, in order. */
  readonly socket: Duplex
  readonly credential: Credential
  readonly org: string
  readonly id: string
  readonly account: string | undefined
  readonly session: string | undefined
  readonly channels: Set<Channel>
  /** Streams of which something was left out because the socket reads too slowly. */
  dirty: Set<Channel> | undefined
  alive: boolean
  calls: number
  /** Frames since the last beat, and unreadable ones altogether. */
  frames: number
  mistakes: number
}

/** What may wait unread in one socket before its streams are reset; frames are shared, so this is mostly bookkeeping. */
export const QUEUE_MAX = 1024 * 1024
/** Answers to calls wait longer, but not without end. */
const ANSWERS_MAX = 8 * QUEUE_MAX

const OPEN = 1

/** A frame of a stream. `false` when the socket is behind: the stream is reset once it reads again. */
export function write(client: Client, frame: Buffer): boolean {
  if (client.ws.readyState !== OPEN) return true
  if (client.socket.writableLength > QUEUE_MAX) return false
  client.socket.write(frame)
  return true
}

/** A frame that must arrive; a socket that never reads is cut. */
export function tell(client: Client, frame: Buffer): void {
  if (client.ws.readyState !== OPEN) return
  if (client.socket.writableLength > ANSWERS_MAX) client.ws.terminate()
  else client.socket.write(frame)
}

export const isBehind = (client: Client): boolean => client.socket.writableLength > QUEUE_MAX
