import { useState, type FormEvent } from 'react'
import { Button, Dialog, ErrorLine, TextField, call, t, type Problem } from '#web'
import { freshKey } from './kinds.ts'
import { inWords, type EntityDef, type Manifest } from './types.ts'

/** One more list: its name; its first field names the record. */
export function AddList({
  manifest,
  onDone,
  onClose,
}: {
  manifest: Manifest
  onDone: (def: EntityDef) => void
  onClose: () => void
}) {
  const [name, setName] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    const answer = await call<{ manifest: Manifest }>('apps.app.sketch', {
      name: name.trim(),
      list: name.trim(),
      nouns: manifest.entities.map(({ noun }) => noun),
    })
    setBusy(false)
    if (!answer.ok) return setProblem(answer.problem)
    onDone({ ...answer.value.manifest.entities[0]!, key: freshKey('e') })
  }
  return (
    <Dialog title={t('Add a list')} onClose={onClose}>
      <form className="form" onSubmit={(event) => void submit(event)}>
        <TextField
          label={t('Name of the list')}
          required
          maxLength={100}
          value={name}
          onChange={setName}
        />
        <ErrorLine problem={problem} />
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button submit tone="primary" busy={busy} disabled={!name.trim()}>
            {t('Add')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** Names what goes with a list before it goes. */
export function RemoveList({
  def,
  manifest,
  onDone,
  onClose,
}: {
  def: EntityDef
  manifest: Manifest
  onDone: (manifest: Manifest) => void
  onClose: () => void
}) {
  const others = manifest.entities.filter(({ key }) => key !== def.key)
  const pointing = others.flatMap((each) =>
    each.fields
      .filter(({ to }) => to === def.key)
      .map((field) => `${inWords(each.title)} · ${inWords(field.title)}`),
  )
  const without = others.map((each) => ({
    ...each,
    fields: each.fields.filter(({ to }) => to !== def.key),
  }))
  const emptied = without.find(({ fields }) => fields.length === 0)
  const name = inWords(def.title)
  return (
    <Dialog title={t('Remove the list “{name}”?', { name })} onClose={onClose}>
      <div className="stack">
        <p>
          {t(
            'Its page, form and card go when you publish. Its records are kept: an earlier version brings them back.',
          )}
        </p>
        {pointing.length > 0 && (
          <p>{t('Fields that point at it go too: {names}', { names: pointing.join('、') })}</p>
        )}
        {emptied && (
          <p className="field-error" role="alert">
            {t('“{name}” would have no field left. Give it another one first.', {
              name: inWords(emptied.title),
            })}
          </p>
        )}
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button
            tone="danger"
            disabled={emptied !== undefined}
            onClick={() => onDone({ ...manifest, entities: without })}
          >
            {t('Remove the list')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
