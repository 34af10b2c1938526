import { chromium } from 'playwright-core'
// @ts-expect-error -- plain JavaScript for Node 20, without types
import { bringBrowser } from '../test/browser.mjs'
import type { Bench } from './measure.ts'
import { PASSWORD } from './password.ts'
import { installSample } from './serve.ts'

const KB = 1024
/** How long a page may still ask for more before it counts as loaded. */
const QUIET_MS = 1_500

/** What a browser with an empty cache fetches for the signed-in messages page. */
export const bench: Bench = {
  name: 'web',
  says: 'compressed script of the signed-in messages page, cold',
  async run() {
    const executablePath = process.env['TENON_CHROMIUM'] ?? (bringBrowser() as string | undefined)
    if (!executablePath) throw new Error('No Chromium here: name one in TENON_CHROMIUM.')
    await using installed = await installSample()
    await installed.start()
    const url = installed.url
    const signedIn = await fetch(`${url}/api/identity.session.create`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-tenon': '1' },
      body: JSON.stringify({ login: 'bench@example.org', password: PASSWORD }),
    })
    const value = /tenon_session=([^;]+)/.exec(signedIn.headers.get('set-cookie') ?? '')?.[1]
    if (!value) throw new Error(`sign-in: ${await signedIn.text()}`)
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
    try {
      const context = await browser.newContext({ serviceWorkers: 'block' })
      await context.addCookies([{ name: 'tenon_session', value, url }])
      const page = await context.newPage()
      const fetched = { script: 0, stylesheet: 0 }
      page.on('requestfinished', async (request) => {
        const kind = request.resourceType()
        if (kind !== 'script' && kind !== 'stylesheet') return
        const { responseBodySize } = await request.sizes()
        fetched[kind] += responseBodySize
      })
      await page.goto(`${url}/messages`, { waitUntil: 'networkidle' })
      await page.waitForTimeout(QUIET_MS)
      return [
        {
          what: 'compressed script',
          unit: 'KB',
          tenon: [fetched.script / KB],
          bar: { at: 300, better: 'less' },
        },
        { what: 'compressed styles', unit: 'KB', tenon: [fetched.stylesheet / KB] },
      ]
    } finally {
      await browser.close()
    }
  },
}
