import { T, conflict, defineAction, fail } from '#kernel'
import { removeMembership } from '#modules/parties'
import { Person } from '../entities.ts'
import { personLeft } from '../events.ts'

export const leavePerson = defineAction({
  id: 'directory.person.leave',
  kind: 'command',
  effect: 'local',
  title: 'Record that a person left',
  description:
    'Ends all rights at once, open connections included. What the person wrote stays; reports go to the successor, or to the leaver’s manager.',
  input: T.Object(
    {
      person: T.Id({ title: 'Person', 'x-pick': 'directory.person.list' }),
      successor: T.Optional(T.Id({ title: 'Successor', 'x-pick': 'directory.person.list' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ status: T.Literal('left') }),
  errors: {
    yourself: conflict('You cannot record your own leaving.', 'Ask another administrator.'),
  },
  emits: [personLeft],
  subject: 'person',
  scope: 'directory.manage',
  destructive: true,
  idempotent: true,
}).run(async ({ person: id, successor }, ctx) => {
  const records = ctx.records(Person)
  const person = await records.get(id)
  if (id === ctx.actor.id) throw ctx.error('yourself')
  if (person.status === 'left') return { status: 'left' }
  const { org } = ctx
  const heir = successor ?? person.manager ?? null
  if (successor) await checkSuccessor(successor)
  await records.update(id, { status: 'left', left_at: ctx.now.toISOString() })
  // Whoever takes over from below moves up to the leaver's place first, or he would manage himself.
  await ctx.sql`
    WITH RECURSIVE above AS (
      SELECT id, manager, 1 AS depth FROM directory.person WHERE org = ${org} AND id = ${heir}::uuid
      UNION ALL SELECT p.id, p.manager, a.depth + 1 FROM directory.person p JOIN above a ON p.id = a.manager
      WHERE p.org = ${org} AND a.depth < 100
    )
    UPDATE directory.person p SET rev = p.rev + 1, updated_at = now(),
      manager = CASE WHEN p.id = ${heir}::uuid THEN ${person.manager ?? null}::uuid ELSE ${heir}::uuid END
    WHERE p.org = ${org} AND (p.manager = ${id} OR (p.id = ${heir}::uuid AND EXISTS (SELECT 1 FROM above WHERE above.id = ${id})))`
  await ctx.sql`UPDATE directory.department SET leader = ${successor ?? null}, rev = rev + 1, updated_at = now() WHERE org = ${org} AND leader = ${id}`
  await ctx.sql`DELETE FROM directory.group_member WHERE org = ${org} AND person = ${id}`
  await ctx.sql`DELETE FROM directory.assignment WHERE org = ${org} AND person = ${id}`
  await removeMembership(ctx, id)
  const account = person.account === undefined ? {} : { account: person.account }
  const takesOver = heir ? { heir } : {}
  ctx.emit(personLeft, { person: id, name: person.name, ...account, ...takesOver })
  ctx.revoke({ org, id })
  return { status: 'left' }

  async function checkSuccessor(successor: string): Promise<void> {
    const [found] = await ctx.sql`
      SELECT id FROM directory.person WHERE org = ${org} AND id = ${successor} AND id <> ${id} AND status <> 'left'`
    if (!found) throw fail('invalid', 'The successor must work here.', 'Choose another colleague.')
  }
})
