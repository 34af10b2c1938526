import { useState } from 'react'
import {
  Button,
  ConfirmDialog,
  Empty,
  ErrorLine,
  ErrorState,
  Loading,
  Tag,
  numberText,
  t,
  useAction,
  useCatalog,
  useCommand,
  wordsOf,
  type Paged,
} from '#web'
import { RuleDialog } from './rule-dialog.tsx'
import { SIGNS, TONES, type Device, type Kind, type Rule } from './types.ts'
import { readingOf } from './words.ts'

/** When a group is told, of which devices. */
export function RulesPart() {
  const catalog = useCatalog()
  const [form, setForm] = useState<Rule | 'new'>()
  const [deleting, setDeleting] = useState<Rule>()
  const rules = useAction<Paged<Rule>>('devices.rule.list', { sort: ['name'], limit: 200 })
  const kinds = useAction<Paged<Kind>>('devices.kind.list', { limit: 200 }).data?.items
  const devices = useAction<Paged<Device>>('devices.device.list', { limit: 1000 }).data?.items
  const turn = useCommand('devices.rule.update', { refresh: ['devices.rule'] })
  const manages = catalog.can('devices.rule.create')
  if (rules.problem)
    return <ErrorState problem={rules.problem} onRetry={() => void rules.refetch()} />
  if (!rules.data || !kinds || !devices) return <Loading rows={5} />
  const whom = (rule: Rule) =>
    rule.device
      ? (devices.find(({ id }) => id === rule.device)?.name ?? t('A device'))
      : t('All of “{name}”', { name: kinds.find(({ id }) => id === rule.kind)?.name ?? '…' })
  const condition = (rule: Rule) => {
    if (rule.comparison === 'silent') return t('is silent')
    const kind = kinds.find(
      ({ id }) => id === (rule.kind ?? devices.find((one) => one.id === rule.device)?.kind),
    )
    const metric = kind?.metrics.find(({ key }) => key === rule.metric)
    const reading = readingOf(metric, rule.threshold ?? 0)
    const lasting = rule.for_s ? ` ${t('for {n} s', { n: numberText(rule.for_s) })}` : ''
    return `${metric?.title ?? rule.metric} ${SIGNS[rule.comparison]} ${reading}${lasting}`
  }
  return (
    <div className="body">
      {manages && (
        <div className="row device-tools">
          <Button icon="plus" onClick={() => setForm('new')}>
            {catalog.title('devices.rule.create')}
          </Button>
        </div>
      )}
      {rules.data.items.length === 0 && (
        <Empty icon="bell" title={t('No alarm rules')}>
          {t('A rule tells a group by a card when a value passes its limit.')}
        </Empty>
      )}
      <ul className="devices" aria-label={t('Alarm rules')}>
        {rules.data.items.map((rule) => (
          <li key={rule.id} className="panel">
            <span className="device-head">
              <strong>{rule.name}</strong>
              <Tag
                text={
                  rule.enabled
                    ? catalog.title(
                        `devices.rule.severity.${rule.severity}`,
                        wordsOf(rule.severity),
                      )
                    : t('Off')
                }
                tone={rule.enabled ? TONES[rule.severity]! : 'closed'}
              />
            </span>
            <p>{condition(rule)}</p>
            <small className="muted">{whom(rule)}</small>
            {manages && (
              <div className="row wrap">
                <Button small icon="edit" onClick={() => setForm(rule)}>
                  {t('Change')}
                </Button>
                <Button
                  small
                  busy={turn.isPending}
                  onClick={() => turn.mutate({ rule: rule.id, enabled: !rule.enabled })}
                >
                  {rule.enabled ? t('Switch off') : t('Switch on')}
                </Button>
                <Button small icon="trash" onClick={() => setDeleting(rule)}>
                  {t('Delete')}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      <ErrorLine problem={turn.problem} />
      {form && (
        <RuleDialog
          kinds={kinds}
          devices={devices}
          {...(form === 'new' ? {} : { rule: form })}
          onClose={() => setForm(undefined)}
        />
      )}
      {deleting && (
        <ConfirmDialog
          title={t('Delete the rule “{name}”?', { name: deleting.name })}
          text={t('Alarms that it raised are cleared and stay in the history.')}
          verb={t('Delete')}
          action="devices.rule.delete"
          input={{ rule: deleting.id }}
          refresh={['devices.']}
          onClose={() => setDeleting(undefined)}
        />
      )}
    </div>
  )
}
