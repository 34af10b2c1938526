import { useState } from 'react'
import { FieldValue } from '../cell.tsx'
import { IconButton } from '../button.tsx'
import { t } from '../language.ts'
import type { Row } from '../record.ts'
import { controlOf } from '../schema.ts'
import type { Change } from './change.ts'
import { FieldEditor } from './field-editor.tsx'
import { FileTiles } from './file-tiles.tsx'
import type { useSource } from './source.ts'

/** What only machines read. */
const HIDDEN = new Set(['name_key', 'pinyin', 'path', 'updated_at'])

/** Every field in the order of the form; what may be changed is changed in place. */
export function PanelFields({
  from,
  row,
  change,
  only,
}: {
  from: ReturnType<typeof useSource>
  row: Row
  change: Change
  only?: readonly string[] | undefined
}) {
  const [edited, setEdited] = useState<string>()
  const names = (only ?? Object.keys(from.fields)).filter((name) => {
    const schema = from.fields[name]
    if (!schema) return false
    const absent = row[name] === undefined || row[name] === null
    if (HIDDEN.has(name) || schema['x-sensitive']) return false
    return !absent || (change.can(name) && !schema.readOnly)
  })
  return (
    <dl className="facts">
      {names.map((name) => {
        const schema = from.fields[name]!
        const label = from.say(name, schema)
        const open = edited === name
        const control = controlOf(schema)
        const files = control === 'file' || control === 'files'
        return (
          <div key={name} className={open ? 'edited' : ''}>
            <dt className={open ? 'unseen' : ''}>{label}</dt>
            <dd>
              {open ? (
                <FieldEditor
                  from={from}
                  row={row}
                  name={name}
                  change={change}
                  onClose={() => setEdited(undefined)}
                />
              ) : (
                <>
                  {files ? (
                    <FileTiles value={row[name]} />
                  ) : (
                    <FieldValue schema={schema} name={name} row={row} option={from.option} long />
                  )}
                  {change.can(name) && !schema.readOnly && (
                    <IconButton
                      icon="edit"
                      size={16}
                      className="edit-field"
                      label={t('Change {name}', { name: label })}
                      onClick={() => setEdited(name)}
                    />
                  )}
                </>
              )}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
