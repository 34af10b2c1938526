import { useMemo, useRef, useState } from 'react'
import { Menu, Segmented, SidePanel, t, useCatalog } from '#web'
import { DataPicker } from './data-picker.tsx'
import { FormContext, type FormContextValue } from './form-context.ts'
import { StepForm } from './step-form.tsx'
import { StepTest } from './step-test.tsx'
import { Seen } from './seen.tsx'
import {
  insertStep,
  newStepId,
  renamed,
  replaceStep,
  everyStep,
  type Found,
  findStep,
} from './tree.ts'
import { triggerSchemaOf, useEvents } from './trigger-data.ts'
import type { Definition, Fault, FlowRow, Kinds, SeenStep } from './types.ts'
import { stepTitle } from './words.ts'

type Tab = 'form' | 'data' | 'test'

/** Beside the canvas: what a step is told, what it may use, what it gave. */
export function StepPanel({
  definition,
  kinds,
  found,
  faults,
  scope,
  flow,
  seen,
  readOnly,
  onDefinition,
  onSelect,
  onRemove,
  onShift,
}: {
  definition: Definition
  kinds: Kinds
  found: Found
  faults: readonly Fault[]
  scope: Readonly<Record<string, unknown>> | undefined
  flow: FlowRow
  seen: readonly SeenStep[]
  readOnly: boolean
  onDefinition: (next: Definition | ((now: Definition) => Definition), key?: string) => void
  onSelect: (id: string | undefined) => void
  onRemove: () => void
  onShift: (by: 1 | -1) => void
}) {
  const catalog = useCatalog()
  const { step } = found
  const [tab, setTab] = useState<Tab>('form')
  const target = useRef<((path: string) => void) | undefined>(undefined)
  const events = useEvents(definition.trigger.kind === 'event')
  const context = useMemo(
    (): FormContextValue => ({
      scope,
      zone: definition.zone,
      faults,
      readOnly,
      accounts: definition.accounts,
      addAccount: (connector, title) => {
        const alias = aliasOf(connector, definition.accounts)
        onDefinition((now) => ({
          ...now,
          accounts: { ...now.accounts, [alias]: { connector, title } },
        }))
        return alias
      },
      aim: (next) => {
        target.current = next
      },
    }),
    [scope, definition.zone, definition.accounts, faults, readOnly, onDefinition],
  )
  const change = (next: typeof step) =>
    onDefinition((now) => {
      const here = findStep(now, kinds, step.id)
      return here ? replaceStep(now, here, next) : now
    }, `step ${step.id}`)
  const double = () => {
    // What is inside would have the same names; it is left out.
    const id = newStepId(definition, kinds, step.id)
    onDefinition(insertStep(definition, found.block, found.index + 1, { ...step, id }))
    onSelect(id)
  }
  const simple = kinds.get(step.kind)?.effect !== 'control'
  return (
    <SidePanel
      title={stepTitle(step, kinds.get(step.kind), catalog)}
      onClose={() => onSelect(undefined)}
    >
      <FormContext value={context}>
        <div className="flow-tabs">
          <Segmented<Tab>
            label={t('Shown of the step')}
            value={tab}
            onChange={setTab}
            options={[
              { value: 'form', label: t('Settings') },
              { value: 'data', label: t('Data') },
              { value: 'test', label: t('Result') },
            ]}
          />
          {!readOnly && (
            <Menu
              label={t('More about the step')}
              items={[
                { label: t('Move up'), icon: 'up', hint: 'Alt ↑', run: () => onShift(-1) },
                { label: t('Move down'), icon: 'down', hint: 'Alt ↓', run: () => onShift(1) },
                ...(simple ? [{ label: t('Duplicate'), icon: 'copy', run: double }] : []),
                { label: t('Remove'), icon: 'trash', danger: true, run: onRemove },
              ]}
            />
          )}
        </div>
        {/* Kept while one picks data: the field that had the cursor is there. */}
        <div hidden={tab === 'test'}>
          {tab === 'data' && (
            <DataPicker
              flow={definition}
              kinds={kinds}
              step={step.id}
              scope={scope}
              triggerSchema={triggerSchemaOf(definition.trigger, events)}
              onPick={(path) => target.current?.(path)}
            />
          )}
          <StepForm
            found={found}
            kinds={kinds}
            taken={new Set(everyStep(definition, kinds).map(({ step: one }) => one.id))}
            onChange={change}
            onRename={(id) => {
              onDefinition(renamed(definition, kinds, step.id, id))
              onSelect(id)
            }}
          />
        </div>
        {tab === 'test' && (
          <>
            <Seen steps={seen} />
            <StepTest
              {...{ definition, kinds, found, scope, flow, readOnly }}
              last={seen.at(-1)}
              onPin={(pinned) => {
                const { pinned: _before, ...rest } = step
                change((pinned === undefined ? rest : { ...rest, pinned }) as typeof step)
              }}
            />
          </>
        )}
      </FormContext>
    </SidePanel>
  )
}

/** A name for the account in this flow, such as `github` or `github_2`. */
function aliasOf(connector: string, accounts: Definition['accounts'] = {}): string {
  const base = connector.replaceAll(/[^a-z0-9]+/g, '_').slice(0, 36) || 'account'
  if (!(base in accounts)) return base
  for (let n = 2; ; n++) if (!(`${base}_${n}` in accounts)) return `${base}_${n}`
}
