import { Button, IconButton, isChinese, t } from '#web'
import { freshKey, wordsFrom } from './kinds.ts'
import { inWords, type EntityDef, type Manifest } from './types.ts'

/** Roles that fields and lists may be for; who holds them is said under “Rights”. */
export function Roles({
  manifest,
  onChange,
}: {
  manifest: Manifest
  onChange: (manifest: Manifest) => void
}) {
  const language = isChinese() ? 'zh' : 'en'
  const { roles } = manifest
  return (
    <fieldset className="nested app-roles">
      <legend>{t('Roles of the app')}</legend>
      <p className="muted">
        {t('A field or a list can be for a role only. Under “Rights” you say who holds it.')}
      </p>
      {roles.map((role) => (
        <span key={role.key} className="row">
          <input
            className="input"
            aria-label={t('Title of {name}', { name: inWords(role.title) })}
            maxLength={100}
            value={inWords(role.title)}
            onChange={(event) =>
              onChange({
                ...manifest,
                roles: roles.map((each) =>
                  each === role
                    ? { ...role, title: { ...role.title, [language]: event.target.value } }
                    : each,
                ),
              })
            }
          />
          <IconButton
            icon="trash"
            size={16}
            label={t('Remove {name}', { name: inWords(role.title) })}
            onClick={() => onChange(withoutRole(manifest, role.key))}
          />
        </span>
      ))}
      <div>
        <Button
          small
          icon="plus"
          onClick={() =>
            onChange({
              ...manifest,
              roles: [...roles, { key: freshKey('r'), title: wordsFrom(t('New role')) }],
            })
          }
        >
          {t('Add a role')}
        </Button>
      </div>
    </fieldset>
  )
}

/** What was for this role only is for who manages the app from then on: never for more people. */
function withoutRole(manifest: Manifest, key: string): Manifest {
  const moved = (role: string): string => (role === key ? 'manage' : role)
  const entities = manifest.entities.map((def): EntityDef => ({
    ...def,
    access: def.access.roles
      ? { ...def.access, roles: [...new Set(def.access.roles.map(moved))] }
      : def.access,
    fields: def.fields.map((field) => ({
      ...field,
      ...(field.seen_by ? { seen_by: moved(field.seen_by) } : {}),
      ...(field.filled_by ? { filled_by: moved(field.filled_by) } : {}),
    })),
  }))
  return { ...manifest, entities, roles: manifest.roles.filter((role) => role.key !== key) }
}
