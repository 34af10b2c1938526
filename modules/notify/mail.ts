import { inEither, type Language, type Text } from './text.ts'

export interface Letter {
  readonly subject: Text
  readonly text: Text
  /** Absolute; shown as a button and in full beneath it. */
  readonly link?: string
  readonly button?: Text
  readonly language?: Language
}

/** One plain letter in the reader's language, or in both when it is not known. */
export function compose({ subject, text, link, button, language }: Letter) {
  const body = inEither(text, language, '\n\n')
  const label = inEither(button ?? { en: 'Open', zh: '打开' }, language, ' / ')
  const paragraphs = body
    .split('\n\n')
    .map((each) => `<p>${escape(each).replaceAll('\n', '<br>')}</p>`)
  const anchor = link
    ? [
        `<p><a href="${escape(link)}" style="${BUTTON}">${escape(label)}</a></p>`,
        `<p style="color:#6b6f76;word-break:break-all">${escape(link)}</p>`,
      ]
    : []
  return {
    subject: inEither(subject, language, ' / ').replaceAll(/[\r\n]+/g, ' '),
    text: link ? `${body}\n\n${label}: ${link}\n` : `${body}\n`,
    html: `<div style="${PAGE}">${[...paragraphs, ...anchor].join('\n')}</div>`,
  }
}

const PAGE =
  "font:14px/22px system-ui,'PingFang SC','Microsoft YaHei',sans-serif;color:#1c1f23;max-width:560px"
const BUTTON =
  'display:inline-block;padding:8px 16px;border-radius:8px;background:#3451b2;color:#fff;text-decoration:none'

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escape = (value: string) => value.replaceAll(/[&<>"']/g, (character) => ESCAPES[character]!)
