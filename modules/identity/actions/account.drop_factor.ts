import { OPERATOR_ORG, T, defineAction } from '#kernel'
import { sendNotice } from '#modules/notify'
import { factorChanged } from '../events.ts'
import {
  elsewhere,
  helped,
  isOwner,
  noAccount,
  notOneself,
  ownerOnly,
  worksElsewhere,
} from '../help.ts'
import { dropSecrets } from '../tokens.ts'

/** For who lost the telephone and the codes. The person is told, whoever asked for it. */
export const dropFactor = defineAction({
  id: 'identity.account.drop_factor',
  kind: 'command',
  effect: 'local',
  title: 'Turn a second factor off',
  description:
    'Turns off the authenticator app and the recovery codes of a person who lost them. The password stays needed; the person is told.',
  input: T.Object({ person: T.Id({ title: 'Person' }) }, { additionalProperties: false }),
  output: T.Object({ removed: T.Boolean() }),
  errors: { noAccount, elsewhere, ownerOnly, notOneself },
  emits: [factorChanged],
  subject: 'person',
  scope: 'identity.accounts',
  destructive: true,
}).run(async ({ person }, ctx) => {
  const account = await helped(ctx, person)
  if (!account) throw ctx.error('noAccount')
  if (person === ctx.actor.id) throw ctx.error('notOneself')
  if ((await isOwner(ctx, person)) && !ctx.actor.roles.includes('owner'))
    throw ctx.error('ownerOnly')
  if (await worksElsewhere(ctx, account)) throw ctx.error('elsewhere')
  const removed = await ctx.within(OPERATOR_ORG, async ({ sql }) => {
    const off = await sql`
      UPDATE identity.account SET totp_on = false, totp_secret = NULL, rev = rev + 1, updated_at = now()
      WHERE org = ${OPERATOR_ORG} AND id = ${account} AND totp_on RETURNING id`
    await dropSecrets(sql, 'recovery', account)
    return off.length === 1
  })
  ctx.emit(factorChanged, { account, factor: 'totp', present: false })
  if (removed)
    await ctx.call(sendNotice, {
      people: [person],
      kind: factorChanged.id,
      title: {
        en: `${ctx.actor.name} turned your second factor off`,
        zh: `${ctx.actor.name} 关闭了你的两步验证`,
      },
      body: {
        en: 'From now on your password alone signs you in. Set a new one up under Security.',
        zh: '现在只用密码就能登录。请在“安全”里重新设置两步验证。',
      },
      link: '/me/security',
    })
  return { removed }
})
