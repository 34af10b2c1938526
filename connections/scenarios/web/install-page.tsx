import { useState } from 'react'
import {
  Button,
  ErrorState,
  Head,
  Loading,
  Page,
  SchemaForm,
  call,
  forgetDraft,
  go,
  language,
  saveText,
  t,
  told,
  useAction,
  useCommand,
} from '#web'
import { AccountChoices, NeedChoices, anew } from './choices.tsx'
import { Consent } from './consent.tsx'
import { HooksDialog } from './hooks-dialog.tsx'
import { Picture } from './picture.tsx'
import { say, type Choice, type Hook, type Look } from './types.ts'
import { inLanguage, optionIn } from './words.ts'

/** One recipe: what it joins, what is to be chosen, what one agrees to; one button. */
export function InstallPage({ recipe }: { recipe: string }) {
  const [choice, setChoice] = useState<Choice>({ needs: {}, accounts: {} })
  const look = useAction<Look>('scenarios.recipe.look', { recipe, ...choice }, { keep: true })
  const one = look.data
  return (
    <Page>
      <Head
        title={one ? say(one.title) : t('Scenario')}
        sub={one && say(one.description)}
        backTo="/scenarios"
        menu={[{ label: t('Export the recipe'), icon: 'download', run: () => void keep(recipe) }]}
      />
      <div className="body">
        <div className="column">
          {look.problem && (
            <ErrorState problem={look.problem} onRetry={() => void look.refetch()} />
          )}
          {!one && !look.problem && <Loading rows={8} />}
          {one && <Picture parts={one.parts} needs={one.needs} />}
          {one && (
            <NeedChoices
              look={one}
              choice={choice}
              onChange={setChoice}
              onMade={() => void anew(look)}
            />
          )}
          {one && <AccountChoices look={one} choice={choice} onChange={setChoice} />}
          {one && <Rest look={one} />}
        </div>
      </div>
    </Page>
  )
}

function Rest({ look }: { look: Look }) {
  const [hooks, setHooks] = useState<{ installation: string; hooks: Hook[] }>()
  const schema = inLanguage(look.settings)
  const draftKey = `scenarios.${look.recipe}`
  const done = (installation: string) => go(`/scenarios/installed/${installation}`)
  const install = useCommand<{ installation: string; hooks: Hook[] }>(
    'scenarios.installation.create',
    {
      refresh: ['scenarios.', 'flows.', 'standards.'],
      onDone: (made) => {
        forgetDraft(draftKey)
        told(t('It is installed and running'))
        if (made.hooks.length) setHooks(made)
        else done(made.installation)
      },
    },
  )
  const missing =
    look.needs.some(({ chosen, optional }) => !chosen && !optional) ||
    look.accounts.some(({ chosen, optional }) => !chosen && !optional) ||
    look.uses.some(({ lacks }) => lacks)
  return (
    <section className="section">
      {Object.keys(schema.properties ?? {}).length > 0 && <h2>{t('Settings')}</h2>}
      <SchemaForm
        schema={schema}
        label={(name, field) => field.title ?? name}
        option={(name, value) => optionIn(schema, name, value)}
        draftKey={draftKey}
        problem={install.problem}
        onSubmit={(settings) =>
          install.mutate({
            recipe: look.recipe,
            hash: look.hash,
            language: language.get(),
            needs: Object.fromEntries(look.needs.map((n) => [n.role, n.chosen ?? ''])),
            accounts: Object.fromEntries(
              look.accounts.flatMap((a) => (a.chosen ? [[a.alias, a.chosen]] : [])),
            ),
            settings,
          })
        }
      >
        <Consent uses={look.uses} />
        <div className="form-foot">
          <Button submit tone="primary" busy={install.isPending} disabled={missing}>
            {t('Install')}
          </Button>
          {missing && (
            <p className="muted">
              {t('Something above is still to be chosen, or not yours to do.')}
            </p>
          )}
        </div>
      </SchemaForm>
      {hooks && <HooksDialog hooks={hooks.hooks} onClose={() => done(hooks.installation)} />}
    </section>
  )
}

async function keep(recipe: string) {
  const answer = await call<{ name: string; recipe: unknown }>('scenarios.recipe.export', {
    recipe,
  })
  if (answer.ok) saveText(answer.value.name, JSON.stringify(answer.value.recipe, null, 2))
  else told(answer.problem.detail ?? answer.problem.title)
}
