import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compare } from './compare.ts'
import { fromMarkdown } from './from-markdown.ts'
import { blocksOf, opened } from './read.ts'
import { toMarkdown } from './to-markdown.ts'
import { linesOf } from './words.ts'
import { rewritten, stateOf } from './write.ts'

const ALL = `# 周报 Weekly

Some **bold**, *italic*, ~~gone~~, \`code\` and a [link](https://example.org).

- one
- two
  - deeper

3. third
4. fourth

- [x] done
- [ ] open

> A quote

| 名称 | 数量 |
| --- | --- |
| 轴承 | 600 |

\`\`\`ts
const a = 1 < 2
\`\`\`

---

[0190a1b2-0000-7000-8000-000000000001](tenon:card/0190a1b2-0000-7000-8000-000000000001)
`

test('Markdown comes back as it went in', () => {
  assert.equal(toMarkdown(fromMarkdown(ALL), String), ALL)
})

test('what is written is read again from the shared document', () => {
  const blocks = fromMarkdown(ALL)
  assert.deepEqual(blocksOf(opened([stateOf(blocks)])), JSON.parse(JSON.stringify(blocks)))
})

test('HTML stays text', () => {
  const [first] = fromMarkdown('<script>alert(1)</script>')
  assert.equal(first?.type, 'paragraph')
  assert.equal(fromMarkdown('[x](javascript:alert(1))')[0]?.content?.[0]?.marks, undefined)
})

test('a rewrite keeps what is the same', () => {
  const doc = opened([stateOf(fromMarkdown('a\n\nb\n\nc'))])
  const first = doc.getXmlFragment('body').get(0)
  rewritten(doc, fromMarkdown('a\n\nB\n\nc'))
  assert.equal(doc.getXmlFragment('body').get(0), first)
  assert.deepEqual(linesOf(blocksOf(doc)), ['a', 'B', 'c'])
})

test('a difference is told line by line', () => {
  assert.deepEqual(
    compare(['a', 'b', 'c'], ['a', 'x', 'c', 'd']).map(({ kind, text }) => `${kind} ${text}`),
    ['same a', 'removed b', 'added x', 'same c', 'added d'],
  )
})
