import { OPERATOR_ORG, T, defineAction, notFound } from '#kernel'
import { useMembership } from '#modules/parties'
import { needsSession, ownAccount } from '../own.ts'

export const switchPerson = defineAction({
  id: 'identity.person.switch',
  kind: 'command',
  effect: 'local',
  title: 'Switch organisation',
  description:
    'From now on this session speaks for your person in the other organisation; no new sign-in.',
  input: T.Object(
    { organisation: T.Id({ title: 'Organisation' }) },
    { additionalProperties: false },
  ),
  output: T.Object({ organisation: T.Id(), person: T.Id() }),
  errors: {
    needsSession,
    notMember: notFound(
      'You are not a member of this organisation.',
      'Ask its administrators for an invitation.',
    ),
  },
  silent: 'one’s own choice of what to look at; nobody else has to know',
  scope: 'everyone',
  idempotent: true,
}).run(async ({ organisation }, ctx) => {
  const account = ownAccount(ctx)
  const found = await ctx.sql<{
    person: string
  }>`SELECT person FROM identity.persons_of(${account}) WHERE organisation = ${organisation}`
  const person = found[0]?.person
  if (!person) throw ctx.error('notMember')
  await ctx.within(
    OPERATOR_ORG,
    ({ sql }) => sql`
    UPDATE identity.session SET organisation = ${organisation}, person = ${person} WHERE org = ${OPERATOR_ORG} AND id = ${ctx.actor.session}`,
  )
  await useMembership(ctx, person)
  ctx.revoke({ session: ctx.actor.session! })
  return { organisation, person }
})
