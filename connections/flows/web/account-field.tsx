import { SelectField, t, useAction, isChinese } from '#web'
import { useFormContext } from './form-context.ts'

interface Connector {
  id: string
  title: string
  zh?: string
}
const ANOTHER = '+'

/** A linked account by its alias: the flow says of which service, who publishes it says whose. */
export function AliasField({
  label,
  value,
  required,
  onChange,
}: {
  label: string
  value: string
  required: boolean
  onChange: (alias: string | undefined) => void
}) {
  const { accounts = {}, addAccount, readOnly } = useFormContext()
  const list = useAction<{ items: Connector[] }>('vault.connector.list', {})
  const nameOf = ({ title, zh }: Connector) => (isChinese() ? (zh ?? title) : title)
  const connectors = list.data?.items ?? []
  const known = connectors.map((one) => ({
    value: `${ANOTHER}${one.id}`,
    label: t('Another account of {name}', { name: nameOf(one) }),
  }))
  return (
    <SelectField
      label={label}
      required={required}
      value={value}
      disabled={readOnly}
      empty={t('None')}
      help={t('Which account stands behind it is chosen when the flow is published.')}
      onChange={(next) => {
        const connector = connectors.find(({ id }) => next === `${ANOTHER}${id}`)
        if (connector && addAccount) onChange(addAccount(connector.id, nameOf(connector)))
        else onChange(next || undefined)
      }}
      options={[
        ...Object.entries(accounts).map(([alias, { title }]) => ({
          value: alias,
          label: `${title} (${alias})`,
        })),
        ...(value && !(value in accounts) ? [{ value, label: value }] : []),
        ...known,
      ]}
    />
  )
}
