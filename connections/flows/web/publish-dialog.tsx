import { useState } from 'react'
import {
  Button,
  Check,
  Dialog,
  ErrorLine,
  SelectField,
  TextField,
  t,
  told,
  useAction,
  useCommand,
  type Paged,
} from '#web'
import { Difference } from './difference.tsx'
import type { Definition, FlowRow } from './types.ts'

interface Account {
  id: string
  title: string
  connector: string
  state: string
}

/** What changes, why, and which accounts it uses; then it is the version that runs. */
export function PublishDialog({
  flow,
  definition,
  onDone,
  onClose,
}: {
  flow: FlowRow
  definition: Definition
  onDone: () => void
  onClose: () => void
}) {
  const [note, setNote] = useState('')
  const [accounts, setAccounts] = useState<Record<string, string>>(flow.accounts ?? {})
  const aliases = Object.entries(definition.accounts ?? {})
  const [turnOn, setTurnOn] = useState(flow.state === 'disabled' && flow.version === 1)
  const enable = useCommand('flows.flow.enable', { refresh: ['flows.'] })
  const publish = useCommand<{ version: number; hook?: string }>('flows.flow.update', {
    refresh: ['flows.'],
    onDone: ({ version }) => {
      if (turnOn) enable.mutate({ flow: flow.id })
      onClose()
      onDone()
      told(t('Version {n} is published', { n: version }))
    },
  })
  return (
    <Dialog title={t('Publish “{name}”', { name: definition.title })} onClose={onClose} wide>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          publish.mutate({
            flow: flow.id,
            definition,
            version: flow.version,
            ...(note.trim() ? { note: note.trim() } : {}),
            ...(aliases.length > 0 ? { accounts } : {}),
          })
        }}
      >
        <TextField
          label={t('What changes, and why')}
          value={note}
          maxLength={500}
          onChange={setNote}
          help={t('Those who look at the versions later will thank you.')}
        />
        {aliases.map(([alias, { connector, title }]) => (
          <AccountField
            key={alias}
            connector={connector}
            label={t('Account for “{name}”', { name: title })}
            value={accounts[alias] ?? ''}
            onChange={(id) => setAccounts({ ...accounts, [alias]: id })}
          />
        ))}
        <section className="section">
          <h3>{t('Compared with version {n}', { n: flow.version })}</h3>
          <Difference flow={flow.id} from={flow.version} definition={definition} />
        </section>
        <p className="muted">{t('Runs that are under way stay on their version.')}</p>
        {flow.state === 'disabled' && (
          <Check label={t('Switch it on')} checked={turnOn} onChange={setTurnOn} />
        )}
        <ErrorLine problem={publish.problem} />
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button submit tone="primary" busy={publish.isPending}>
            {t('Publish')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function AccountField({
  connector,
  label,
  value,
  onChange,
}: {
  connector: string
  label: string
  value: string
  onChange: (id: string) => void
}) {
  const list = useAction<Paged<Account>>('vault.account.list', { where: { connector }, limit: 200 })
  const accounts = list.data?.items ?? []
  return (
    <SelectField
      label={label}
      value={value}
      empty={t('Choose')}
      onChange={onChange}
      help={
        list.data && accounts.length === 0
          ? t('There is no account of “{name}” that you may use; make one first.', {
              name: connector,
            })
          : undefined
      }
      options={accounts.map(({ id, title, state }) => ({
        value: id,
        label: state === 'valid' ? title : `${title} (${t('needs attention')})`,
      }))}
    />
  )
}
