import { hashPassword, isPassword } from '../modules/identity/hash.ts'
import { openSite } from './child.ts'
import { interleaved, percentile, type Bench } from './measure.ts'
import { PASSWORD } from './password.ts'

const PEOPLE = 30
/** People who sign in at the same moment. */
const AT_ONCE = 8
/** One person goes on working meanwhile, a call every so often. */
const EVERY_MS = 10

export const bench: Bench = {
  name: 'sign-ins',
  says: 'password sign-ins, and what they do to other calls',
  async run(short) {
    await using site = await openSite({ people: PEOPLE })
    const { url, people } = site.opened
    const ms = short ? 1_500 : 6_000
    const post = async (
      action: string,
      input: object,
      headers: Record<string, string>,
    ): Promise<void> => {
      const response = await fetch(`${url}/api/${action}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(input),
      })
      const text = await response.text()
      if (!response.ok) throw new Error(`${action}: ${text}`)
    }
    const signIn = (index: number) =>
      post(
        'identity.session.create',
        { login: people[index % PEOPLE]!.email, password: PASSWORD },
        { 'x-tenon': '1' },
      )
    const busy = async (
      work: (index: number) => Promise<unknown>,
      width: number,
    ): Promise<number> => {
      const started = performance.now()
      let done = 0
      await Promise.all(
        Array.from({ length: width }, async (_, lane) => {
          for (let index = lane; performance.now() - started < ms; index += width) {
            await work(index)
            done++
          }
        }),
      )
      return done / ((performance.now() - started) / 1000)
    }
    const calls = async (until: Promise<unknown>): Promise<number> => {
      const times: number[] = []
      let over = false
      void until.finally(() => (over = true))
      while (!over) {
        const started = performance.now()
        await post(
          'directory.person.list',
          { limit: 20 },
          { authorization: `Bearer ${people[0]!.token}` },
        )
        times.push(performance.now() - started)
        await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
      }
      return percentile(times, 0.99)
    }
    const hash = await hashPassword(PASSWORD)
    const quiet: number[] = []
    const disturbed: number[] = []
    const found = await interleaved(short ? 1 : 5, {
      bare: () => busy(() => isPassword(hash, PASSWORD), AT_ONCE),
      tenon: async () => {
        quiet.push(await calls(new Promise((resolve) => setTimeout(resolve, ms))))
        const signing = busy(signIn, AT_ONCE)
        disturbed.push(await calls(signing))
        return signing
      },
    })
    return [
      {
        what: 'password sign-ins',
        unit: '/s',
        tenon: found['tenon']!,
        bare: found['bare']!,
        bar: { at: 60, better: 'more' },
        note: `${AT_ONCE} at once`,
      },
      {
        what: 'p99 of another person’s calls meanwhile',
        unit: 'ms',
        tenon: disturbed,
        bare: quiet,
        note: 'beside the same without sign-ins',
      },
      {
        what: 'how often that p99',
        unit: '×',
        tenon: disturbed.map((value, index) => value / quiet[index]!),
        bar: { at: 2, better: 'less' },
      },
    ]
  },
}
