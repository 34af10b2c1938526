/**
 * The line between Tenon and a vendor's page. It begins with a hello that only the one window and the one
 * origin can send; from there on everything goes through a port that nobody else has. The page can ask
 * for what stands in `Answers` and for nothing else: it never acts with the rights of who looks at it.
 */
export type Answers = Readonly<Record<string, (input: Record<string, unknown>) => unknown>>

/** Questions that may be open at once; a page that asks more has lost its way. */
const OPEN_MAX = 16
/** Questions in ten seconds. */
const RATE_MAX = 200
const RATE_MS = 10_000

export class Refused extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

export interface Bridge {
  /** Tells the page something without being asked. */
  tell(message: object): void
  close(): void
}

/** `holder` is the window of our own document that holds nothing but the vendor's frame. */
export function openBridge(holder: Window, origin: string, answers: Answers): Bridge {
  let port: MessagePort | undefined
  const heard = (event: MessageEvent) => {
    const hello = event.data as { tenon?: unknown; version?: unknown } | null
    if (event.origin !== origin || event.source !== holder.frames[0]) return
    if (hello?.tenon !== 'hello' || hello.version !== 1) return
    const { port1, port2 } = new MessageChannel()
    // A page that was loaded anew says hello anew; the line before is dead.
    port?.close()
    port = port1
    answer(port1, answers)
    ;(event.source as Window).postMessage({ tenon: 'port' }, origin, [port2])
  }
  holder.addEventListener('message', heard)
  return {
    tell: (message) => port?.postMessage(message),
    close() {
      holder.removeEventListener('message', heard)
      port?.close()
    },
  }
}

function answer(port: MessagePort, answers: Answers): void {
  let open = 0
  let count = 0
  let since = Date.now()
  port.onmessage = async ({ data }: MessageEvent) => {
    const { n, ask, input } = (data ?? {}) as { n?: unknown; ask?: unknown; input?: unknown }
    if (typeof n !== 'number') return
    if (Date.now() - since > RATE_MS) [count, since] = [0, Date.now()]
    const known = typeof ask === 'string' && Object.hasOwn(answers, ask) ? answers[ask] : undefined
    const problem = (code: string, message: string) =>
      port.postMessage({ n, problem: { code, message } })
    if (!known) return problem('unknown', 'Tenon does not answer that.')
    if (open >= OPEN_MAX || ++count > RATE_MAX)
      return problem('limited', 'That is too much at once.')
    open++
    try {
      const given = typeof input === 'object' && input !== null ? { ...input } : {}
      port.postMessage({ n, ok: await known(given as Record<string, unknown>) })
    } catch (error) {
      if (error instanceof Refused) problem(error.code, error.message)
      else problem('invalid', 'Tenon cannot do that.')
    } finally {
      open--
    }
  }
}
