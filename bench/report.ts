import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { median, root, spread, type Line, type Result } from './measure.ts'

const RESULTS = join(root, 'bench', 'results.json')
const README = join(root, 'bench', 'README.md')
const [START, END] = ['<!-- figures: made by npm run bench -->', '<!-- end of figures -->']

export function say({ name, machine, commit, lines }: Result): void {
  console.log(`\n${name}   ${machine}, commit ${commit}`)
  for (const line of lines) {
    const bare = line.bare ? `  bare ${shown(line.bare)}  = ${ratio(line)} of bare` : ''
    console.log(
      `  ${line.what.padEnd(44)} ${shown(line.tenon)} ${line.unit}${bare}  ${verdict(line)}${line.note ? `  (${line.note})` : ''}`,
    )
  }
}

/** Keeps the newest result of each claim, and writes them all into the README. */
export function keep(result: Result): void {
  const before = existsSync(RESULTS) ? (JSON.parse(readFileSync(RESULTS, 'utf8')) as Result[]) : []
  const all = [...before.filter(({ name }) => name !== result.name), result].toSorted((a, b) =>
    a.name < b.name ? -1 : 1,
  )
  writeFileSync(RESULTS, `${JSON.stringify(all, null, 1)}\n`)
  const text = readFileSync(README, 'utf8')
  const [head, tail] = [text.indexOf(START), text.indexOf(END)]
  writeFileSync(
    README,
    `${text.slice(0, head + START.length)}\n\n${table(all)}\n\n${text.slice(tail)}`,
  )
}

function table(results: readonly Result[]): string {
  const rows = results.flatMap(({ name, lines, commit, at }) =>
    lines.map(
      (line) =>
        `| ${name} | ${line.what}${line.note ? `, ${line.note}` : ''} | ${shown(line.tenon)} ${line.unit} | ${line.bare ? shown(line.bare) : '–'} | ${line.bare ? ratio(line) : '–'} | ${verdict(line) || '–'} | \`${commit}\` ${at.slice(0, 10)} |`,
    ),
  )
  const machines = [...new Set(results.map(({ machine }) => machine))].join('; ')
  return [
    `Machine: ${machines}. Median of the rounds, ± half of their range.`,
    '',
    '| claim | what | Tenon | bare | ratio | bar | commit |',
    '|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n')
}

const number = (value: number): string =>
  value >= 100
    ? Math.round(value).toLocaleString('en')
    : value >= 10
      ? value.toFixed(1)
      : value.toFixed(2)
const shown = (values: readonly number[]): string =>
  `${number(median(values))}${values.length > 1 ? ` ±${Math.round(spread(values) / 2)} %` : ''}`
const ratio = ({ tenon, bare }: Line): string => (median(tenon) / median(bare!)).toFixed(2)

function verdict({ tenon, bar }: Line): string {
  if (!bar) return ''
  const [found, more] = [median(tenon), bar.better === 'more']
  const reached = more ? found >= bar.at : found <= bar.at
  return `${reached ? 'reached' : 'MISSED'}: ${more ? '≥' : '≤'} ${number(bar.at)} (${(found / bar.at).toFixed(2)} of it)`
}
