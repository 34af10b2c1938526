import { once } from 'node:events'
import { mkdirSync, rmSync, statSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { openEgress } from '#connections/egress'
import { createHttp } from '#interface/http'
import { installed, stage, tenon, type Beside, type Cast } from '#kernel/testing'
import { buildWeb, WEB_DIR } from '../../cli/web-build.ts'

/** One look of the product: language, width and theme. */
export interface Look {
  readonly language: 'zh' | 'en'
  readonly width: number
  readonly height: number
  readonly theme: 'light' | 'dark'
}
export const PHONE: Look = { language: 'zh', width: 360, height: 760, theme: 'dark' }
export const DESK: Look = { language: 'en', width: 1440, height: 900, theme: 'light' }
export const ALL_LOOKS: readonly Look[] = (['zh', 'en'] as const).flatMap((language) =>
  (['light', 'dark'] as const).flatMap((theme) => [
    { language, theme, width: 360, height: 760 },
    { language, theme, width: 1440, height: 900 },
  ]),
)
export const nameOf = ({ language, width, theme }: Look): string => `${language}-${width}-${theme}`

export interface Site extends AsyncDisposable {
  readonly base: string
  readonly as: Cast
  readonly browser: Browser
  /** A window of somebody who is signed in already; `nobody` is not. */
  open(person: string, look?: Look): Promise<Page>
  /** Its doors close, and open again at the same address; what it keeps stays. */
  stop(): Promise<void>
  start(): Promise<void>
}

const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // As browsers do by and by: a frame of another site has no cookies there.
  '--test-third-party-cookie-phaseout',
]
/** `./tenon demo --slow`: every click can be followed, in the window itself where there is a display. */
const SLOW_MS = Number(process.env['TENON_SLOW_MS'] ?? 0)
function look() {
  const shown = SLOW_MS > 0 && Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'])
  return {
    slowMo: SLOW_MS,
    headless: !shown,
    args: shown ? ARGS.filter((arg) => arg !== '--headless' && arg !== '--disable-gpu') : ARGS,
  }
}
/** Slow machines draw slowly; nothing here waits for longer than it must. */
const PATIENCE_MS = 20_000 + SLOW_MS * 10

/** The whole product: modules with their sample world (or nothing yet), doors, the built web, one browser. */
export async function openSite({
  empty = false,
  beside = [],
  named = false,
  reach = [],
}: {
  empty?: boolean
  beside?: readonly Beside[]
  named?: boolean
  /** Addresses of this machine that modules may ask; then they can call back too. */
  reach?: readonly string[]
} = {}): Promise<Site> {
  await using stack = new AsyncDisposableStack()
  const webDir = process.env['TENON_TEST_WEB'] ?? WEB_DIR
  if (webDir === WEB_DIR) await buildOnce()
  const host = named ? 'localhost' : '127.0.0.1'
  // Passkeys belong to a name, and what is reached by a name must know it before it listens.
  const told = named || reach.length > 0
  const known = told ? await freePort() : Number(process.env['TENON_TEST_PORT'] ?? 0)
  const own = {
    ...(told ? { publicUrl: `http://${host}:${known}` } : {}),
    ...(reach.length ? { egress: openEgress(reach) } : {}),
  }
  const as = stack.use(empty ? await stage(await installed()) : await tenon(beside, own))
  const listen = (at: number) =>
    createHttp(as.kernel, {
      port: at,
      webDir,
      rates: { caller: Infinity, address: Infinity, everyone: Infinity },
    })
  let http = await listen(known)
  stack.defer(() => http.close())
  const browser = await chromium.launch({
    executablePath: process.env['TENON_CHROMIUM'] ?? '/usr/bin/chromium',
    ...look(),
  })
  stack.defer(() => browser.close())
  const { port } = http.server.address() as AddressInfo
  const base = `http://${host}:${port}`
  if (SLOW_MS > 0)
    console.log(
      `Look on at ${base} as anybody of the sample, e.g. lin.lan@yuanshan.example, password ${as.world.ids['identity.password']}`,
    )
  const kept = stack.move()
  return {
    base,
    as,
    browser,
    open: async (person, look = DESK) => {
      const context = await browser.newContext({
        baseURL: base,
        viewport: { width: look.width, height: look.height },
        colorScheme: look.theme,
        locale: look.language === 'zh' ? 'zh-CN' : 'en-GB',
        reducedMotion: 'reduce',
      })
      context.setDefaultTimeout(PATIENCE_MS)
      if (person !== 'nobody') await signIn(context, base, as, person)
      return watched(await context.newPage())
    },
    stop: () => http.close(),
    async start() {
      http = await listen(port)
    },
    [Symbol.asyncDispose]: () => kept[Symbol.asyncDispose](),
  }
}

/** Requests under way by page, and when that last changed. */
const traffic = new WeakMap<Page, { open: number; at: number }>()

function watched(page: Page): Page {
  const now = { open: 0, at: Date.now() }
  const moved = (by: number) => (): void => {
    now.open += by
    now.at = Date.now()
  }
  page.on('request', moved(1)).on('requestfinished', moved(-1)).on('requestfailed', moved(-1))
  traffic.set(page, now)
  return page
}

/** Whoever draws what has just come asks for more within this time; Playwright's own measure is 500 ms. */
const QUIET_MS = 100

/** Nothing is being fetched and nothing has been for a moment: what stands there is what there is. */
export async function settled(page: Page): Promise<void> {
  const now = traffic.get(page)
  if (!now) return page.waitForLoadState('networkidle')
  await page.waitForLoadState('load')
  const deadline = Date.now() + PATIENCE_MS
  while (now.open > 0 || Date.now() - now.at < QUIET_MS) {
    if (Date.now() > deadline) throw new Error(`${page.url()} never stops fetching`)
    await new Promise((done) => setTimeout(done, 20))
  }
  // Two frames: the answer has become a picture.
  await page.evaluate(
    'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))',
  )
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

/** Test files run two at a time; one of them builds the web, the other waits for it. */
async function buildOnce(): Promise<void> {
  const lock = join(tmpdir(), 'tenon-web-build')
  for (;;) {
    try {
      mkdirSync(lock)
      break
    } catch {
      const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
      // A build takes seconds; whoever holds the lock for longer has been killed.
      if (age > BUILD_MS_MAX) rmSync(lock, { recursive: true, force: true })
      else await new Promise((done) => setTimeout(done, 100))
    }
  }
  try {
    await buildWeb(() => undefined)
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}
const BUILD_MS_MAX = 90_000

async function signIn(
  context: BrowserContext,
  base: string,
  as: Cast,
  person: string,
): Promise<void> {
  const [row] = await as.owner(async (client) => {
    const { rows } = await client.query<{ email: string }>(
      'SELECT email FROM directory.person WHERE id = $1',
      [as[person]!.id],
    )
    return rows
  })
  const answer = await context.request.post(`${base}/api/identity.session.create`, {
    headers: { 'X-Tenon': '1', origin: base },
    data: { login: row!.email, password: as.world.ids['identity.password'] },
  })
  if (!answer.ok()) throw new Error(`${person} cannot sign in: ${await answer.text()}`)
}
