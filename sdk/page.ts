/** For a page that is shown inside Tenon: a port to the frame around it, and nothing more. */

export interface Me {
  readonly id: string
  readonly name?: string
  readonly language: 'en' | 'zh'
  readonly theme: 'light' | 'dark'
}
export interface Place {
  /** What stands in the path after the page. */
  readonly rest: readonly string[]
  readonly conversation?: string
}
export interface Frame {
  me(): Promise<Me>
  /** Where the page is shown: the present conversation, the rest of the path. */
  place(): Promise<Place>
  /** The person chooses; nothing comes back when he does not. */
  pickPeople(options?: {
    multiple?: boolean
    title?: string
  }): Promise<readonly { id: string; name: string }[]>
  openCard(noun: string, record: string): Promise<void>
  /** The person chooses the conversation and confirms; false when he does not. */
  sendCard(noun: string, record: string): Promise<boolean>
  /** To a page of Tenon: `/messages/…`. */
  navigate(path: string): Promise<void>
  /** Says what stands in the address after this page, so that it can be linked and reloaded. */
  at(rest: string): Promise<void>
  resize(height: number): Promise<void>
  toast(text: string): Promise<void>
  /**
   * As `fetch`, to your own server and as who looks at the page: `vendor.sessions.of(request)` says who. The page is
   * signed in by OpenID Connect when it first asks, and once more when its session has ended.
   */
  fetch(path: string, options?: RequestInit): Promise<Response>
  /**
   * For a server with an OpenID Connect library of its own: the answer to a question that it pushed (with
   * `prompt=none`), as your redirect address with `code`, `state` and `iss`, or with `error`.
   */
  authorise(requestUri: string): Promise<string>
  /** Opens this page anew. */
  reload(): Promise<void>
  /** The theme or language was changed. */
  onChange(listen: (me: Me) => void): void
}

export class FrameProblem extends Error {
  override readonly name = 'FrameProblem'
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** How long the frame may take to answer the first word. */
const HELLO_MS = 10_000

/** Says hello to the Tenon that opened this page; its origin stands in the address as `tenon`. */
export function openFrame(
  origin = new URLSearchParams(location.search).get('tenon') ?? '',
): Promise<Frame> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      removeEventListener('message', heard)
      reject(new FrameProblem('silent', 'Tenon did not answer.'))
    }, HELLO_MS)
    const heard = (event: MessageEvent) => {
      const [port] = event.ports
      if (event.origin !== origin || event.data?.tenon !== 'port' || !port) return
      removeEventListener('message', heard)
      clearTimeout(late)
      resolve(frameOf(port))
    }
    addEventListener('message', heard)
    parent.postMessage({ tenon: 'hello', version: 1 }, origin)
  })
}

/** Where `makeVendor` answers. */
const SIGN_IN = '/tenon/sign-in'

/** Sends as JSON; what is refused says why. */
async function send<V>(body: object): Promise<V> {
  const answer = await fetch(SIGN_IN, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const said = (await answer.json().catch(() => ({}))) as { detail?: string }
  if (!answer.ok) throw new FrameProblem('sign-in', said.detail ?? 'Nobody could be signed in.')
  return said as V
}

function frameOf(port: MessagePort): Frame {
  let last = 0
  const waiting = new Map<number, { resolve(value: never): void; reject(error: Error): void }>()
  let changed: (me: Me) => void = () => undefined
  port.addEventListener('message', ({ data }: MessageEvent) => {
    if (data.me) return changed(data.me as Me)
    const asked = waiting.get(data.n as number)
    waiting.delete(data.n as number)
    if (data.problem)
      asked?.reject(new FrameProblem(String(data.problem.code), String(data.problem.message)))
    else asked?.resolve(data.ok as never)
  })
  port.start()
  const ask = <V>(what: string, input: object = {}): Promise<V> =>
    new Promise((resolve, reject) => {
      waiting.set(++last, { resolve, reject })
      port.postMessage({ n: last, ask: what, input })
    })
  const authorise = (requestUri: string) => ask<string>('authorise', { request_uri: requestUri })
  const installation = new URLSearchParams(location.search).get('installation')
  // The session lies here and nowhere else: no cookie of this page lives in a frame of another site.
  let session: Promise<string> | undefined
  const signIn = async (): Promise<string> => {
    const { request_uri: uri, state } = await send<{ request_uri: string; state: string }>({
      installation,
    })
    return (await send<{ session: string }>({ state, answer: await authorise(uri) })).session
  }
  const asWho = async (path: string, options: RequestInit): Promise<Response> => {
    session ??= signIn()
    const mine = session
    const bearer = await mine.catch((error: unknown) => {
      if (session === mine) session = undefined
      throw error
    })
    const headers = new Headers(options.headers)
    headers.set('authorization', `Bearer ${bearer}`)
    const answer = await fetch(path, { ...options, headers })
    if (answer.status === 401 && session === mine) session = undefined
    return answer
  }
  return {
    me: () => ask('me'),
    place: () => ask('place'),
    pickPeople: (options = {}) => ask('pickPeople', options),
    openCard: (noun, record) => ask('openCard', { noun, record }),
    sendCard: (noun, record) => ask('sendCard', { noun, record }),
    navigate: (path) => ask('navigate', { path }),
    at: (rest) => ask('at', { rest }),
    resize: (height) => ask('resize', { height }),
    toast: (text) => ask('toast', { text }),
    async fetch(path, options = {}) {
      const first = await asWho(path, options)
      return first.status === 401 ? asWho(path, options) : first
    },
    authorise,
    reload: () => ask('reload'),
    onChange: (listen) => void (changed = listen),
  }
}
