import { useState } from 'react'
import {
  Button,
  Dialog,
  ErrorLine,
  Field,
  RecordPicker,
  SelectField,
  TextField,
  t,
  useCatalog,
  useCommand,
  wordsOf,
} from '#web'
import { SIGNS, type Device, type Kind, type Rule } from './types.ts'

/** Where the manifest's own words are too short. */
const WORDS: Record<string, string> = {
  gt: 'Above',
  gte: 'At least',
  lt: 'Below',
  lte: 'At most',
  silent: 'Is silent',
}

/** For whom, what, and who is told; what can be chosen follows from the kind. */
export function RuleDialog({
  rule,
  kinds,
  devices,
  onClose,
}: {
  rule?: Rule
  kinds: readonly Kind[]
  devices: readonly Device[]
  onClose: () => void
}) {
  const catalog = useCatalog()
  const [draft, setDraft] = useState(() => draftOf(rule, kinds))
  const set = (change: Partial<typeof draft>) => setDraft({ ...draft, ...change })
  const action = rule ? 'devices.rule.update' : 'devices.rule.create'
  const save = useCommand(action, { refresh: ['devices.rule'], onDone: onClose })
  const words = (field: string) => {
    const last = field.split('.').at(-1)!
    const schema = catalog.entity('devices.rule')?.fields[last]
    return catalog.title(`devices.rule.${field}`, schema?.title ?? WORDS[last] ?? wordsOf(last))
  }
  const option = (field: string, value: string) => ({ value, label: words(`${field}.${value}`) })
  const [what, id] = draft.whom.split(':') as ['kind' | 'device', string]
  const of = what === 'kind' ? id : devices.find((one) => one.id === id)?.kind
  const kind = kinds.find((one) => one.id === of)
  const silent = draft.comparison === 'silent'
  const send = () => {
    const clear = rule ? null : undefined
    save.mutate(
      Object.fromEntries(
        Object.entries({
          ...(rule ? { rule: rule.id } : { [what]: id }),
          name: draft.name,
          comparison: draft.comparison,
          severity: draft.severity,
          metric: silent ? clear : draft.metric || kind?.metrics[0]?.key,
          threshold: silent ? clear : Number(draft.threshold),
          for_s: Number(draft.for_s) || 0,
          hysteresis: Number(draft.hysteresis) || 0,
          conversation: draft.conversation || clear,
          project: draft.project || clear,
          command: draft.command || clear,
        }).filter(([, value]) => value !== undefined),
      ),
    )
  }
  return (
    <Dialog title={rule ? rule.name : catalog.title(action)} onClose={onClose} wide>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <TextField
          label={words('name')}
          value={draft.name}
          onChange={(name) => set({ name })}
          required
          maxLength={100}
        />
        <SelectField
          label={t('For')}
          value={draft.whom}
          disabled={rule !== undefined}
          onChange={(whom) => set({ whom, metric: '', command: '' })}
          options={[
            ...kinds.map((one) => ({
              value: `kind:${one.id}`,
              label: t('All of “{name}”', { name: one.name }),
            })),
            ...devices.map((one) => ({ value: `device:${one.id}`, label: one.name })),
          ]}
        />
        <div className="device-pair">
          <SelectField
            label={words('comparison')}
            value={draft.comparison}
            onChange={(comparison) => set({ comparison: comparison as Rule['comparison'] })}
            options={Object.entries(SIGNS).map(([value, sign]) => ({
              value,
              label: `${words(`comparison.${value}`)} ${sign}`.trim(),
            }))}
          />
          <SelectField
            label={words('severity')}
            value={draft.severity}
            onChange={(severity) => set({ severity: severity as Rule['severity'] })}
            options={['info', 'warning', 'critical'].map((value) => option('severity', value))}
          />
        </div>
        {!silent && (
          <div className="device-pair">
            <SelectField
              label={words('metric')}
              value={draft.metric || (kind?.metrics[0]?.key ?? '')}
              onChange={(metric) => set({ metric })}
              options={(kind?.metrics ?? []).map(({ key, title, unit }) => ({
                value: key,
                label: unit ? `${title} (${unit})` : title,
              }))}
            />
            <TextField
              label={words('threshold')}
              type="number"
              step="any"
              required
              value={draft.threshold}
              onChange={(threshold) => set({ threshold })}
            />
            <TextField
              label={words('for_s')}
              type="number"
              min={0}
              value={draft.for_s}
              onChange={(for_s) => set({ for_s })}
            />
            <TextField
              label={words('hysteresis')}
              type="number"
              min={0}
              step="any"
              value={draft.hysteresis}
              onChange={(hysteresis) => set({ hysteresis })}
            />
          </div>
        )}
        <Field label={words('conversation')} help={t('Without one, the device’s own group.')}>
          {(wires) => (
            <RecordPicker
              entity="chat.conversation"
              wires={wires}
              value={draft.conversation ? [draft.conversation] : []}
              onChange={([conversation = '']) => set({ conversation })}
            />
          )}
        </Field>
        <div className="device-pair">
          <SelectField
            label={words('command')}
            value={draft.command}
            empty={t('None')}
            onChange={(command) => set({ command })}
            options={(kind?.commands ?? [])
              .filter(({ params }) => !params?.some(({ required }) => required))
              .map(({ key, title }) => ({ value: key, label: title }))}
          />
          <Field label={words('project')}>
            {(wires) => (
              <RecordPicker
                entity="projects.project"
                wires={wires}
                value={draft.project ? [draft.project] : []}
                onChange={([project = '']) => set({ project })}
              />
            )}
          </Field>
        </div>
        <ErrorLine problem={save.problem} />
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button
            submit
            tone="primary"
            busy={save.isPending}
            disabled={!draft.name.trim() || (!silent && draft.threshold === '')}
          >
            {t('Save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function draftOf(rule: Rule | undefined, kinds: readonly Kind[]) {
  return {
    name: rule?.name ?? '',
    whom: rule?.device ? `device:${rule.device}` : `kind:${rule?.kind ?? kinds[0]?.id ?? ''}`,
    comparison: rule?.comparison ?? ('gt' as const),
    severity: rule?.severity ?? ('warning' as const),
    metric: rule?.metric ?? '',
    threshold: rule?.threshold === undefined ? '' : String(rule.threshold),
    for_s: String(rule?.for_s ?? 0),
    hysteresis: String(rule?.hysteresis ?? 0),
    conversation: rule?.conversation ?? '',
    project: rule?.project ?? '',
    command: rule?.command ?? '',
  } as {
    name: string
    whom: string
    comparison: Rule['comparison']
    severity: Rule['severity']
    metric: string
    threshold: string
    for_s: string
    hysteresis: string
    conversation: string
    project: string
    command: string
  }
}
