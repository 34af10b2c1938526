import { applyAwarenessUpdate, removeAwarenessStates, type Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import {
  awarenessOf,
  helloFrame,
  presenceFrame,
  readFrame,
  updateFrame,
  type Heard,
} from './frames.ts'

/** `saving`: not everything is safe yet; `offline`: kept here, and sent when the line is back. */
export type SyncState = 'connecting' | 'saved' | 'saving' | 'offline'
export type Ending = 'signed-out' | 'denied' | 'missing' | 'refused'

/** As much of a WebSocket as is needed. */
export interface Line {
  binaryType: string
  readonly readyState: number
  onopen: (() => void) | null
  onmessage: ((event: { data: unknown }) => void) | null
  onclose: ((event: { code: number }) => void) | null
  send(bytes: Uint8Array): void
  close(): void
}
/** Where edits are kept until the server has them. */
export interface Keeper {
  load(): Promise<{ n: number; bytes: Uint8Array }[]>
  keep(n: number, bytes: Uint8Array): void
  drop(upTo: number): void
}
export interface SyncOptions {
  readonly doc: Y.Doc
  readonly awareness: Awareness
  connect(): Line
  readonly keeper?: Keeper
  onState?(state: SyncState): void
  onRole?(role: string): void
  onEnd?(why: Ending): void
  /** An update number and everything before it is committed. */
  onSafe?(n: number): void
}
export interface Sync {
  readonly state: SyncState
  /** Numbers of the last edit made here, and of the last that is safe. */
  readonly last: number
  readonly safe: number
  /** The line is back: do not wait. */
  hurry(): void
  close(): void
}

/** What is typed within this time travels together. */
const GATHER_MS = 15
const POINT_MS = 90
const FIRST_MS = 300
const LONGEST_MS = 10_000
const ENDINGS: Record<number, Ending> = { 4401: 'signed-out', 4403: 'denied', 4404: 'missing' }
const MISUSE = 1008
const MISUSES_MAX = 3
const REMOTE = Symbol('from the server')

/** Keeps a shared document the same here and there, through lost lines and restarts. */
export function startSync(options: SyncOptions): Sync {
  const { doc, awareness, keeper } = options
  let line: Line | undefined
  let welcomed = false
  let ever = false
  let writable = false
  let ended = false
  let [last, safe, failures, misuses] = [0, 0, 0, 0]
  let pending: Uint8Array[] = []
  let gathering: ReturnType<typeof setTimeout> | undefined
  let pointing: ReturnType<typeof setTimeout> | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  let told: SyncState | undefined

  const state = (): SyncState => {
    if (!welcomed) return ever || last > safe ? 'offline' : 'connecting'
    return last > safe ? 'saving' : 'saved'
  }
  const tell = (): void => {
    if (told !== state()) options.onState?.((told = state()))
  }

  const edited = (bytes: Uint8Array, origin: unknown): void => {
    if (origin === REMOTE || (ever && !writable)) return
    last++
    keeper?.keep(last, bytes)
    if (welcomed) pending.push(bytes)
    gathering ??= setTimeout(flush, GATHER_MS)
    tell()
  }
  function flush(): void {
    gathering = undefined
    if (!welcomed || pending.length === 0) return
    const bytes = pending.length === 1 ? pending[0]! : Y.mergeUpdates(pending)
    pending = []
    line!.send(updateFrame(last, bytes))
  }

  const pointed = (_change: unknown, origin: unknown): void => {
    if (origin !== REMOTE) pointing ??= setTimeout(point, POINT_MS)
  }
  function point(): void {
    pointing = undefined
    const own = awareness.getLocalState()
    const clock = awareness.meta.get(doc.clientID)?.clock ?? 0
    if (welcomed && own) line!.send(presenceFrame(clock, own))
  }

  function open(): void {
    const mine = (line = options.connect())
    mine.binaryType = 'arraybuffer'
    mine.onopen = () => mine.send(helloFrame(doc.clientID, Y.encodeStateVector(doc)))
    mine.onmessage = ({ data }) =>
      mine === line && hear(readFrame(new Uint8Array(data as ArrayBuffer)))
    mine.onclose = ({ code }) => mine === line && lost(code)
  }

  function hear(heard: Heard): void {
    switch (heard.kind) {
      case 'welcome':
        return welcome(heard)
      case 'update':
        return Y.applyUpdate(doc, heard.bytes, REMOTE)
      case 'ack':
        safe = Math.max(safe, heard.n)
        keeper?.drop(safe)
        options.onSafe?.(safe)
        return tell()
      case 'presence':
        return applyAwarenessUpdate(
          awareness,
          awarenessOf(heard.client, heard.clock, heard.state),
          REMOTE,
        )
      case 'gone':
        return removeAwarenessStates(awareness, [heard.client], REMOTE)
      case 'role':
        return ruled(heard.role)
      case 'unknown':
        return undefined
    }
  }

  function welcome({ role, missing, vector }: Heard & { kind: 'welcome' }): void {
    ruled(role)
    Y.applyUpdate(doc, missing, REMOTE)
    welcomed = true
    ever = true
    failures = 0
    pending = []
    // All that the server lacks, typed while the line was down or never answered for, as one update.
    if (writable && last > safe) line!.send(updateFrame(last, Y.encodeStateAsUpdate(doc, vector)))
    point()
    tell()
  }

  /** Who may only read changes nothing here either; what he wrote before is kept for when he may again. */
  function ruled(role: string): void {
    writable = role === 'editor' || role === 'owner'
    options.onRole?.(role)
  }

  function lost(code: number): void {
    line = undefined
    welcomed = false
    pending = []
    const others = [...awareness.getStates().keys()].filter((client) => client !== doc.clientID)
    removeAwarenessStates(awareness, others, REMOTE)
    if (code === MISUSE && ++misuses > MISUSES_MAX) return end('refused')
    const ending = ENDINGS[code]
    if (ending) return end(ending)
    if (ended) return
    tell()
    const wait = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures++, 6))
    retry = setTimeout(open, wait * (0.4 + Math.random() * 0.6))
  }

  function end(why: Ending): void {
    ended = true
    tell()
    options.onEnd?.(why)
  }

  doc.on('update', edited)
  awareness.on('update', pointed)
  const begin = async (): Promise<void> => {
    const kept = (await keeper?.load().catch(() => [])) ?? []
    if (ended) return
    for (const { n, bytes } of kept) {
      last = Math.max(last, n)
      Y.applyUpdate(doc, bytes, REMOTE)
    }
    tell()
    open()
  }
  void begin()

  return {
    get state() {
      return state()
    },
    get last() {
      return last
    },
    get safe() {
      return safe
    },
    hurry() {
      if (ended || line) return
      clearTimeout(retry)
      open()
    },
    close() {
      flush()
      ended = true
      clearTimeout(retry)
      clearTimeout(gathering)
      clearTimeout(pointing)
      doc.off('update', edited)
      awareness.off('update', pointed)
      const old = line
      line = undefined
      old?.close()
    },
  }
}
