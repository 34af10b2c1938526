import { SelectField, TextField, t } from '#web'
import { inWords, type AuthInfo } from './types.ts'

type Words = Record<string, string>

/** What a way of signing in needs to know; secrets are typed unseen and leave this page once. */
export function CredentialFields({
  auth,
  values,
  onChange,
}: {
  auth: AuthInfo
  values: Words
  onChange: (values: Words) => void
}) {
  return (
    <>
      {auth.fields.map((field) => (
        <TextField
          key={`${auth.kind} ${field.name}`}
          label={inWords(field)}
          required={!field.optional}
          value={values[field.name] ?? ''}
          onChange={(value) => onChange({ ...values, [field.name]: value })}
          maxLength={20_000}
          autoComplete="off"
          spellCheck={false}
          {...(field.secret ? { type: 'password', autoComplete: 'new-password' } : {})}
        />
      ))}
    </>
  )
}

/** Where a service without a connector looks for the credential. */
export function WhereFields({
  auth,
  values,
  onChange,
}: {
  auth: AuthInfo
  values: Words
  onChange: (values: Words) => void
}) {
  const set = (name: string) => (value: string) => onChange({ ...values, [name]: value })
  if (auth.kind === 'api_key')
    return (
      <>
        <SelectField
          label={t('Where the key goes')}
          value={values['in'] ?? 'header'}
          onChange={set('in')}
          options={[
            { value: 'header', label: t('In a header') },
            { value: 'query', label: t('In the query') },
            {
              value: 'path',
              label: t('In the path, where the address says {key}', { key: '{key}' }),
            },
          ]}
        />
        {values['in'] !== 'path' && (
          <TextField
            label={t('Its name there')}
            value={values['name'] ?? ''}
            onChange={set('name')}
            placeholder={values['in'] === 'query' ? 'key' : 'X-API-Key'}
            maxLength={100}
          />
        )}
      </>
    )
  if (!auth.open) return null
  return (
    <>
      {auth.kind === 'oauth2_code' && (
        <TextField
          label={t('Address of the consent page')}
          required
          type="url"
          value={values['authorize_url'] ?? ''}
          onChange={set('authorize_url')}
          placeholder="https://"
        />
      )}
      <TextField
        label={t('Address of the token endpoint')}
        required
        type="url"
        value={values['token_url'] ?? ''}
        onChange={set('token_url')}
        placeholder="https://"
      />
      <TextField
        label={t('Scopes')}
        help={t('As the service names them, with spaces between.')}
        value={values['scopes'] ?? ''}
        onChange={set('scopes')}
      />
    </>
  )
}

/** Whether everything that must be there is. */
export function isComplete(auth: AuthInfo, credential: Words, where: Words): boolean {
  const entered = auth.fields.every(({ name, optional }) => optional || credential[name])
  const urls =
    !auth.open || (where['token_url'] && (auth.kind !== 'oauth2_code' || where['authorize_url']))
  return Boolean(entered && urls)
}

/** Without what was left blank. */
export const filled = (words: Words): Words =>
  Object.fromEntries(Object.entries(words).filter(([, value]) => value.trim() !== ''))
