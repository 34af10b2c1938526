import { defineAction, sensitive, T } from '#kernel'
import { newSecret } from '#connections/signing'
import { OTHER_MS } from '../store.ts'

/** Both count from here on; which of them signs is settled when the vendor has agreed. */
export const storeSecret = defineAction({
  id: 'remote.link.secret',
  kind: 'command',
  effect: 'local',
  title: 'Store a new secret for a vendor',
  description: 'The short command behind remote.link.rotate.',
  input: T.Object({ link: T.Id() }, { additionalProperties: false }),
  /** Sealed. */
  output: T.Object({ secret: sensitive(T.String()) }),
  silent: 'remote.link.settle tells it',
  subject: 'link',
  scope: 'remote.manage',
  internal: true,
}).run(async ({ link: id }, ctx) => {
  const secret = ctx.secrets.seal(newSecret(), id)
  await ctx.sql`
    UPDATE remote.link SET other_secret = ${secret}, other_until = clock_timestamp() + ${OTHER_MS} * interval '1 ms'
    WHERE org = ${ctx.org} AND id = ${id} AND status = 'active'`
  return { secret }
})
