import { defineAction, T } from '#kernel'
import { handshake } from '../handshake.ts'
import { storeSecret } from './link.secret.ts'
import { settleLink } from './link.settle.ts'

export const rotateLink = defineAction({
  id: 'remote.link.rotate',
  kind: 'command',
  effect: 'outside',
  title: 'Change the secret shared with a vendor',
  description:
    'Makes a new signing secret and a new token and gives them to the vendor’s server. What the vendor signs with the secret before counts for one more day; the token before ends at once.',
  input: T.Object({ link: T.Id({ title: 'Software' }) }, { additionalProperties: false }),
  output: T.Object({ link: T.Id() }),
  silent: 'storing the secret tells it',
  subject: 'link',
  scope: 'remote.manage',
  ratePerMinute: 10,
}).run(async ({ link }, ctx) => {
  const { secret } = await ctx.call(storeSecret, { link })
  const token = await handshake(ctx, link, { secret: ctx.secrets.open(secret, link) })
  await ctx.call(settleLink, { link, rotated: true, ...(token ? { token } : {}) })
  return { link }
})
