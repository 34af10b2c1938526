import { defineAction, sensitive, T } from '#kernel'
import { signed } from '#connections/signing'

export const partLink = defineAction({
  id: 'remote.link.part',
  kind: 'command',
  effect: 'outside',
  title: 'Tell a vendor that its software was removed',
  description:
    'A last signed message; whatever the vendor answers, nothing of it works here any more.',
  input: T.Object(
    {
      link: T.Id(),
      title: T.String(),
      address: T.String(),
      /** Sealed; erased from the link already. */
      secret: sensitive(T.String()),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ status: T.Integer() }),
  silent: 'remote.link.removed has told it',
  subject: 'link',
  scope: 'member',
  internal: true,
}).run(async ({ link, address, secret }, ctx) => {
  const body = JSON.stringify({ installation: link, organisation: ctx.org, removed: true })
  const { status } = await ctx.egress.fetch(address, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...signed([ctx.secrets.open(secret, link)], `removed_${link}`, body),
    },
    body,
  })
  return { status }
})
