import { after, before, describe, mock, test } from 'node:test'
import { inspect } from 'node:util'
import { SEED, tenon, type Cast, type Voice } from '../../kernel/testing.ts'
import { none } from '../tree.ts'
import { buildApps, renewed } from './built.ts'
import { fuzzRight, fuzzWrong } from './fuzz.ts'

describe(`no input breaks an action (TENON_SEED=${SEED})`, () => {
  let as: Cast
  let lin: Voice
  let stranger: Voice
  before(async () => {
    as = await tenon()
    await buildApps(as)
    ;[lin, stranger] = (await renewed(as, 'lin', 'stranger')) as [Voice, Voice]
  })
  after(() => as[Symbol.asyncDispose]())
  const logged: string[] = []
  mock.method(
    console,
    'error',
    (...said: unknown[]) => void logged.push(inspect(said).slice(0, 600)),
  )

  test('one that the schema allows', async () => {
    none(await fuzzRight(as, [lin, stranger, as.nobody], 2))
  })
  test('one made wrong in one place', async () => {
    none(await fuzzWrong(as, lin, 6))
  })
  test('and the server has nothing to complain of', () => none(logged))
})
