import assert from 'node:assert/strict'
import { newId, type Session } from '#kernel'
import type { Database } from '#kernel/database'
import { seeded } from '#kernel/testing'
import { expireDue } from '../expire.ts'
import { post } from '../post.ts'
import { check } from './check.ts'
import { draftsOf, type Cast } from './drafts.ts'
import { foretell, type Model } from './model.ts'

export interface Tally {
  operations: number
  booked: number
  faults: number
  readonly codes: Map<string, number>
}

const START = Date.parse('2026-11-23T00:00:00Z')

/**
 * One organisation's book, from a seed: random requests with duplicates and conflicts, a clock that jumps,
 * transactions that fail before, between and after their two round trips. After every step the book says
 * what the model says, and adds up.
 */
export async function simulate(
  database: Database,
  seed: number,
  steps: number,
  tally: Tally,
): Promise<void> {
  const random = seeded(seed)
  const org = newId()
  const cast = await castOf(database, org)
  let model: Model = { accounts: cast.accounts, facts: [], clock: 0 }
  let now = START
  for (let step = 0; step < steps; step++) {
    now += Math.floor(random() ** 4 * 3_600_000) * (random() < 0.15 ? -1 : 1)
    const told = `TENON_SEED=${seed}, step ${step}`
    try {
      if (random() < 0.1) {
        const committed = await faulty(database, org, random, tally, (session) =>
          expireDue({ ...session, org, now: new Date(now), id: newId }),
        )
        const booked = committed.flat()
        const said = foretell(model, booked, now)
        assert.ok(
          said.codes.every((code) => code === 'ok'),
          'what expired was not due',
        )
        model = said.model
        const clock = Math.max(now, model.clock)
        const left = model.facts.filter(
          ({ draft: { kind, due, id } }) =>
            kind === 'pending' &&
            due !== undefined &&
            due <= clock &&
            !model.facts.some(({ draft }) => draft.pending === id),
        )
        assert.equal(left.length, 0, 'what was due is still pending')
      } else {
        const requests = draftsOf(random, cast, model, now)
        // Whoever is told nothing asks again: what was booked is answered as booked, what was refused is tried anew.
        const committed = await faulty(database, org, random, tally, (session) =>
          post({ ...session, org, now: new Date(now) }, requests),
        )
        for (const { results } of committed)
          for (const [index, drafts] of requests.entries()) {
            const said = foretell(model, drafts, now)
            assert.deepEqual(
              results[index]!.map(({ code }) => code),
              said.codes,
            )
            model = said.model
            tally.operations += drafts.length
            for (const code of said.codes) tally.codes.set(code, (tally.codes.get(code) ?? 0) + 1)
          }
      }
      await check(database, org, model)
    } catch (error) {
      ;(error as Error).message = `${told}: ${(error as Error).message}`
      throw error
    }
  }
  tally.booked += model.facts.length
}

/** Runs it in a transaction that with some chance fails on its way, or commits unheard, until it is answered: what was committed. */
async function faulty<R>(
  database: Database,
  org: string,
  random: () => number,
  tally: Tally,
  work: (session: Pick<Session, 'sql' | 'last'>) => Promise<R>,
): Promise<R[]> {
  const committed: R[] = []
  for (;;) {
    const fault = random() < 0.2 ? FAULTS[Math.floor(random() * FAULTS.length)] : undefined
    try {
      const result = await database.transaction(org, async ({ sql, last }) => {
        const done = await work({ sql, last })
        if (fault === 'refused') throw new Fault()
        // The connection ends as it does when its process is killed.
        if (fault === 'cut') await sql`SELECT pg_terminate_backend(pg_backend_pid())`
        if (fault === 'undone') await sql`SELECT 1 / 0`
        return done
      })
      committed.push(result)
      if (fault !== 'unheard') return committed
    } catch (error) {
      if (!fault) throw error
    }
    tally.faults += 1
  }
}
class Fault extends Error {}
const FAULTS = ['refused', 'cut', 'undone', 'unheard'] as const

async function castOf(database: Database, org: string): Promise<Cast> {
  const accounts = new Map(
    [
      ['CNY', 'none', false],
      ['CNY', 'none', false],
      ['CNY', 'credit', false],
      ['CNY', 'credit', false],
      ['CNY', 'debit', false],
      ['CNY', 'none', true],
      ['USD', 'none', false],
      ['USD', 'credit', false],
    ].map(([asset, bound, closed]) => [newId(), { asset, bound, closed }]),
  ) as unknown as Cast['accounts']
  await database.transaction(org, async ({ sql }) => {
    for (const [id, { asset, bound, closed }] of accounts) {
      await sql`INSERT INTO ledger.account (org, id, owner, code, asset, scale, bound) VALUES (${org}, ${id}, 'simulated', 1, ${asset}, 2, ${bound})`
      if (closed)
        await sql`UPDATE ledger.account SET closed = true WHERE org = ${org} AND id = ${id}`
    }
  })
  return { accounts }
}
