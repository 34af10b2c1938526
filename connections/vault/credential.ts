import { fail } from '#kernel'
import type { AuthSpec, FieldSpec } from './connector.ts'

/** A credential as it is entered and sealed: named words. */
export type Credential = Readonly<Record<string, string>>

const secret = (name: string, title: string, zh: string): FieldSpec => ({
  name,
  title,
  zh,
  secret: true,
})
const plain = (name: string, title: string, zh: string): FieldSpec => ({ name, title, zh })
const optional = (field: FieldSpec): FieldSpec => ({ ...field, optional: true })

/** What a person enters for one way of signing in, in this order. */
export function fieldsOf(auth: AuthSpec): readonly FieldSpec[] {
  switch (auth.kind) {
    case 'none':
      return []
    case 'api_key':
      return [secret('key', 'Key', '密钥')]
    case 'basic':
      return [plain('user', 'User name', '用户名'), secret('password', 'Password', '密码')]
    case 'bearer':
      return [secret('token', 'Token', '令牌')]
    case 'hmac': {
      const signing = secret('secret', 'Signing secret', '签名密钥')
      return [
        ...(auth.key ? [secret('key', 'Key', '密钥')] : []),
        auth.optional ? optional(signing) : signing,
      ]
    }
    case 'custom':
      return auth.fields
    default: {
      const app = secret('client_secret', 'Client secret', '应用密钥')
      return [
        plain('client_id', 'Client ID', '应用 ID'),
        auth.kind === 'oauth2_code' ? optional(app) : app,
      ]
    }
  }
}

/** Splits what was entered into what may be shown and what is sealed; refuses what is missing or unknown. */
export function sorted(
  auth: AuthSpec,
  entered: Credential,
): { shown: Record<string, string>; sealed: Record<string, string> } {
  const fields = fieldsOf(auth)
  const strange = Object.keys(entered).find((name) => !fields.some((each) => each.name === name))
  if (strange !== undefined)
    throw fail('invalid', `This way of signing in has no field ${strange.slice(0, 60)}.`)
  const missing = fields.find(({ name, optional: may }) => !may && !entered[name])
  if (missing)
    throw fail('invalid', `“${missing.title}” is missing.`, 'Enter it and save again.', {
      fields: [{ path: `/credential/${missing.name}`, message: 'is missing' }],
    })
  const broken = Object.entries(entered).find(([, value]) => CONTROL.test(value))
  if (broken)
    throw fail(
      'invalid',
      `“${broken[0].slice(0, 60)}” has a line break or a control character in it.`,
      'Copy it again, without what stands around it.',
    )
  const [shown, sealed]: Record<string, string>[] = [{}, {}]
  for (const { name, secret: hidden } of fields)
    if (entered[name]) (hidden ? sealed : shown)![name] = entered[name]
  return { shown: shown!, sealed: sealed! }
}

/** It would end a header and begin another. */
// oxlint-disable-next-line no-control-regex -- that is what is looked for
const CONTROL = /[\u0000-\u001f\u007f]/

/** How people tell two keys apart: a user's name, or the last four of what is long enough to spare them. */
export function hintOf(shown: Credential, sealed: Credential): string | undefined {
  const name = shown['user'] ?? shown['client_id']
  if (name) return name.slice(0, 100)
  const [first] = Object.values(sealed)
  return first && first.length >= HINT_FROM ? `…${first.slice(-4)}` : undefined
}
const HINT_FROM = 20
