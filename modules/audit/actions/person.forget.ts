import { defineAction, sensitive, T } from '#kernel'

const REMOVED = 'Removed person'

/**
 * Takes the words about an erased person out of the journal and the history of events; ids, times and
 * outcomes stay. It may read much, so it holds no transaction: each statement stands alone and may be
 * repeated.
 */
export const forgetTraces = defineAction({
  id: 'audit.person.forget',
  kind: 'command',
  effect: 'outside',
  title: 'Forget the traces of an erased person',
  description: 'Removes inputs, changes, addresses and names of an erased person from the log.',
  input: T.Object({
    person: T.Id(),
    /** Name, e-mail, mobile as they stood. */
    words: sensitive(T.Array(T.String({ minLength: 2, maxLength: 254 }), { maxItems: 10 })),
  }),
  output: T.Object({ entries: T.Integer() }),
  silent: 'the person was reported erased',
  scope: 'audit.erase',
  internal: true,
  idempotent: true,
}).run(async ({ person, words }, ctx) => {
  const about = await ctx.sql`
    UPDATE kernel.audit SET input = NULL, changes = NULL WHERE org = ${ctx.org} AND subject = ${person} RETURNING 1`
  const by = await ctx.sql`
    UPDATE kernel.audit SET address = NULL, session = NULL WHERE org = ${ctx.org} AND actor = ${person} RETURNING 1`
  for (const word of words) {
    // As it stands inside JSON text.
    const text = JSON.stringify(word).slice(1, -1)
    await ctx.sql`
      UPDATE kernel.audit SET input = replace(input::text, ${text}, ${REMOVED})::jsonb, changes = replace(changes::text, ${text}, ${REMOVED})::jsonb
      WHERE org = ${ctx.org} AND (strpos(input::text, ${text}) > 0 OR strpos(changes::text, ${text}) > 0)`
    await ctx.sql`
      UPDATE kernel.event SET payload = replace(payload::text, ${text}, ${REMOVED})::json
      WHERE org = ${ctx.org} AND strpos(payload::text, ${text}) > 0`
  }
  return { entries: about.length + by.length }
})
