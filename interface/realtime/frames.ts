import type { Problem, StreamEvent } from '#kernel'

/**
 * A whole WebSocket text frame (RFC 6455, unmasked), header included: made once and written as it is
 * to every socket.
 */
export function frameOf(value: object): Buffer {
  const text = JSON.stringify(value)
  const size = Buffer.byteLength(text)
  const head = size < 126 ? 2 : size < 65_536 ? 4 : 10
  const frame = Buffer.allocUnsafe(head + size)
  frame[0] = FINAL_TEXT
  if (head === 2) frame[1] = size
  else if (head === 4) {
    frame[1] = 126
    frame.writeUInt16BE(size, 2)
  } else {
    frame[1] = 127
    frame.writeBigUInt64BE(BigInt(size), 2)
  }
  frame.write(text, head)
  return frame
}
const FINAL_TEXT = 0x81

export function eventFrame(event: StreamEvent): Buffer {
  const { stream: s, seq: n, type: e, id, at, actor: by, payload: d } = event
  return frameOf(
    n === undefined ? { t: 'signal', s, e, by, d } : { t: 'event', s, n, e, id, at, by, d },
  )
}

export const joinedFrame = (id: string, seq: number, epoch: string, recovered: boolean): Buffer =>
  frameOf({ t: 'joined', id, seq, epoch, recovered })
export const resetFrame = (id: string, seq: number, epoch: string): Buffer =>
  frameOf({ t: 'reset', id, seq, epoch })
export const deniedFrame = (id: string, problem: Problem): Buffer =>
  frameOf({ t: 'denied', id, problem })
export const problemFrame = (problem: Problem): Buffer => frameOf({ t: 'problem', problem })
export const PONG = frameOf({ t: 'pong' })
/** A WebSocket ping without payload. */
export const PING = Buffer.from([0x89, 0x00])
