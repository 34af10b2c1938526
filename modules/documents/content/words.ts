import type { Block } from './block.ts'

/** The words of each block in a line of its own: for search and for comparing versions. */
export function linesOf(blocks: readonly Block[]): string[] {
  return blocks.flatMap(({ type, attrs, content = [], text }) => {
    if (text !== undefined) return [text]
    if (isLine(content)) {
      const line = content.map(inlineOf).join('')
      return line === '' ? [] : [line]
    }
    if (content.length) return linesOf(content)
    const named = attrs ? Object.values(attrs).filter((value) => typeof value === 'string') : []
    return type === 'horizontalRule' || type === 'paragraph'
      ? []
      : [`[${[type, ...named].join(' ')}]`]
  })
}

const isLine = (content: readonly Block[]): boolean =>
  content.some(({ type }) => type === 'text' || type === 'mention' || type === 'hardBreak')

function inlineOf({ type, text, attrs }: Block): string {
  if (text !== undefined) return text
  if (type === 'hardBreak') return ' '
  return type === 'mention' ? `@${String(attrs?.['person'] ?? '')}` : ''
}
