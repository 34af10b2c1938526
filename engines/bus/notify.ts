import pg from 'pg'
import type { Bus, BusEar } from '#kernel/bus'

const AGAIN_MS = 500
/** Messages on their way; more means that the database is slower than what we tell it, and they may be lost. */
const UNDER_WAY_MAX = 100

/**
 * PostgreSQL's own LISTEN/NOTIFY, for several nodes without a bus of their own. It is told after
 * commit on a connection apart: inside a command's transaction NOTIFY would make all commits wait for
 * each other. The connection exists only while there are other nodes.
 */
export function notifyBus(config: pg.ClientConfig): Bus {
  let line: { channel: string; ear: BusEar } | undefined
  let client: pg.Client | undefined
  let retry: NodeJS.Timeout | undefined
  let underWay = 0
  let connected = false

  const open = async (): Promise<void> => {
    const mine = line
    if (!mine) return
    const opened = new pg.Client({ ...config, keepAlive: true })
    client = opened
    const lost = (): void => {
      if (client !== opened) return
      client = undefined
      connected = false
      opened.end().catch(() => undefined)
      if (line) retry = setTimeout(() => void open(), AGAIN_MS).unref()
    }
    opened.on('error', lost)
    opened.on('end', lost)
    opened.on('notification', ({ payload }) => {
      if (line === mine && payload) mine.ear.hear(payload)
    })
    try {
      await opened.connect()
      await opened.query(`LISTEN ${pg.escapeIdentifier(mine.channel)}`)
      if (client !== opened) return
      connected = true
      mine.ear.back()
    } catch {
      lost()
    }
  }
  const leave = async (): Promise<void> => {
    clearTimeout(retry)
    const closing = client
    line = undefined
    client = undefined
    connected = false
    await closing?.end().catch(() => undefined)
  }
  return {
    kind: 'postgres',
    get connected() {
      return connected
    },
    join(channel, ear) {
      line = { channel, ear }
      void open()
    },
    leave,
    tell(text) {
      if (!client || !connected || !line || underWay >= UNDER_WAY_MAX) return
      underWay++
      client
        .query('SELECT pg_notify($1, $2)', [line.channel, text])
        .catch(() => undefined)
        .finally(() => underWay--)
    },
    [Symbol.asyncDispose]: leave,
  }
}
