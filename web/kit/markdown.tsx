import { Fragment, type ReactNode } from 'react'
import { Link } from './link.tsx'

/**
 * The part of markdown that belongs in a message, drawn as elements and never as HTML: paragraphs,
 * headings, lists, quotes, code, bold, italic, strike, links. `@name` of a mentioned person is marked.
 */
export function Markdown({
  text,
  inline,
  mark,
}: {
  text: string
  inline?: boolean
  mark?: (text: string) => ReactNode
}) {
  if (inline) return <>{spans(text, mark)}</>
  return (
    <div className="markdown">
      {blocks(text).map((block, index) => (
        <Fragment key={index}>{draw(block, mark)}</Fragment>
      ))}
    </div>
  )
}

interface Block {
  kind: 'p' | 'h' | 'ul' | 'ol' | 'quote' | 'code' | 'hr'
  lines: string[]
  level?: number
}

function blocks(text: string): Block[] {
  const found: Block[] = []
  let fence: Block | undefined
  for (const line of text.split('\n')) {
    if (/^\s*```/.test(line)) {
      if (fence) fence = undefined
      else found.push((fence = { kind: 'code', lines: [] }))
      continue
    }
    if (fence) {
      fence.lines.push(line)
      continue
    }
    const last = found.at(-1)
    const add = (kind: Block['kind'], rest: string) => {
      if (last?.kind === kind && last.lines.length > 0) last.lines.push(rest)
      else found.push({ kind, lines: [rest] })
    }
    const heading = /^(#{1,4})\s+(.*)$/.exec(line)
    if (line.trim() === '') found.push({ kind: 'p', lines: [] })
    else if (/^\s*(-{3,}|\*{3,})\s*$/.test(line)) found.push({ kind: 'hr', lines: ['-'] })
    else if (heading) found.push({ kind: 'h', lines: [heading[2]!], level: heading[1]!.length })
    else if (/^\s*[-*+]\s+/.test(line)) add('ul', line.replace(/^\s*[-*+]\s+/, ''))
    else if (/^\s*\d+[.)]\s+/.test(line)) add('ol', line.replace(/^\s*\d+[.)]\s+/, ''))
    else if (/^>\s?/.test(line)) add('quote', line.replace(/^>\s?/, ''))
    else add('p', line)
  }
  return found.filter((block) => block.lines.length > 0)
}

function draw({ kind, lines, level }: Block, mark?: (text: string) => ReactNode) {
  const each = (inner: (line: string, index: number) => ReactNode) => lines.map(inner)
  const broken = each((line, index) => (
    <Fragment key={index}>
      {index > 0 && <br />}
      {spans(line, mark)}
    </Fragment>
  ))
  if (kind === 'code')
    return (
      <pre>
        <code>{lines.join('\n')}</code>
      </pre>
    )
  if (kind === 'hr') return <hr />
  if (kind === 'ul')
    return (
      <ul>
        {each((line, index) => (
          <li key={index}>{spans(line, mark)}</li>
        ))}
      </ul>
    )
  if (kind === 'ol')
    return (
      <ol>
        {each((line, index) => (
          <li key={index}>{spans(line, mark)}</li>
        ))}
      </ol>
    )
  if (kind === 'quote') return <blockquote>{broken}</blockquote>
  if (kind === 'h') return <p className={`md-h md-h${level}`}>{broken}</p>
  return <p>{broken}</p>
}

const INLINE =
  /(`[^`\n]+`)|(\*\*[^*\n]+\*\*)|(~~[^~\n]+~~)|(\*[^*\s][^*\n]*\*)|\[([^\]\n]+)\]\(((?:https?:\/\/|mailto:|\/)[^)\s]*)\)|(https?:\/\/[^\s<>"',。;!?)]+)/g

function spans(text: string, mark?: (text: string) => ReactNode): ReactNode[] {
  const parts: ReactNode[] = []
  let from = 0
  const plain = (piece: string) =>
    piece && parts.push(<Fragment key={parts.length}>{mark ? mark(piece) : piece}</Fragment>)
  for (const match of text.matchAll(INLINE)) {
    plain(text.slice(from, match.index))
    from = match.index + match[0].length
    parts.push(<Fragment key={parts.length}>{span(match, mark)}</Fragment>)
  }
  plain(text.slice(from))
  return parts
}

function span(match: RegExpMatchArray, mark?: (text: string) => ReactNode): ReactNode {
  const [whole, code, bold, strike, italic, label, target, url] = match
  if (code) return <code>{code.slice(1, -1)}</code>
  if (bold) return <strong>{spans(bold.slice(2, -2), mark)}</strong>
  if (strike) return <s>{spans(strike.slice(2, -2), mark)}</s>
  if (italic) return <em>{spans(italic.slice(1, -1), mark)}</em>
  if (label && target?.startsWith('/')) return <Link to={target}>{label}</Link>
  const href = target ?? url
  return href ? (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {label ?? url}
    </a>
  ) : (
    whole
  )
}
