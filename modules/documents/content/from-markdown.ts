import { Lexer, type Token, type Tokens } from 'marked'
import { block, text, type Block, type Mark } from './block.ts'

/** Markdown (GitHub's) as blocks. HTML in it stays text: nothing of it is ever run. */
export function fromMarkdown(markdown: string): Block[] {
  return blocksOf(new Lexer({ gfm: true }).lex(markdown))
}

const blocksOf = (tokens: readonly Token[]): Block[] => tokens.flatMap(blockOf)

function blockOf(token: Token): Block[] {
  switch (token.type) {
    case 'heading': {
      const { depth, tokens } = token as Tokens.Heading
      return [block('heading', inline(tokens), { level: Math.min(depth, 3) })]
    }
    case 'paragraph':
      return paragraphs((token as Tokens.Paragraph).tokens)
    case 'text': {
      const { tokens, text: words } = token as Tokens.Text
      return paragraphs(tokens ?? [{ type: 'text', raw: words, text: words }])
    }
    case 'blockquote':
      return [block('blockquote', orEmpty(blocksOf((token as Tokens.Blockquote).tokens)))]
    case 'code': {
      const { text: code, lang } = token as Tokens.Code
      return [block('codeBlock', code ? [text(code)] : [], lang ? { language: lang } : undefined)]
    }
    case 'list':
      return [listOf(token as Tokens.List)]
    case 'table':
      return [tableOf(token as Tokens.Table)]
    case 'hr':
      return [block('horizontalRule')]
    case 'html':
      return [block('paragraph', words(token.raw.trim(), []))]
    default:
      return []
  }
}

/** A picture of ours between words becomes a block of its own. */
function paragraphs(tokens: readonly Token[]): Block[] {
  const [only] = tokens
  const file =
    tokens.length === 1 && only?.type === 'image' ? fileIn((only as Tokens.Image).href) : undefined
  if (file) return [block('picture', [], { file })]
  const reference =
    tokens.length === 1 && only?.type === 'link'
      ? referenceIn((only as Tokens.Link).href)
      : undefined
  return reference ? [reference] : [block('paragraph', inline(tokens))]
}

function listOf({ ordered, start, items }: Tokens.List): Block {
  const tasks = items.length > 0 && items.every(({ task }) => task)
  const type = tasks ? 'taskList' : ordered ? 'orderedList' : 'bulletList'
  const attrs = ordered && !tasks && Number(start) > 1 ? { start: Number(start) } : undefined
  const inside = items.map(({ tokens, checked }) => {
    const content = startsWithParagraph(
      blocksOf(tokens.filter(({ type: kind }) => kind !== 'checkbox')),
    )
    return tasks
      ? block('taskItem', content, { checked: checked === true })
      : block('listItem', content)
  })
  return block(type, inside, attrs)
}

function tableOf({ header, rows }: Tokens.Table): Block {
  const row = (cells: readonly Tokens.TableCell[], type: string): Block =>
    block(
      'tableRow',
      cells.map((cell) => block(type, [block('paragraph', inline(cell.tokens))])),
    )
  return block('table', [
    row(header, 'tableHeader'),
    ...rows.map((cells) => row(cells, 'tableCell')),
  ])
}

const orEmpty = (content: Block[]): Block[] => (content.length ? content : [block('paragraph')])
const startsWithParagraph = (content: Block[]): Block[] =>
  content[0]?.type === 'paragraph' ? content : [block('paragraph'), ...content]

const MARKS: Record<string, string> = { strong: 'bold', em: 'italic', del: 'strike' }

function inline(tokens: readonly Token[] = [], marks: readonly Mark[] = []): Block[] {
  return tokens.flatMap((token) => {
    const mark = MARKS[token.type]
    if (mark) return inline((token as Tokens.Strong).tokens, [...marks, { type: mark }])
    if (token.type === 'codespan')
      return words(plain((token as Tokens.Codespan).text), [{ type: 'code' }])
    if (token.type === 'br') return [block('hardBreak')]
    if (token.type === 'link') {
      const { href, tokens: inside } = token as Tokens.Link
      const safe = /^(https?:|mailto:|\/)/.test(href)
      return inline(inside, safe ? [...marks, { type: 'link', attrs: { href } }] : marks)
    }
    if (token.type === 'image') {
      const { href, text: alt } = token as Tokens.Image
      return words(
        alt || href,
        /^https?:/.test(href) ? [...marks, { type: 'link', attrs: { href } }] : marks,
      )
    }
    const within = (token as Tokens.Text).tokens
    return within
      ? inline(within, marks)
      : words(plain((token as Tokens.Text).text ?? token.raw), marks)
  })
}

const words = (said: string, marks: readonly Mark[]): Block[] =>
  said === '' ? [] : [text(said, ...marks)]

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
const plain = (escaped: string): string =>
  escaped.replaceAll(/&(amp|lt|gt|quot|#39);/g, (whole, name: string) => ENTITIES[name] ?? whole)

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const fileIn = (href: string): string | undefined => new RegExp(`^/files/(${UUID})`).exec(href)?.[1]

/** What `to-markdown.ts` writes for blocks that only point at something. */
function referenceIn(href: string): Block | undefined {
  const card = new RegExp(`^tenon:card/(${UUID})$`).exec(href)?.[1]
  if (card) return block('card', [], { card })
  const [, entity, record] = new RegExp(`^tenon:record/([a-z0-9_.]+)/(${UUID})$`).exec(href) ?? []
  if (entity && record) return block('record', [], { entity, record })
  const file = new RegExp(`^tenon:file/(${UUID})$`).exec(href)?.[1]
  if (file) return block('file', [], { file })
  const [, list, view] = new RegExp(`^tenon:records/([a-z0-9_.]+)(?:/(${UUID}))?$`).exec(href) ?? []
  return list ? block('records', [], { entity: list, ...(view ? { view } : {}) }) : undefined
}
