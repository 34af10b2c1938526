import type { Socket } from 'node:net'
import pg from 'pg'

/** Takes one row as PostgreSQL sent it, in binary: a count, then each value's length and bytes. */
export type TakeRow = (bytes: Buffer, at: number) => void

/** A statement whose rows are handed on as they come, instead of being made into values first. */
export class PassingQuery extends pg.Query {
  readonly take: TakeRow
  declare _canceledDueToError: unknown

  constructor(config: pg.QueryConfig, take: TakeRow, ended: (error: unknown) => void) {
    super({ ...config, binary: true } as pg.QueryConfig)
    this.take = take
    ;(this as unknown as { callback: (error: unknown) => void }).callback = ended
  }

  row(bytes: Buffer, at: number): void {
    try {
      if (!this._canceledDueToError) this.take(bytes, at)
    } catch (error) {
      this._canceledDueToError = error
    }
  }
}

const ROW = 68
const READY = 90
const HEAD = 5

/**
 * Puts itself between the socket and the driver: rows of a passing query go to it, all else to the
 * driver, in whole messages. It leans on how this version of the driver is built.
 */
export function passRows(client: pg.Client, stream: Socket): void {
  const listeners = stream.listeners('data')
  if (listeners.length !== 1)
    throw new Error('pg listens otherwise than engines/postgres/passing.ts knows')
  const driver = listeners[0] as (bytes: Buffer) => void
  const active = client as unknown as { _activeQuery: unknown }
  let parts: Buffer[] = []
  let have = 0
  let need = 0

  const take = (bytes: Buffer): void => {
    let [start, at, plain] = [0, 0, false]
    while (at + HEAD <= bytes.length) {
      const end = at + 1 + bytes.readUInt32BE(at + 1)
      if (end > bytes.length) break
      const code = bytes[at]
      if (code === READY) plain = false
      else if (code === ROW && !plain) {
        // What came before tells the driver whose rows these are.
        if (start < at) driver.call(stream, bytes.subarray(start, at))
        start = at
        const query = active._activeQuery
        if (query instanceof PassingQuery) {
          query.row(bytes, at + HEAD)
          start = end
        } else plain = true
      }
      at = end
    }
    if (start < at) driver.call(stream, bytes.subarray(start, at))
    if (at === bytes.length) return
    const rest = bytes.subarray(at)
    parts = [rest]
    have = rest.length
    need = have < HEAD ? HEAD : 1 + rest.readUInt32BE(1)
  }
  stream.off('data', driver)
  stream.on('data', (chunk: Buffer) => {
    if (parts.length === 0) return take(chunk)
    parts.push(chunk)
    have += chunk.length
    if (have < need) return
    const whole = Buffer.concat(parts, have)
    parts = []
    take(whole)
  })
}
