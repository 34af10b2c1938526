import { Check, Loading, SelectField, t, useAction, useCatalog } from '#web'
import type { Standard, StandsFor } from './types.ts'

/** Which standards it stands for: then flows and scenarios that know the standard work with it. */
export function StandardsStep({
  names,
  value,
  onChange,
}: {
  /** What it can do, as `customer.create`. */
  names: readonly string[]
  value: readonly StandsFor[]
  onChange: (value: StandsFor[]) => void
}) {
  const catalog = useCatalog()
  const list = useAction<{ items: Standard[] }>('standards.interface.list')
  if (!list.data) return <Loading rows={4} />
  return (
    <>
      <p className="muted">
        {t(
          'Software that stands for a standard can take the place of any other that does. None is needed.',
        )}
      </p>
      {list.data.items
        .filter(({ actions }) => actions.length > 0)
        .map((standard) => {
          const own = value.find((each) => each.interface === standard.interface)
          const others = value.filter((each) => each.interface !== standard.interface)
          return (
            <section key={standard.interface} className="panel imports-card">
              <Check
                label={catalog.title(standard.interface, t(standard.title))}
                help={standard.interface}
                checked={own !== undefined}
                onChange={(on) =>
                  onChange(
                    on
                      ? [
                          ...others,
                          { interface: standard.interface, parts: guessed(standard, names) },
                        ]
                      : others,
                  )
                }
              />
              {own && (
                <div className="imports-pairs">
                  {standard.actions.map((part) => (
                    <SelectField
                      key={part}
                      label={catalog.title(part, part)}
                      help={part}
                      value={own.parts[part] ?? ''}
                      empty={t('It does without')}
                      onChange={(name) =>
                        onChange([...others, { ...own, parts: { ...own.parts, [part]: name } }])
                      }
                      options={names.map((name) => ({ value: name, label: name }))}
                    />
                  ))}
                </div>
              )}
            </section>
          )
        })}
    </>
  )
}

/** `crm.customer.create` is most likely what is called `customer.create`. */
function guessed({ actions }: Standard, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    actions.flatMap((part) => {
      const name = part.slice(part.indexOf('.') + 1)
      return names.includes(name) ? [[part, name]] : []
    }),
  )
}

/** As an import is told it: own names, and what it does without; imports tell no events. */
export function implementsOf(value: readonly StandsFor[], standards: readonly Standard[]) {
  return value.map(({ interface: name, parts }) => {
    const standard = standards.find((each) => each.interface === name)
    const ids = Object.fromEntries(Object.entries(parts).filter(([, own]) => own))
    return {
      interface: name,
      ids,
      without: [
        ...(standard?.actions ?? []).filter((part) => !ids[part]),
        ...(standard?.events ?? []),
      ],
    }
  })
}
