import { useState, type FormEvent } from 'react'
import {
  Button,
  Check,
  Dialog,
  ErrorLine,
  Field,
  bytesOf,
  call,
  isChinese,
  queries,
  refreshActions,
  saveFile,
  t,
  told,
  useCommand,
  type Problem,
} from '#web'
import { inWords, type Installed } from './types.ts'

/** Uninstalling names the thing and its consequence, and offers the data first. */
export function RemoveDialog({ one, onClose }: { one: Installed; onClose: () => void }) {
  const [name, setName] = useState('')
  const [purge, setPurge] = useState(false)
  const [saved, setSaved] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const title = inWords(one.title)
  const remove = useCommand('catalogue.module.remove', {
    onDone: () => {
      onClose()
      told(
        purge
          ? t('{name} is uninstalled; its records are being deleted', { name: title })
          : t('{name} is uninstalled', { name: title }),
      )
      refreshActions(['catalogue', 'apps'])
      void queries.invalidateQueries({ queryKey: ['manifest'] })
    },
  })
  const save = async () => {
    const answer = await call<{ file_name: string; content: string; mime: string }>(
      'apps.app.export',
      {
        app: one.app,
        language: isChinese() ? 'zh' : 'en',
      },
    )
    if (!answer.ok) return setProblem(answer.problem)
    setProblem(undefined)
    saveFile(answer.value.file_name, bytesOf(answer.value.content), answer.value.mime)
    setSaved(true)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    remove.mutate({ app: one.app, name: name.trim(), ...(purge ? { purge } : {}) })
  }
  return (
    <Dialog title={t('Uninstall “{name}”?', { name: title })} onClose={onClose}>
      <form className="form" onSubmit={submit}>
        <p>
          {t(
            'Its pages, forms and cards go at once for everybody. Save its data first if you may need it.',
          )}
        </p>
        <Button icon="download" onClick={() => void save()}>
          {t('Save all data as a spreadsheet')}
        </Button>
        <Check
          label={t('Delete its records for good')}
          help={t(
            'With their history and files; nobody can undo it. Otherwise they are kept out of reach.',
          )}
          checked={purge}
          onChange={setPurge}
        />
        {purge && !saved && (
          <p role="status">
            <span className="tag warning">{t('Its data has not been saved yet.')}</span>
          </p>
        )}
        <Field label={t('Write {name} to be sure', { name: title })}>
          {(wires) => (
            <input
              {...wires}
              className="input"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <ErrorLine problem={problem ?? remove.problem} />
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button submit tone="danger" disabled={name.trim() !== title} busy={remove.isPending}>
            {purge ? t('Uninstall and delete') : t('Uninstall')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
