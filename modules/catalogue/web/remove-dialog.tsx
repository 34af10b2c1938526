import { useState, type FormEvent } from 'react'
import {
  Button,
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
  const [problem, setProblem] = useState<Problem>()
  const title = inWords(one.title)
  const remove = useCommand('catalogue.module.remove', {
    onDone: () => {
      onClose()
      told(t('{name} is uninstalled', { name: title }))
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
    if (answer.ok)
      saveFile(answer.value.file_name, bytesOf(answer.value.content), answer.value.mime)
    else setProblem(answer.problem)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    remove.mutate({ app: one.app, name: name.trim() })
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
            {t('Uninstall')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
