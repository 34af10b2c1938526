import { defineAction, T } from '#kernel'

/**
 * Takes the words about an erased person out of the journal and the history of events: ids, times and
 * outcomes stay. It may read much, so it holds no transaction: each statement stands alone and may
 * be repeated.
 */
export const forgetTraces = defineAction({
  id: 'audit.person.forget',
  kind: 'command',
  effect: 'outside',
  title: 'Forget the traces of an erased person',
  description: 'Removes inputs, changes, addresses and names of an erased person from the log.',
  input: T.Object({ person: T.Id() }),
  output: T.Object({ entries: T.Integer() }),
  silent: 'the person was reported erased',
  scope: 'audit.erase',
  internal: true,
  idempotent: true,
}).run(async ({ person }, ctx) => {
  const about = await ctx.sql`
    UPDATE kernel.audit SET input = NULL, changes = NULL WHERE org = ${ctx.org} AND subject = ${person} RETURNING 1`
  const by = await ctx.sql`
    UPDATE kernel.audit SET address = NULL, session = NULL WHERE org = ${ctx.org} AND actor = ${person} RETURNING 1`
  await ctx.sql`
    UPDATE kernel.event SET payload = payload - 'name' - 'sender_name' - 'email' - 'mobile'
    WHERE org = ${ctx.org} AND (actor = ${person} OR payload ->> 'person' = ${person})
      AND payload ?| ARRAY['name', 'sender_name', 'email', 'mobile']`
  return { entries: about.length + by.length }
})
