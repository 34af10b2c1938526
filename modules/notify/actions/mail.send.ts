import { defineAction, sensitive, T } from '#kernel'
import { compose } from '../mail.ts'
import { LANGUAGES, text } from '../text.ts'

/**
 * One mail, for modules by `ctx.enqueue`. Its words never reach the audit log or a trace: they hold
 * invitation links and the like.
 */
export const sendMail = defineAction({
  id: 'notify.mail.send',
  kind: 'command',
  effect: 'outside',
  title: 'Send a mail',
  description: 'Sends one mail in the reader’s language, or in both when it is not known.',
  input: T.Object(
    {
      to: T.String({ format: 'email', maxLength: 254 }),
      subject: sensitive(text(500)),
      text: sensitive(text(10_000)),
      link: T.Optional(sensitive(T.String({ format: 'uri', maxLength: 2000 }))),
      button: T.Optional(text(60)),
      language: T.Optional(T.Enum(LANGUAGES)),
      /** An invitation or its end, for mail programs that understand it. */
      calendar: T.Optional(
        T.Object({ method: T.Enum(['REQUEST', 'CANCEL']), text: sensitive(T.String()) }),
      ),
      /** Names the mail, so that a repeated attempt is the same mail. */
      id: T.Optional(T.String({ maxLength: 100, pattern: '^[A-Za-z0-9.-]+$' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ sent: T.Boolean() }),
  silent: 'whoever enqueued it has told the fact',
  scope: 'member',
  internal: true,
}).run(async ({ to, id, calendar, ...letter }, ctx) => {
  const part = calendar ? { calendar } : {}
  await ctx.mail.send({ to, ...compose(letter), ...part, ...(id ? { id } : {}) })
  return { sent: true }
})
