import type { Block, Mark } from './block.ts'

/** Blocks as Markdown (GitHub's). `nameOf` says what a person is called. */
export function toMarkdown(blocks: readonly Block[], nameOf: (person: string) => string): string {
  const out = (list: readonly Block[], indent = ''): string =>
    list
      .map((each) => blockText(each, indent))
      .filter((each) => each !== '')
      .join('\n\n')

  function blockText(block: Block, indent: string): string {
    const { type, content = [], attrs = {} } = block
    switch (type) {
      case 'heading':
        return `${'#'.repeat(Number(attrs['level'] ?? 1))} ${line(content)}`
      case 'paragraph':
        return line(content)
      case 'blockquote':
        return out(content).replaceAll(/^/gm, '> ')
      case 'codeBlock':
        return fenced(
          content.map(({ text = '' }) => text).join(''),
          String(attrs['language'] ?? ''),
        )
      case 'bulletList':
        return items(content, indent, () => '- ')
      case 'orderedList':
        return items(content, indent, (index) => `${Number(attrs['start'] ?? 1) + index}. `)
      case 'taskList':
        return items(
          content,
          indent,
          (_index, item) => `- [${item.attrs?.['checked'] ? 'x' : ' '}] `,
        )
      case 'table':
        return table(content)
      case 'horizontalRule':
        return '---'
      case 'picture':
        return `![](/files/${String(attrs['file'])})`
      case 'card':
        return `[${String(attrs['card'])}](tenon:card/${String(attrs['card'])})`
      case 'file':
        return `[${String(attrs['file'])}](tenon:file/${String(attrs['file'])})`
      case 'record':
        return `[${String(attrs['record'])}](tenon:record/${String(attrs['entity'])}/${String(attrs['record'])})`
      case 'records':
        return `[${String(attrs['entity'])}](tenon:records/${String(attrs['entity'])}${attrs['view'] ? `/${String(attrs['view'])}` : ''})`
      default:
        return content.length ? out(content) : ''
    }
  }

  function items(
    list: readonly Block[],
    indent: string,
    sign: (index: number, item: Block) => string,
  ) {
    return list
      .map((item, index) => {
        const head = sign(index, item)
        const deeper = ' '.repeat(head.startsWith('- ') ? 2 : head.length)
        const body = (item.content ?? [])
          .map((each) => blockText(each, indent + deeper))
          .join('\n')
          .replaceAll('\n', `\n${deeper}`)
        return head + body
      })
      .join('\n')
  }

  function table(rows: readonly Block[]): string {
    const cells = rows.map(({ content = [] }) =>
      content.map((cell) =>
        (cell.content ?? [])
          .map((each) => line(each.content ?? []))
          .join(' ')
          .replaceAll('|', '\\|'),
      ),
    )
    const [head = [], ...rest] = cells
    const written = (row: readonly string[]) => `| ${row.join(' | ')} |`
    return [written(head), written(head.map(() => '---')), ...rest.map(written)].join('\n')
  }

  const line = (content: readonly Block[]): string =>
    content
      .map(({ type, text, marks = [], attrs }) => {
        if (type === 'hardBreak') return '  \n'
        if (type === 'mention') return `@${nameOf(String(attrs?.['person']))}`
        return text === undefined ? '' : marked(text, marks)
      })
      .join('')

  return `${out(blocks)}\n`
}

function marked(text: string, marks: readonly Mark[]): string {
  if (marks.some(({ type }) => type === 'code')) return `\`${text}\``
  const [, before = '', words = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(text) ?? []
  if (words === '') return text
  const has = (name: string) => marks.find(({ type }) => type === name)
  let said = escaped(words)
  if (has('italic')) said = `*${said}*`
  if (has('bold')) said = `**${said}**`
  if (has('strike')) said = `~~${said}~~`
  const href = has('link')?.attrs?.['href']
  if (typeof href === 'string') said = `[${said}](${href})`
  return before + said + after
}

/** Only what Markdown would read as marks. */
const escaped = (text: string): string =>
  text
    .replaceAll(/[\\`*_[\]~<]/g, (sign) => `\\${sign}`)
    .replace(/^(#{1,6} |> |[-+] |\d+\. )/, '\\$1')

function fenced(code: string, language: string): string {
  const fence = code.includes('```') ? '````' : '```'
  return `${fence}${language}\n${code}\n${fence}`
}
