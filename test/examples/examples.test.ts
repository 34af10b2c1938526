import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Subscription } from '#kernel'
import { tenon, type Cast } from '#kernel/testing'
import { orderCard, orderChanged, orders, within } from './orders.ts'
import { examplesOf, load } from './read.ts'
import { givenOf, playOf } from './scenes.ts'
import { openShell, type Shell } from './shell.ts'

/** Every example of the READMEs runs as it stands there, in one world. */
const examples = examplesOf()
const named = ({ path, line }: { path: string; line: number }): string => `${path}:${line}`

describe('what a README shows in TypeScript', () => {
  const code = examples.filter(({ language }) => language === 'ts')
  const defined = new Map<string, Subscription[]>()
  let as: Cast
  before(async () => {
    for (const example of code.filter(({ defines }) => defines)) {
      const { run } = await load(example, ['orderCard', 'orderChanged'])
      const made = await run({ orderCard, orderChanged })
      defined.set(example.path, Object.values(made).flat() as Subscription[])
    }
    as = await tenon([orders([...defined.values()].flat())])
  })
  after(() => as[Symbol.asyncDispose]())

  for (const example of code)
    test(named(example), async () => {
      const { who = 'lin', proves } = playOf(example)
      const given = await givenOf(as)
      if (example.defines) return void (await proves(as, {}, given))
      const { run } = await load(example, [...Object.keys(given), 'as', 'assert', 'ctx'])
      let made: Record<string, unknown> = {}
      if (/\bctx\b/.test(example.text))
        await within(
          as[who]!.call,
          async (ctx) => void (made = await run({ ...given, as, assert, ctx })),
        )
      else made = await run({ ...given, as, assert })
      await as.kernel.idle()
      await proves(as, made, given)
    })
})

describe('what a README shows for the command line', () => {
  let shell: Shell
  before(async () => void (shell = await openShell()))
  after(() => shell[Symbol.asyncDispose]())

  for (const example of examples.filter(({ language }) => language === 'sh'))
    test(named(example), () => shell.run(example.text))
})
