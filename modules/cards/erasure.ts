import { defineSubscription } from '#kernel'
import { personErased } from '#modules/audit'
import { Person } from '#modules/directory'

/** Live cards are loaded anew by their modules; a snapshot is nobody's any more, so its words change here. */
export const onPersonErased = defineSubscription({
  id: 'cards.on_person_erased',
  on: personErased,
  lane: 'person',
}).run(async ({ payload: { person, name } }, ctx) => {
  const people = ctx.records(Person).unchecked('what an erased person is called now')
  const left = (await people.find(person))?.name ?? ''
  await ctx.sql`
    UPDATE cards.delivery SET snapshot = replace(snapshot::text, trim(both '"' FROM to_json(${name}::text)::text), trim(both '"' FROM to_json(${left}::text)::text))::jsonb
    WHERE org = ${ctx.org} AND snapshot IS NOT NULL AND strpos(snapshot::text, trim(both '"' FROM to_json(${name}::text)::text)) > 0`
  await ctx.sql`DELETE FROM cards.private_data WHERE org = ${ctx.org} AND person = ${person}`
})
