import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compile, ExpressionError } from './index.ts'

const around = { now: new Date('2026-11-23T06:30:00Z'), zone: 'Asia/Shanghai' }
const scope = {
  trigger: {
    amount: 1200,
    name: '远山',
    lines: [
      { sku: 'a', n: 2 },
      { sku: 'b', n: 3 },
    ],
    empty: null,
  },
  steps: { find: { items: [] } },
  vars: { state: 'open' },
}
const of = (value: unknown): unknown => compile(value, '/steps/1/input').of(scope, around)

test('one expression alone keeps its type; in a text it becomes text', () => {
  assert.equal(of('{{ trigger.amount }}'), 1200)
  assert.equal(of('{{trigger.amount > 1000 && vars.state == "open"}}'), true)
  assert.equal(of('Order of {{ trigger.name }}: {{ trigger.amount / 100 }}'), 'Order of 远山: 12')
  assert.deepEqual(of({ a: ['{{ trigger.lines.map(x, x.n) }}', 'plain'], b: 1 }), {
    a: [[2, 3], 'plain'],
    b: 1,
  })
  assert.deepEqual(of('{{ {"a": {"b": 1}} }}'), { a: { b: 1 } })
  assert.equal(of('{{ "}}" }}'), '}}')
  assert.equal(compile({ a: 'plain' }).plain, true)
})

test('what people need: lists, text, money, time in a zone', () => {
  const cases: [string, unknown][] = [
    ['sum(trigger.lines.map(x, x.n))', 5],
    ['trigger.lines.filter(x, x.n > 2)[0].sku', 'b'],
    ['trigger.lines.map(x, x.n > 2, x.sku)', ['b']],
    ['trigger.lines.exists(x, trigger.lines.all(y, y.n >= x.n))', true],
    ['first(steps.find.items, "none")', 'none'],
    ['has(trigger.empty) || has(trigger.nothing.at.all)', false],
    ['default(trigger.nothing, 7) + 1', 8],
    ['money_text(add_money(money(9800), money(0.5)))', '9,800.50 CNY'],
    ['now()', '2026-11-23T06:30:00.000Z'],
    ['format(plus(now(), "1d2h"), "yyyy-MM-dd HH:mm")', '2026-11-24 16:30'],
    ['plus("2026-03-07T12:00:00Z", "1d", "America/New_York")', '2026-03-08T11:00:00.000Z'],
    ['plus("2026-01-31T04:00:00Z", "1mo")', '2026-02-28T04:00:00.000Z'],
    ['weekday(now())', 1],
    ['json("{\\"a\\":[1,2]}").a.size()', 2],
    ['trigger.name.size()', 2],
    ['"n" + 1', 'n1'],
    ['-trigger.amount % 7', -3],
    ['trigger.lines.group_by(x, x.n > 2).map(g, g.items.size())', [1, 1]],
    ['"b" in trigger.lines.map(x, x.sku) ? "yes" : "no"', 'yes'],
  ]
  for (const [source, expected] of cases) assert.deepEqual(of(`{{ ${source} }}`), expected, source)
})

test('errors name the place and what is wrong', () => {
  const refusal = (source: string, words: RegExp) =>
    assert.throws(
      () => of(source),
      (error: Error) => {
        assert.ok(error instanceof ExpressionError, source)
        assert.match(error.message, /^\/steps\/1\/input/)
        assert.match(error.message, words)
        return true
      },
    )
  refusal('{{ trigger.customer.phone }}', /asks for \.customer/)
  refusal('{{ trigger.name * 2 }}', /needs a number and found a text/)
  refusal('{{ 1 / 0 }}', /divides by zero/)
  refusal('{{ 1 +', /never closes/)
  refusal('{{ 1 + }}', /cannot be read/)
  refusal('{{ launch() }}', /which there is not/)
  refusal('{{ trigger.lines[9] }}', /item 9 of a list of 2/)
})

test('nothing of the host can be reached, and nothing runs long', () => {
  const evil = [
    'trigger.constructor',
    'trigger.__proto__',
    '"".constructor',
    'trigger["constructor"]',
    'trigger.lines.constructor',
    'process.env',
    'globalThis',
    'constructor',
    'toString',
    'hasOwnProperty("a")',
    '__proto__.x',
    'trigger.name.__proto__',
  ]
  for (const source of evil) assert.throws(() => of(`{{ ${source} }}`), ExpressionError, source)
  const started = Date.now()
  const nested = 'range(1000).map(a, range(1000).map(b, range(1000).map(c, a + b + c)))'
  assert.throws(() => of(`{{ ${nested} }}`), /too many steps/)
  assert.throws(() => of(`{{ ${'('.repeat(500)}1${')'.repeat(500)} }}`), ExpressionError)
  const doubled = Array.from({ length: 25 }, () => '.map(x, x + x)').join('')
  assert.throws(() => of(`{{ ["aaaaaaaaaa"]${doubled} }}`), ExpressionError)
  assert.throws(() => of('{{ range(100000000) }}'), ExpressionError)
  assert.ok(Date.now() - started < 2_000)
})
