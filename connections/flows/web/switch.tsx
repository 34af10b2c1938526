import { t, told, useCommand } from '#web'
import type { FlowRow } from './types.ts'

/** On or off, as a switch that says so. */
export function Switch({ flow, small = false }: { flow: FlowRow; small?: boolean }) {
  const on = flow.state === 'enabled'
  const command = useCommand(on ? 'flows.flow.disable' : 'flows.flow.enable', {
    refresh: ['flows.flow'],
    onDone: () =>
      told(
        on ? t('“{name}” is off', { name: flow.title }) : t('“{name}” is on', { name: flow.title }),
      ),
  })
  return (
    <label className="flow-switch" title={command.problem?.detail}>
      <input
        type="checkbox"
        role="switch"
        checked={on}
        disabled={command.isPending}
        aria-label={t('“{name}” runs', { name: flow.title })}
        onChange={() => command.mutate({ flow: flow.id })}
      />
      <span aria-hidden className="flow-knob" />
      {!small && <span className="not-phone">{on ? t('On') : t('Off')}</span>}
      {command.problem && (
        <span className="field-error" role="alert">
          {t(command.problem.detail)}
        </span>
      )}
    </label>
  )
}
