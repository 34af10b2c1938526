import { language, type Row } from '#web'

export interface Notice extends Row {
  kind: string
  title: string
  title_zh?: string
  body?: string
  body_zh?: string
  link?: string
  card?: string
  read_at?: string
}
export const titleOf = (notice: Notice) =>
  (language.get() === 'zh' ? notice.title_zh : undefined) ?? notice.title
export const bodyOf = (notice: Notice) =>
  (language.get() === 'zh' ? notice.body_zh : undefined) ?? notice.body
