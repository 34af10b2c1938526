import {
  Button,
  ErrorLine,
  SelectField,
  go,
  queries,
  refreshActions,
  t,
  useCatalog,
  useCommand,
} from '#web'
import { say, type Choice, type Linked, type Look, type Need } from './types.ts'

/** Which of what is installed here stands for what the recipe needs. */
export function NeedChoices({
  look,
  choice,
  onChange,
  onMade,
}: {
  look: Look
  choice: Choice
  onChange: (choice: Choice) => void
  onMade: () => void
}) {
  if (look.needs.length === 0) return null
  return (
    <section className="section">
      <h2>{t('What it runs on')}</h2>
      <div className="panel scenario-choices">
        {look.needs.map((need) => (
          <NeedChoice
            key={need.role}
            recipe={look.recipe}
            need={need}
            onMade={onMade}
            onChange={(module) =>
              onChange({ ...choice, needs: { ...choice.needs, [need.role]: module } })
            }
          />
        ))}
      </div>
    </section>
  )
}

function NeedChoice({
  recipe,
  need,
  onChange,
  onMade,
}: {
  recipe: string
  need: Need
  onChange: (module: string) => void
  onMade: () => void
}) {
  const catalog = useCatalog()
  const title = say(need.title)
  const make = useCommand('scenarios.app.make', {
    refresh: ['scenarios.', 'apps.'],
    onDone: () => {
      void queries.invalidateQueries({ queryKey: ['manifest'] })
      onMade()
    },
  })
  const fits = need.options.filter(({ lacks }) => lacks.length === 0)
  const others = need.options.length - fits.length
  return (
    <div className="scenario-choice">
      <SelectField
        label={title}
        value={need.chosen ?? ''}
        onChange={onChange}
        required={!need.optional}
        empty={need.optional ? t('Without it') : t('Choose')}
        options={fits.map(({ module, title: name }) => ({
          value: module,
          label: catalog.title(module, name),
        }))}
        help={helpFor(need, fits.length, others)}
      />
      {need.app && fits.length === 0 && catalog.can('apps.app.create') && (
        <Button
          small
          icon="plus"
          busy={make.isPending}
          aria-label={t('Make an app for it: {name}', { name: title })}
          onClick={() => make.mutate({ recipe, app: need.app! })}
        >
          {t('Make an app for it')}
        </Button>
      )}
      <ErrorLine problem={make.problem} />
    </div>
  )
}

function helpFor({ interface: name, apart, chosen, bound }: Need, fits: number, others: number) {
  if (fits === 0)
    return others
      ? t('What is installed for {name} cannot do all that is needed.', { name })
      : t('Nothing installed stands for {name} yet.', { name })
  if (!apart && chosen && bound && chosen !== bound)
    return t('From then on everything here that names only {name} uses this one.', { name })
  return t('Standard {name}', { name })
}

/** The accounts with which it signs in elsewhere. */
export function AccountChoices({
  look,
  choice,
  onChange,
}: {
  look: Look
  choice: Choice
  onChange: (choice: Choice) => void
}) {
  if (look.accounts.length === 0) return null
  return (
    <section className="section">
      <h2>{t('Accounts')}</h2>
      <div className="panel scenario-choices">
        {look.accounts.map((one) => (
          <AccountChoice
            key={one.alias}
            one={one}
            onChange={(id) =>
              onChange({ ...choice, accounts: { ...choice.accounts, [one.alias]: id } })
            }
          />
        ))}
      </div>
    </section>
  )
}

function AccountChoice({ one, onChange }: { one: Linked; onChange: (id: string) => void }) {
  return (
    <div className="scenario-choice">
      <SelectField
        label={say(one.title)}
        value={one.chosen ?? ''}
        onChange={onChange}
        required={!one.optional}
        empty={one.optional ? t('Without it') : t('Choose')}
        options={one.options.map(({ id, title }) => ({ value: id, label: title }))}
      />
      <Button
        small
        icon="link"
        aria-label={t('Link an account: {name}', { name: say(one.title) })}
        onClick={() => go(`/me/linked-accounts?connect=${one.connector}`)}
      >
        {t('Link an account')}
      </Button>
    </div>
  )
}

/** A first look that is still under way may have begun before the change: it is waited for, then asked again. */
export async function anew(look: { refetch(): Promise<unknown> }): Promise<void> {
  await look.refetch()
  refreshActions(['scenarios.recipe.look'])
}
