import { useState } from 'react'
import {
  Button,
  Dialog,
  ErrorLine,
  Loading,
  SchemaForm,
  t,
  told,
  useAction,
  useCommand,
} from '#web'
import { AccountChoices, NeedChoices, anew } from './choices.tsx'
import { HooksDialog } from './hooks-dialog.tsx'
import type { Choice, Hook, InstalledLook, Look } from './types.ts'
import { inLanguage, optionIn } from './words.ts'

/** Other accounts, other settings, another module for a need. */
export function SettingsDialog({ one, onClose }: { one: InstalledLook; onClose: () => void }) {
  const [choice, setChoice] = useState<Choice>({ needs: {}, accounts: one.accounts })
  const [hooks, setHooks] = useState<Hook[]>()
  const look = useAction<Look>(
    'scenarios.recipe.look',
    { recipe: one.recipe, ...choice },
    { keep: true },
  )
  const change = useCommand<{ hooks: Hook[] }>('scenarios.installation.update', {
    refresh: ['scenarios.', 'flows.', 'standards.'],
    onDone: (made) => {
      told(t('Changed; what runs already ends as it began'))
      if (made.hooks.some(({ secret }) => secret)) setHooks(made.hooks)
      else onClose()
    },
  })
  if (hooks) return <HooksDialog hooks={hooks} onClose={onClose} />
  const schema = look.data && inLanguage(look.data.settings)
  return (
    <Dialog title={t('Settings')} onClose={onClose} wide>
      {look.problem && <ErrorLine problem={look.problem} />}
      {!look.data && !look.problem && <Loading rows={6} />}
      {look.data && schema && (
        <div className="stack">
          <NeedChoices
            look={look.data}
            choice={choice}
            onChange={setChoice}
            onMade={() => void anew(look)}
          />
          <AccountChoices look={look.data} choice={choice} onChange={setChoice} />
          <SchemaForm
            schema={schema}
            label={(name, field) => field.title ?? name}
            option={(name, value) => optionIn(schema, name, value)}
            initial={one.settings}
            problem={change.problem}
            onSubmit={(settings) =>
              change.mutate({
                installation: one.installation,
                needs: choice.needs,
                accounts: choice.accounts,
                settings,
              })
            }
          >
            <div className="form-foot">
              <Button onClick={onClose}>{t('Cancel')}</Button>
              <Button submit tone="primary" busy={change.isPending}>
                {t('Save')}
              </Button>
            </div>
          </SchemaForm>
        </div>
      )}
    </Dialog>
  )
}
