import { OPERATOR_ORG, T, defineAction, invalid, sensitive } from '#kernel'
import { factorChanged } from '../events.ts'
import { accountById } from '../logins.ts'
import { needsSession, ownAccount } from '../own.ts'
import { endSessions } from '../sessions.ts'
import { newRecoveryCodes, spendStep, stepOf } from '../totp.ts'

export const confirmTotp = defineAction({
  id: 'identity.totp.confirm',
  kind: 'command',
  effect: 'local',
  title: 'Turn the authenticator app on',
  description: 'With a code of the app. Answers recovery codes, once; ends your other sessions.',
  input: T.Object(
    { code: sensitive(T.String({ pattern: '^[0-9 ]{6,8}$', title: 'Code' })) },
    { additionalProperties: false },
  ),
  output: T.Object({ recovery_codes: T.Array(sensitive(T.String())) }),
  errors: {
    needsSession,
    wrong: invalid(
      'The code is not right.',
      'Wait for the next one; check the clock of the telephone.',
    ),
  },
  emits: [factorChanged],
  scope: 'everyone',
  ratePerMinute: 10,
}).run(async ({ code }, ctx) => {
  const id = ownAccount(ctx)
  return ctx.within(OPERATOR_ORG, async ({ sql }) => {
    const account = await accountById(sql, id)
    const step =
      account?.totp_secret && !account.totp_on
        ? stepOf(ctx.secrets.open(account.totp_secret), code)
        : undefined
    if (step === undefined || !(await spendStep(sql, id, step))) throw ctx.error('wrong')
    await sql`UPDATE identity.account SET totp_on = true, rev = rev + 1, updated_at = now() WHERE org = ${OPERATOR_ORG} AND id = ${id}`
    await endSessions(ctx, id, { but: ctx.actor.session })
    ctx.emit(factorChanged, { account: id, factor: 'totp', present: true })
    return { recovery_codes: await newRecoveryCodes(sql, id) }
  })
})
