import { OPERATOR_ORG, T, conflict, defineAction, sensitive } from '#kernel'
import { Organisation, organisationOf, registerOrganisation } from '#modules/parties'
import { accountExists, admit, createAccount } from '../accounts.ts'
import { Grant } from '../entities.ts'
import { accountCreated, grantChanged, sessionOpened, tokenCreated } from '../events.ts'
import { insertToken } from '../own-tokens.ts'
import { sessionOutput } from '../sessions.ts'
import { apiToken, dropSecrets, hashOf, issueSession } from '../tokens.ts'

export const found = defineAction({
  id: 'identity.setup.found',
  kind: 'command',
  effect: 'local',
  title: 'Found the first company',
  description: 'The short command behind identity.setup.create.',
  input: T.Object(
    {
      company: T.String(),
      /** The sample company, planted already: the administrator joins it as an owner, under the name he chose. */
      sample: T.Optional(T.Id()),
      name: T.String(),
      email: T.String(),
      locale: T.Optional(T.String()),
      device: T.Optional(T.String()),
      password_hash: sensitive(T.String()),
      operator: T.Boolean(),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    organisation: T.Id(),
    admin: T.Id(),
    token: T.Optional(T.String()),
    ...sessionOutput,
  }),
  errors: {
    accountExists,
    late: conflict(
      'This server is set up already.',
      'Sign in. If nobody can: ./tenon admin recover',
    ),
  },
  emits: [accountCreated, grantChanged, tokenCreated, sessionOpened],
  scope: 'member',
  internal: true,
}).run(
  async (
    { company, sample, name, email, locale, device = 'Set-up', password_hash, operator },
    ctx,
  ) => {
    // Two who set up at once: the second waits here and then finds the first's account.
    await ctx.sql`SELECT pg_advisory_xact_lock(hashtext('identity.setup'))`
    const others = await ctx.within(
      OPERATOR_ORG,
      ({ sql }) => sql`SELECT 1 FROM identity.account WHERE org = ${OPERATOR_ORG} LIMIT 1`,
    )
    if (others.length && !sample) throw ctx.error('late')
    if (!(await organisationOf(ctx.sql, OPERATOR_ORG)))
      await registerOrganisation(ctx, {
        id: OPERATOR_ORG,
        name: 'Operator',
        kind: 'operator',
        slug: 'operator',
      })
    if (sample)
      await ctx.within(OPERATOR_ORG, (own) =>
        own
          .records(Organisation)
          .unchecked('whoever sets up names his company')
          .update(sample, { name: company }),
      )
    const organisation =
      sample ?? (await registerOrganisation(ctx, { name: company, kind: 'company' })).id
    const account = await createAccount(ctx, { name, email, locale, passwordHash: password_hash })
    const founded = await ctx.within(organisation, async (inside) => {
      const admin = await admit(inside, { account, name, email })
      const grant = await inside
        .records(Grant)
        .unchecked('a company begins with its owner')
        .create({ role: 'owner', kind: 'person', holder: admin })
      inside.emit(grantChanged, { grant: grant.id, role: 'owner', holder: admin, given: true })
      if (!operator) return { admin }
      const token = apiToken(organisation)
      const id = await insertToken(inside.sql, organisation, {
        name: 'Set-up',
        kind: 'person',
        holder: admin,
        scopes: ['*'],
        hash: hashOf(token),
        hint: token.slice(-4),
        createdBy: admin,
      })
      inside.emit(tokenCreated, { token: id, holder: admin })
      return { admin, token }
    })
    return ctx.within(OPERATOR_ORG, async ({ sql, emit }) => {
      await dropSecrets(sql, 'setup')
      if (operator) return { organisation, ...founded }
      const session = await issueSession(sql, {
        account,
        organisation,
        person: founded.admin,
        device,
        address: ctx.address,
      })
      emit(sessionOpened, { account, session: session.id, device })
      return { organisation, ...founded, session: session.token, expires: session.expires }
    })
  },
)
