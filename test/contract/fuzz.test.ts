import { after, before, describe, mock, test } from 'node:test'
import { inspect } from 'node:util'
import { SEED, tenon, type Cast } from '../../kernel/testing.ts'
import { none } from '../tree.ts'
import { fuzzRight, fuzzWrong } from './fuzz.ts'

describe(`no input breaks an action (TENON_SEED=${SEED})`, () => {
  let as: Cast
  before(async () => void (as = await tenon()))
  after(() => as[Symbol.asyncDispose]())
  const logged: string[] = []
  mock.method(
    console,
    'error',
    (...said: unknown[]) => void logged.push(inspect(said).slice(0, 600)),
  )

  test('one that the schema allows', async () => {
    none(await fuzzRight(as, [as['lin']!, as['stranger']!, as.nobody], 6))
  })
  test('one made wrong in one place', async () => {
    none(await fuzzWrong(as, as['lin']!, 20))
  })
  test('and the server has nothing to complain of', () => none(logged))
})
