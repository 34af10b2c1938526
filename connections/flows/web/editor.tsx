import './flows.css'
import { useEffect, useMemo, useState, type KeyboardEvent } from 'react'
import { Button, Head, Icon, IconButton, Link, Page, Segmented, told, t, useCatalog } from '#web'
import { ActionPicker, type Pick } from './action-picker.tsx'
import { forgetDraft, keepDraft, keptDraft, sameDefinition } from './draft.ts'
import { useHistory } from './history.ts'
import { TRIGGER } from './layout.ts'
import { useMenu } from './menu.tsx'
import { laneTitle } from './canvas-parts.tsx'
import { Picture, type View } from './picture.tsx'
import { PublishDialog } from './publish-dialog.tsx'
import { byStep, useScope, type Sample } from './samples.ts'
import { StepPanel } from './step-panel.tsx'
import { Switch } from './switch.tsx'
import { TestDialog } from './test-dialog.tsx'
import {
  findStep,
  insertStep,
  lanesOf,
  moveStep,
  newStepId,
  removeStep,
  everyStep,
} from './tree.ts'
import { TriggerPanel } from './trigger-panel.tsx'
import type { Definition, FlowRow, Kinds, Place, Step, VersionRow } from './types.ts'
import { useFaults } from './use-faults.ts'
import { VersionsDialog } from './versions-dialog.tsx'
import { stepTitle } from './words.ts'

export function Editor({
  flow,
  published,
  kinds,
  onAnew,
}: {
  flow: FlowRow
  published: VersionRow
  kinds: Kinds
  onAnew: () => void
}) {
  const catalog = useCatalog()
  const may = catalog.can('flows.flow.update') && flow.state !== 'deleted'
  const [kept] = useState(() => keptDraft(flow.id))
  const { definition, change, undo, redo, canUndo, canRedo } = useHistory(
    kept?.definition ?? published.definition,
  )
  const changed = !sameDefinition(definition, published.definition)
  const [selected, setSelected] = useState<string>()
  const [adding, setAdding] = useState<{ block: Place; index: number }>()
  const [open, setOpen] = useState<'publish' | 'versions' | 'test'>()
  const [view, setView] = useState<View>('canvas')
  const [sample, setSample] = useState<Sample>()
  const scope = useScope(definition, sample)
  const seen = useMemo(() => byStep(sample?.steps ?? []), [sample])
  const { faults, byStep: faulty } = useFaults(definition, kinds, may)
  useEffect(() => {
    if (changed) keepDraft(flow.id, published.number, definition)
    else forgetDraft(flow.id)
  }, [changed, definition, flow.id, published.number])

  const found = findStep(definition, kinds, selected)
  const titleOf = (id: string) => {
    const step = findStep(definition, kinds, id)?.step
    return step ? stepTitle(step, kinds.get(step.kind), catalog) : ''
  }
  const add = ({ kind, action }: Pick) => {
    if (!adding) return
    const id = newStepId(definition, kinds, action?.split('.').at(-1) ?? kind)
    const step = { ...emptyOf(kind, kinds), id, kind, ...(action ? { action } : {}) } as Step
    change((now) => insertStep(now, adding.block, adding.index, step))
    setAdding(undefined)
    setSelected(id)
  }
  const move = (id: string, block?: Place, index?: number) =>
    // Without a place it is drawn anew where it was.
    change((now) =>
      block && index !== undefined ? moveStep(now, kinds, id, block, index) : { ...now },
    )
  const shift = (id: string, by: 1 | -1) => {
    const here = findStep(definition, kinds, id)
    if (here) move(id, here.block, by < 0 ? Math.max(here.index - 1, 0) : here.index + 2)
  }
  const remove = (id: string) => {
    const here = findStep(definition, kinds, id)
    if (!here) return
    change((now) => removeStep(now, here))
    setSelected(undefined)
    told(t('“{name}” is removed', { name: titleOf(id) }), undo)
  }
  const keys = (event: KeyboardEvent, id: string) => {
    if (!may) return
    if (event.altKey && event.key === 'ArrowUp') shift(id, -1)
    else if (event.altKey && event.key === 'ArrowDown') shift(id, 1)
    else if (event.key === 'Delete') remove(id)
    else return
    event.preventDefault()
  }
  const menu = useMenu({
    flow,
    definition,
    changed,
    may,
    onVersions: () => setOpen('versions'),
    onDiscard: () => {
      change(published.definition)
      told(t('The changes are discarded'), undo)
    },
    onImport: (next) => change(next),
  })
  const canvas = {
    flow: definition,
    kinds,
    selected,
    editable: may,
    seen,
    faults: faulty,
    onSelect: setSelected,
    onAdd: (block: Place, index: number) => setAdding({ block, index }),
    onMove: move,
    onKey: keys,
    plusLabel: (after: string) => {
      const name = titleOf(after)
      if (name) return t('Add a step after “{name}”', { name })
      const lane = after.startsWith('lane:') ? laneName(definition, kinds, after.slice(5)) : ''
      return lane ? t('Add a step to “{name}”', { name: lane }) : t('Add a step here')
    },
  }
  const side =
    selected === TRIGGER ? (
      <TriggerPanel
        {...{ definition, faults, scope, flow }}
        readOnly={!may}
        onChange={(next) => change(next, 'trigger')}
        onClose={() => setSelected(undefined)}
      />
    ) : found ? (
      <StepPanel
        key={found.step.id}
        {...{ definition, kinds, found, faults, scope, flow }}
        seen={seen.get(found.step.id) ?? []}
        readOnly={!may}
        onDefinition={(next, key) => change(next, key)}
        onSelect={setSelected}
        onRemove={() => remove(found.step.id)}
        onShift={(by) => shift(found.step.id, by)}
      />
    ) : undefined
  return (
    <div
      className="flow-editor"
      onKeyDown={(event) => {
        if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return
        if (event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLInputElement)
          return
        event.preventDefault()
        if (event.shiftKey) redo()
        else undo()
      }}
    >
      <Page side={side}>
        <Head
          backTo="/flows"
          title={definition.title}
          sub={
            changed
              ? t('Version {n}, with changes not published yet', { n: flow.version })
              : t('Version {n}', { n: flow.version })
          }
          menu={menu.items}
          primary={
            may && (changed || flow.version === 0) ? (
              <Button
                tone="primary"
                icon="upload"
                disabled={faults.length > 0}
                onClick={() => setOpen('publish')}
              >
                {t('Publish')}
              </Button>
            ) : undefined
          }
        >
          {may && <Switch flow={flow} />}
        </Head>
        <div className="flow-bar">
          <Link className="button small not-phone" to="/flows">
            <Icon name="back" size={16} /> {t('All flows')}
          </Link>
          <span className="not-phone">
            <Segmented
              label={t('Shown as')}
              value={view}
              onChange={setView}
              options={[
                { value: 'canvas', label: t('Canvas') },
                { value: 'list', label: t('List') },
              ]}
            />
          </span>
          {may && (
            <>
              <IconButton icon="undo" label={t('Undo')} disabled={!canUndo} onClick={undo} />
              <IconButton
                icon="undo"
                className="flow-mirror"
                label={t('Redo')}
                disabled={!canRedo}
                onClick={redo}
              />
            </>
          )}
          <span className="grow" />
          {faults.length > 0 && (
            <button
              type="button"
              className="tag danger bare flow-faults"
              onClick={() => setSelected([...faulty.keys()][0])}
            >
              <Icon name="warning" size={14} /> {t('{n} to correct', { n: faults.length })}
            </button>
          )}
          {may && (
            <Button small icon="forward" onClick={() => setOpen('test')}>
              {t('Test')}
            </Button>
          )}
          <Link className="button small" to={`/flows/${flow.id}/runs`}>
            <Icon name="history" size={16} /> {t('Runs')}
          </Link>
        </div>
        {kept && kept.from !== published.number && changed && (
          <p className="flow-note" role="status">
            <Icon name="info" size={16} />{' '}
            {t('Your changes were made from version {n}; meanwhile another was published.', {
              n: kept.from,
            })}
          </p>
        )}
        {flow.state === 'stopped' && (
          <p className="flow-note danger" role="status">
            <Icon name="warning" size={16} /> {t('Stopped:')} {flow.reason && t(flow.reason)}
          </p>
        )}
        <Picture view={view} {...canvas} />
      </Page>
      {adding && <ActionPicker kinds={kinds} onPick={add} onClose={() => setAdding(undefined)} />}
      {open === 'publish' && (
        <PublishDialog
          {...{ flow, definition, kinds }}
          onDone={() => {
            forgetDraft(flow.id)
            onAnew()
          }}
          onClose={() => setOpen(undefined)}
        />
      )}
      {open === 'versions' && (
        <VersionsDialog
          {...{ flow, kinds }}
          onTake={may ? (next) => change(next) : undefined}
          onClose={() => setOpen(undefined)}
        />
      )}
      {open === 'test' && (
        <TestDialog
          {...{ flow, definition, kinds, changed }}
          before={sample}
          onSample={setSample}
          onClose={() => setOpen(undefined)}
        />
      )}
      {menu.dialogs}
    </div>
  )
}

/** A new step of a kind: its lanes are there, empty, and what must be a list is one. */
function emptyOf(kind: string, kinds: Kinds): Record<string, unknown> {
  const schema = kinds.get(kind)?.schema
  return Object.fromEntries(
    Object.entries(schema?.properties ?? {}).flatMap(([name, field]) => {
      const needed = schema?.required?.includes(name) ?? false
      if (field['x-steps'] && needed) return [[name, []]]
      if (!needed || !field.items?.properties) return []
      const lanes = Object.entries(field.items.properties).filter(([, one]) => one['x-steps'])
      return [[name, [Object.fromEntries(lanes.map(([lane]) => [lane, []]))]]]
    }),
  )
}
/** What a lane is called, by its place. */
function laneName(definition: Definition, kinds: Kinds, place: string): string {
  const lanes = everyStep(definition, kinds).flatMap(({ step, block, index }) =>
    lanesOf(step, kinds.get(step.kind), [...block, index]),
  )
  const lane = lanes.find(({ at }) => at.join('/') === place)
  return lane ? laneTitle(lane) : ''
}
