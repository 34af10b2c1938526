import { useState } from 'react'
import { Button, Dialog, ErrorLine, Field, Loading, t, told, useAction, useCommand } from '#web'

/** An administrator narrows where the organisation’s connections may go. */
export function HostsDialog({ onClose }: { onClose: () => void }) {
  const { data, problem } = useAction<{ hosts: string[] }>('vault.settings.get')
  const [text, setText] = useState<string>()
  const shown = text ?? data?.hosts.join('\n') ?? ''
  const save = useCommand('vault.settings.update', {
    refresh: ['vault.settings'],
    onDone: () => {
      told(t('Saved'))
      onClose()
    },
  })
  const hosts = [...new Set(shown.split(/[\s,，]+/).filter(Boolean))].map((host) =>
    host.toLowerCase(),
  )
  return (
    <Dialog title={t('Hosts that connections may reach')} onClose={onClose}>
      {problem && <ErrorLine problem={problem} />}
      {!data && !problem && <Loading rows={3} />}
      {data && (
        <div className="form">
          <Field
            label={t('Allowed hosts')}
            help={t(
              'One a line: api.example.com, or *.example.com for everything below it. Empty: every host on the public internet.',
            )}
          >
            {(wires) => (
              <textarea
                {...wires}
                className="input"
                rows={6}
                spellCheck={false}
                value={shown}
                onChange={(event) => setText(event.target.value)}
              />
            )}
          </Field>
          <ErrorLine problem={save.problem} />
          <div className="form-foot">
            <Button onClick={onClose}>{t('Cancel')}</Button>
            <Button tone="primary" busy={save.isPending} onClick={() => save.mutate({ hosts })}>
              {hosts.length === 0 ? t('Allow all') : t('Allow only these')}
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  )
}
