import { defineAction, fail, OPERATOR_ORG, T } from '#kernel'

/** Mails kept in place of sending, since no mail server is set. Links in them open accounts, so only the operator reads them. */
export const listMails = defineAction({
  id: 'notify.mail.list',
  kind: 'query',
  effect: 'local',
  title: 'Mails not sent',
  description:
    'Mails that were kept because no mail server is set (TENON_MAIL_URL). Only for whoever operates the server.',
  input: T.Object(
    { limit: T.Optional(T.Integer({ minimum: 1, maximum: 200, default: 50 })) },
    { additionalProperties: false },
  ),
  output: T.Object({
    kind: T.Enum(['folder', 'smtp']),
    items: T.Array(
      T.Object({
        id: T.String(),
        at: T.Time(),
        to: T.String(),
        subject: T.String(),
        text: T.String(),
      }),
    ),
  }),
  scope: 'notify.mail',
  audited: true,
}).run(async ({ limit = 50 }, ctx) => {
  if (ctx.org !== OPERATOR_ORG && ctx.actor.kind !== 'operator') {
    throw fail(
      'forbidden',
      'Only whoever operates the server may read its mail.',
      'Run ./tenon on the server’s machine, or sign in to the operator’s organisation.',
    )
  }
  return { kind: ctx.mail.kind, items: [...(await ctx.mail.list(limit))] }
})
