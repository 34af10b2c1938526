import { fileURLToPath } from 'node:url'
import { kinds } from '../kinds.ts'
import { cases, QIANFAN, type Case } from './cases.ts'

export const PLACE = fileURLToPath(new URL('../../../docs/flows.md', import.meta.url))

/** docs/flows.md: made of the kinds and of the cases that the tests run, so that it cannot say anything else. */
export function documentOf(): string {
  const parts = [...kinds.values()].map(({ kind, title, description, effect, schema }) => {
    const fields = Object.keys((schema.properties ?? {}) as object)
      .map((name) => `\`${name}\``)
      .join(', ')
    const { data, failure, empty } = cases[kind]!
    return [
      `### ${title} (\`${kind}\`)`,
      `${description} ${EFFECTS[effect]}${fields ? ` Fields: ${fields}.` : ''}`,
      [`- Data: ${shown(data)}`, `- Failure: ${shown(failure)}`, `- Empty: ${shown(empty)}`].join(
        '\n',
      ),
    ].join('\n\n')
  })
  const nodes = QIANFAN.map(
    ([node, ours, how]) =>
      `| ${node} | ${[ours.map((kind) => `\`${kind}\``).join(', '), how].filter(Boolean).join('; ')} |`,
  )
  return `# Steps of flows

Made by \`connections/flows/testing/write.ts\` from the kinds of steps and from the cases that \`connections/flows/steps/kinds.test.ts\` runs.

## Where Qianfan's 27 logic nodes are

| Qianfan | Here |
| --- | --- |
${nodes.join('\n')}

## Kinds

${parts.join('\n\n')}
`
}

const EFFECTS = {
  pure: 'The same input gives the same answer, so it needs no journal.',
  durable: 'Its answer stands in the journal.',
  control: 'It runs other steps.',
} as const

function shown(told: Case): string {
  const steps = `\`${short(told.steps)}\``
  if ('refused' in told) return `${told.says}: ${steps} is not published (\`${told.refused}\`)`
  if ('fails' in told) {
    const [kind, message] = told.fails
    return `${told.says}: ${steps} fails as \`${kind}\`${message ? ` (“${message}”)` : ''}`
  }
  if ('reads' in told) return `${told.says}: ${steps} answers what reads \`${told.reads.source}\``
  return `${told.says}: ${steps} answers \`${short(told.output)}\``
}

const short = (value: unknown): string => JSON.stringify(value).replaceAll('|', String.raw`\|`)
