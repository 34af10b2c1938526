/** A node of the editor's document as JSON: what versions show, templates hold and Markdown becomes. */
export interface Block {
  readonly type: string
  readonly attrs?: Readonly<Record<string, unknown>>
  readonly content?: readonly Block[]
  readonly text?: string
  readonly marks?: readonly Mark[]
}
export interface Mark {
  readonly type: string
  readonly attrs?: Readonly<Record<string, unknown>>
}

/** Where in the shared document its text lies. */
export const FIELD = 'body'

export const text = (words: string, ...marks: Mark[]): Block =>
  marks.length ? { type: 'text', text: words, marks } : { type: 'text', text: words }
export const block = (type: string, content?: readonly Block[], attrs?: Block['attrs']): Block => ({
  type,
  ...(attrs ? { attrs } : {}),
  ...(content?.length ? { content } : {}),
})
