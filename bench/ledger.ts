import pg from 'pg'
import { moduleActor, newId, type Actor, type Kernel } from '#kernel'
import { openAccounts, postTransfers, readBalance } from '#modules/ledger'
import ledger from '../modules/ledger/module.ts'
import { bareBatches, bareSingles } from './bare-ledger.ts'
import { interleaved, load, percentile, type Bench, type Line } from './measure.ts'
import { ownKernel } from './own-kernel.ts'
import { verified } from './sealed-book.ts'

const ACCOUNTS = 10_000
const BATCH = 1_024
/** Calls under way at once: the next batch gathers while one is being committed. */
const CALLS = 2
/** Callers of single posts, each with one under way. */
const CALLERS = 256

interface Draft {
  readonly id: string
  readonly kind: 'direct'
  readonly debit: string
  readonly credit: string
  readonly asset: string
  readonly amount: string
  readonly code: number
}

/** Transfers a second in batches and one by one, with and without a hot account; balance; bare SQL beside it. */
export const bench: Bench = {
  name: 'ledger',
  says: 'transfers in batches of 1,024 and one by one, half of them on one account, against bare SQL',
  async run(short) {
    await using own = await ownKernel(ledger)
    const { kernel } = own
    const actor = moduleActor('ledger', newId(), ['ledger.post', 'ledger.read'])
    const accounts = await open(kernel, actor)
    const bare = new pg.Pool({ ...(own.owner as pg.PoolConfig), max: 16 })
    const ms = short ? 1_500 : 8_000
    const post = (drafts: readonly Draft[]) => send(kernel, actor, drafts)
    const sides = {
      uniform: () => batches(post, ms, () => draftOf(accounts, false)),
      hot: () => batches(post, ms, () => draftOf(accounts, true)),
      bare: () => bareBatches(bare, BATCH, ms),
    }
    if (!short) for (const side of Object.values(sides)) await side()
    const rounds = short ? 1 : 5
    const batched = await interleaved(rounds, sides)
    const alone = await interleaved(rounds, {
      grouped: () => singles(post, ms, CALLERS, () => draftOf(accounts, true)),
      one: () => singles(post, ms, 1, () => draftOf(accounts, true)),
      bare: () => bareSingles(bare, 16, ACCOUNTS, ms),
    })
    const hot = batched['hot']!
    const balances: number[] = []
    for (let n = 0; n < (short ? 500 : 5_000); n++) {
      const began = performance.now()
      await kernel.call(readBalance, { account: any(accounts) }, actor, { door: 'module' })
      balances.push(performance.now() - began)
    }
    await bare.end()
    const transfers = short ? 50_000 : 500_000
    const seconds = Array.from({ length: rounds }, () => verified(transfers))
    const lines: Line[] = [
      {
        what: 'transfers in batches of 1,024, half on one account',
        unit: '/s',
        tenon: hot,
        bare: batched['bare']!,
        bar: { at: 20_000, better: 'more' },
        note: 'bare: the same rows inserted in batches, no balance and no check',
      },
      {
        what: 'the same as a share of what uniform accounts give',
        unit: '%',
        tenon: hot.map((rate, index) => (100 * rate) / batched['uniform']![index]!),
        bar: { at: 80, better: 'more' },
      },
      {
        what: 'single posts through group commit',
        unit: '/s',
        tenon: alone['grouped']!,
        bare: alone['bare']!,
        note: 'bare: two updates and an insert a commit, 16 connections; twice that is the bar',
        bar: { at: 2 * mean(alone['bare']!), better: 'more' },
      },
      { what: 'one post after the other', unit: '/s', tenon: alone['one']! },
      {
        what: 'balance, p99',
        unit: 'ms',
        tenon: [percentile(balances, 0.99)],
        bar: { at: 1, better: 'less' },
      },
      {
        what: `${short ? 'a hundred thousand' : 'a million'} entries verified offline`,
        unit: 's',
        tenon: seconds,
        bar: { at: 10, better: 'less' },
      },
    ]
    return lines
  },
}

async function open(kernel: Kernel, actor: Actor): Promise<string[]> {
  const ids = Array.from({ length: ACCOUNTS }, () => newId())
  for (let at = 0; at < ids.length; at += 1_000) {
    const accounts = ids.slice(at, at + 1_000).map((id, index) => ({
      id,
      owner: `bench ${index}`,
      code: 1,
      asset: 'CNY',
      scale: 2,
      bound: 'none' as const,
    }))
    await kernel.call(openAccounts, { accounts }, actor, { door: 'module' })
  }
  return ids
}

const any = (accounts: readonly string[]): string =>
  accounts[1 + Math.floor(Math.random() * (accounts.length - 1))]!

/** The first account is the hot one. */
function draftOf(accounts: readonly string[], hot: boolean): Draft {
  const [debit, other] = [any(accounts), any(accounts)]
  const credit = hot && Math.random() < 0.5 ? accounts[0]! : other === debit ? accounts[0]! : other
  return { id: newId(), kind: 'direct', debit, credit, asset: 'CNY', amount: '980000', code: 1 }
}

async function send(kernel: Kernel, actor: Actor, drafts: readonly Draft[]): Promise<void> {
  const transfers = drafts as Draft[]
  const { results } = await kernel.call(postTransfers, { transfers }, actor, { door: 'module' })
  const wrong = results.find(({ code }) => code !== 'ok')
  if (wrong) throw new Error(wrong.code)
}

type Send = (drafts: readonly Draft[]) => Promise<void>

async function batches(post: Send, ms: number, make: () => Draft): Promise<number> {
  return load(CALLS, ms, BATCH, () => post(Array.from({ length: BATCH }, make)))
}
async function singles(
  post: Send,
  ms: number,
  callers: number,
  make: () => Draft,
): Promise<number> {
  return load(callers, ms, 1, () => post([make()]))
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length
