import { useState } from 'react'
import { Button, Icon, IconButton, Menu, Segmented, isChinese, t } from '#web'
import { FieldDialog } from './field-dialog.tsx'
import { AddList, RemoveList } from './list-dialogs.tsx'
import { asKind, kindTitles, newField, tidied } from './kinds.ts'
import { ListSettings } from './list-settings.tsx'
import { StandardSettings } from './standard-settings.tsx'
import { ViewSettings } from './view-settings.tsx'
import {
  inWords,
  type Draft,
  type EntityDef,
  type Field,
  type Kind,
  type Manifest,
  type Misfit,
} from './types.ts'

interface Props {
  manifest: Manifest
  onChange: (manifest: Manifest) => void
  /** From the file: what stands in the columns, and what does not fit. */
  lists?: Draft['lists']
  misfits?: readonly Misfit[]
}

/** What an app is made of, list by list: fields one below the other, as the form shows them. */
export function Editor({ manifest, onChange, lists = [], misfits = [] }: Props) {
  const [at, setAt] = useState(manifest.entities[0]!.key)
  const [open, setOpen] = useState<string>()
  const [doing, setDoing] = useState<'add' | 'remove'>()
  const def = manifest.entities.find(({ key }) => key === at) ?? manifest.entities[0]!
  const columns = lists.find(({ entity }) => entity === def.key)?.columns ?? []
  const samplesOf = (key: string) => columns.find(({ field }) => field === key)?.samples ?? []
  const put = (next: EntityDef) =>
    onChange({
      ...manifest,
      entities: manifest.entities.map((each) => (each.key === def.key ? tidied(next) : each)),
    })
  const putField = (field: Field) =>
    put({ ...def, fields: def.fields.map((each) => (each.key === field.key ? field : each)) })
  const move = (index: number, by: number) => {
    const fields = [...def.fields]
    const [moved] = fields.splice(index, 1)
    fields.splice(index + by, 0, moved!)
    put({ ...def, fields })
  }
  const place = manifest.entities.indexOf(def)
  const carry = (by: number) => {
    const entities = [...manifest.entities]
    entities.splice(place, 1)
    entities.splice(place + by, 0, def)
    onChange({ ...manifest, entities })
  }
  const chosen = def.fields.find(({ key }) => key === open)
  return (
    <div className="app-editor">
      <div className="row wrap">
        {manifest.entities.length > 1 && (
          <Segmented
            label={t('List')}
            value={def.key}
            onChange={setAt}
            options={manifest.entities.map(({ key, title }) => ({
              value: key,
              label: inWords(title),
            }))}
          />
        )}
        <Button small icon="plus" onClick={() => setDoing('add')}>
          {t('Add a list')}
        </Button>
        {manifest.entities.length > 1 && (
          <Menu
            label={t('More about {name}', { name: inWords(def.title) })}
            items={[
              {
                label: t('Move to the front'),
                icon: 'left',
                disabled: place === 0,
                run: () => carry(-1),
              },
              {
                label: t('Move to the back'),
                icon: 'right',
                disabled: place === manifest.entities.length - 1,
                run: () => carry(1),
              },
              {
                label: t('Remove the list'),
                icon: 'trash',
                danger: true,
                apart: true,
                run: () => setDoing('remove'),
              },
            ]}
          />
        )}
      </div>
      <ListSettings def={def} roles={manifest.roles} onChange={put} />
      <ViewSettings def={def} onChange={put} />
      <StandardSettings def={def} onChange={put} />
      <ul
        className="panel rows app-fields"
        aria-label={t('Fields of {name}', { name: inWords(def.title) })}
      >
        {def.fields.map((field, index) => (
          <FieldRow
            key={field.key}
            field={field}
            entities={manifest.entities}
            samples={samplesOf(field.key)}
            misfit={misfits.find((one) => one.entity === def.key && one.field === field.key)}
            first={index === 0}
            last={index === def.fields.length - 1}
            only={def.fields.length === 1}
            onChange={putField}
            onOpen={() => setOpen(field.key)}
            onMove={(by) => move(index, by)}
            onRemove={() =>
              put({ ...def, fields: def.fields.filter(({ key }) => key !== field.key) })
            }
          />
        ))}
      </ul>
      <Button
        icon="plus"
        onClick={() => put({ ...def, fields: [...def.fields, newField(def, t('New field'))] })}
      >
        {t('Add a field')}
      </Button>
      {doing === 'add' && (
        <AddList
          manifest={manifest}
          onDone={(made) => {
            onChange({ ...manifest, entities: [...manifest.entities, made] })
            setAt(made.key)
            setDoing(undefined)
          }}
          onClose={() => setDoing(undefined)}
        />
      )}
      {doing === 'remove' && (
        <RemoveList
          def={def}
          manifest={manifest}
          onDone={({ entities, ...rest }) => {
            onChange({ ...rest, entities: entities.map(tidied) })
            setDoing(undefined)
          }}
          onClose={() => setDoing(undefined)}
        />
      )}
      {chosen && (
        <FieldDialog
          field={chosen}
          manifest={manifest}
          onSave={(field) => {
            putField(field)
            setOpen(undefined)
          }}
          onClose={() => setOpen(undefined)}
        />
      )}
    </div>
  )
}

interface RowProps {
  field: Field
  entities: readonly EntityDef[]
  samples: readonly string[]
  misfit: Misfit | undefined
  first: boolean
  last: boolean
  only: boolean
  onChange: (field: Field) => void
  onOpen: () => void
  onMove: (by: number) => void
  onRemove: () => void
}

function FieldRow({
  field,
  entities,
  samples,
  misfit,
  first,
  last,
  only,
  onChange,
  onOpen,
  onMove,
  onRemove,
}: RowProps) {
  const name = inWords(field.title)
  const language = isChinese() ? 'zh' : 'en'
  const other = language === 'zh' ? 'en' : 'zh'
  // What was typed in one language stays the only one until the other is given.
  const retitle = (text: string) => {
    const both = field.title[other] && field.title[other] !== field.title[language]
    onChange({
      ...field,
      title: both ? { ...field.title, [language]: text } : { [language]: text },
    })
  }
  return (
    <li>
      <span className="app-field-name">
        <input
          className="input"
          aria-label={t('Title of {name}', { name })}
          value={name}
          onChange={(event) => retitle(event.target.value)}
        />
        {misfit ? (
          <small className="app-misfit">
            <Icon name="warning" size={14} />
            {t('Does not fit ({n}): {samples}', {
              n: misfit.cells,
              samples: misfit.samples.join(' · ') || t('empty'),
            })}
          </small>
        ) : (
          samples.length > 0 && <small className="muted clip">{samples.join(' · ')}</small>
        )}
      </span>
      <select
        className="input select"
        aria-label={t('Type of {name}', { name })}
        value={field.kind}
        onChange={(event) => onChange(asKind(field, event.target.value as Kind, entities, samples))}
      >
        {Object.entries(kindTitles()).map(([kind, title]) => (
          <option key={kind} value={kind}>
            {title}
          </option>
        ))}
      </select>
      <span className="app-field-more">
        {field.kind === 'reference' && (
          <select
            className="input select"
            aria-label={t('List that {name} points at', { name })}
            value={field.to}
            onChange={(event) => onChange({ ...field, to: event.target.value })}
          >
            {entities.map(({ key, title }) => (
              <option key={key} value={key}>
                {inWords(title)}
              </option>
            ))}
          </select>
        )}
        {field.options && (
          <span className="muted">{t('{n} choices', { n: field.options.length })}</span>
        )}
        {field.required && <span className="tag">{t('Required')}</span>}
        {field.unique && <span className="tag">{t('Once')}</span>}
        {field.seen_by && <span className="tag warning">{t('Hidden')}</span>}
      </span>
      <span className="app-field-buttons">
        <IconButton
          icon="up"
          size={16}
          label={t('Move {name} up', { name })}
          disabled={first}
          onClick={() => onMove(-1)}
        />
        <IconButton
          icon="down"
          size={16}
          label={t('Move {name} down', { name })}
          disabled={last}
          onClick={() => onMove(1)}
        />
        <IconButton
          icon="settings"
          size={16}
          label={t('Settings of {name}', { name })}
          onClick={onOpen}
        />
        <IconButton
          icon="trash"
          size={16}
          label={t('Remove {name}', { name })}
          disabled={only}
          onClick={onRemove}
        />
      </span>
    </li>
  )
}
