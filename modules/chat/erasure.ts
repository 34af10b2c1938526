import { defineSubscription } from '#kernel'
import { personErased } from '#modules/audit'
import { named } from './look.ts'

/**
 * Names that stand in messages as words, not as ids: above what was forwarded, in combined ones, and
 * in what cards said of themselves when they were posted.
 */
export const onPersonErased = defineSubscription({
  id: 'chat.on_person_erased',
  on: personErased,
  lane: 'person',
}).run(async ({ payload: { person, name } }, ctx) => {
  const [now] = await named(ctx, [person])
  const left = now?.name ?? ''
  await ctx.sql`
    UPDATE chat.message SET text = CASE WHEN kind = 'combined' THEN replace(text, ${name}, ${left}) ELSE text END,
      body = replace(body::text, '"sender_name": ' || to_json(${name}::text)::text, '"sender_name": ' || to_json(${left}::text)::text)::jsonb
    WHERE org = ${ctx.org} AND body IS NOT NULL AND strpos(body::text, ${person}) > 0 AND strpos(body::text, '"sender_name"') > 0`
  await ctx.sql`
    UPDATE chat.message SET text = replace(text, ${name}, ${left})
    WHERE org = ${ctx.org} AND kind = 'card' AND strpos(text, ${name}) > 0`
})
