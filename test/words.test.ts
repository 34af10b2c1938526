import assert from 'node:assert/strict'
import { test } from 'node:test'
import { files, read } from './tree.ts'

/** Whatever the web says is said in Chinese too: English text is the key of the dictionaries. */
const shell = dictionary('web/zh.json')
const homes = [
  ...new Set(
    files.flatMap(
      (path) => /^(?:(?:modules|connections)\/[^/]+\/)?web(?=\/)/.exec(path)?.[0] ?? [],
    ),
  ),
]

for (const home of homes) {
  test(`${home} speaks Chinese`, () => {
    const own = home === 'web' ? {} : dictionary(`${home}/zh.json`)
    const said = files
      .filter((path) => path.startsWith(`${home}/`) && /\.tsx?$/.test(path))
      .flatMap((path) => textsIn(read(path)))
    const missing = said.filter((text) => !(text in own) && !(text in shell))
    assert.deepEqual([...new Set(missing)].sort(), [])
  })

  test(`${home} fills every hole of its words`, () => {
    const own = home === 'web' ? shell : dictionary(`${home}/zh.json`)
    const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([hole]) => hole).sort()
    const wrong = Object.entries(own).filter(([english, chinese]) =>
      holes(chinese).some((hole) => !holes(english).includes(hole)),
    )
    assert.deepEqual(wrong, [])
  })
}

function dictionary(path: string): Record<string, string> {
  return files.includes(path) ? (JSON.parse(read(path)) as Record<string, string>) : {}
}

/** The literals that stand directly in `t(…)`, both sides of a choice; of `tn(…)` the many, whose Chinese serves for one. */
function textsIn(source: string): string[] {
  return [...source.matchAll(/(?<![\w.$])(tn?)\(/g)].flatMap(({ index, 0: call, 1: name }) =>
    literalsOf(source, index + call.length).slice(name === 'tn' ? 1 : 0),
  )
}

function literalsOf(source: string, from: number): string[] {
  const found: string[] = []
  let depth = 1
  let before = ''
  for (let at = from; depth > 0 && at < source.length; at++) {
    const sign = source[at]!
    if ('([{'.includes(sign)) depth++
    else if (')]}'.includes(sign)) depth--
    else if (`'"\``.includes(sign)) {
      const end = endOf(source, at)
      // A comparison's side is no text, and what is nested is somebody else's.
      if (sign !== '`' && depth === 1 && !before.endsWith('==='))
        found.push(source.slice(at + 1, end).replaceAll("\\'", "'"))
      at = end
      before = ''
    }
    if (sign.trim()) before = (before + sign).slice(-3)
  }
  return found
}

function endOf(source: string, from: number): number {
  for (let at = from + 1; at < source.length; at++) {
    if (source[at] === '\\') at++
    else if (source[at] === source[from]) return at
  }
  return source.length
}
