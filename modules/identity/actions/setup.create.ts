import { fileURLToPath } from 'node:url'
import {
  T,
  conflict,
  defineAction,
  forbidden,
  plantSample,
  sensitive,
  welcomeToSample,
} from '#kernel'
import { countAttempt } from '../attempts.ts'
import { isSetUp } from '../founding.ts'
import { hashPassword } from '../hash.ts'
import { email, normalEmail } from '../logins.ts'
import { checkPassword, newPassword } from '../policy.ts'
import { commit, kernelOf, operatorSql } from '../running.ts'
import { device, sessionOutput } from '../sessions.ts'
import { SAMPLE_ORG, SAMPLE_PASSWORD } from '../sample.ts'
import { reviveSecret, useSecret } from '../tokens.ts'
import { found } from './setup.found.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

export const createSetup = defineAction({
  id: 'identity.setup.create',
  kind: 'command',
  effect: 'outside',
  title: 'Set the server up',
  description:
    'The first company and its administrator, with the one-time code of the set-up link (not needed on the operator’s socket). With `sample`, a bicycle maker of about 30 people, whose company the administrator then owns.',
  input: T.Object(
    {
      code: T.Optional(sensitive(T.String({ maxLength: 200, title: 'Set-up code' }))),
      company: T.String({ minLength: 1, maxLength: 200, title: 'Company' }),
      name: T.Optional(T.String({ minLength: 1, maxLength: 100, title: 'Your name' })),
      email: email({ title: 'Your e-mail' }),
      password: newPassword(),
      sample: T.Optional(T.Boolean({ title: 'With the sample company', default: false })),
      locale: T.Optional(T.String({ maxLength: 20, title: 'Language' })),
      device,
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    organisation: T.Id(),
    admin: T.Id(),
    /** Only on the operator's socket: an API token with all the administrator's rights. */
    token: T.Optional(sensitive(T.String())),
    /** What all sample people sign in with; shown once. */
    sample_password: T.Optional(sensitive(T.String())),
    ...sessionOutput,
  }),
  errors: {
    badCode: forbidden(
      'This set-up link is not valid.',
      'Use the link that the server printed at its last start.',
    ),
    done: conflict(
      'This server is set up already.',
      'Sign in. If nobody can: ./tenon admin recover',
    ),
  },
  silent: 'identity.setup.found tells it',
  scope: 'everyone',
}).run(
  async (
    { code, company, name, password, sample = false, locale, device: from, ...input },
    ctx,
  ) => {
    const sql = operatorSql(ctx)
    const operator = ctx.actor.kind === 'operator'
    if (await isSetUp(sql)) throw ctx.error('done')
    checkPassword(password, [input.email, company, name])
    const attempt = await countAttempt(sql, 'setup', ctx.address)
    if (!operator && !(code && (await useSecret(sql, 'setup', code)))) throw ctx.error('badCode')
    await attempt.forgive()
    try {
      const password_hash = await hashPassword(password)
      const world = sample ? await plantSample(kernelOf(ctx), ROOT) : undefined
      const founded = await commit(ctx, found, {
        company,
        name: name ?? input.email.split('@', 1)[0]!,
        email: normalEmail(input.email),
        password_hash,
        operator,
        ...(world ? { sample: world.orgs[SAMPLE_ORG]! } : {}),
        ...(locale ? { locale } : {}),
        ...(from ? { device: from } : {}),
      })
      if (world) await welcomeToSample(world, ROOT, founded.admin)
      return world ? { ...founded, sample_password: world.ids[SAMPLE_PASSWORD]! } : founded
    } catch (error) {
      if (code) await reviveSecret(sql, 'setup', code)
      throw error
    }
  },
)
