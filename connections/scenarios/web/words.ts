import { language, t, type Catalog, type Schema } from '#web'
import type { State, Use } from './types.ts'

export const stateWords = (state: State): string =>
  ({
    running: t('Running'),
    paused: t('Paused'),
    needs_account: t('Needs an account'),
    broken: t('Broken'),
    stopped: t('Stopped'),
  })[state]

export const STATE_TONE: Record<State, string> = {
  running: 'success',
  paused: '',
  needs_account: 'warning',
  broken: 'danger',
  stopped: 'danger',
}

/** One thing that a scenario does, as one says it. */
export function useWords({ does, id, title, module, module_title }: Use, catalog: Catalog): string {
  const name = catalog.title(id, title)
  const of = module ? catalog.title(module, module_title) : undefined
  const whole = of ? `${of}: ${name}` : name
  return {
    hears: t('Hears of it: {what}', { what: whole }),
    reads: t('Reads: {what}', { what: whole }),
    writes: t('Writes: {what}', { what: whole }),
    asks: t('Asks the people named in the settings for a decision'),
    reaches: t('Asks another server: {what}', { what: id }),
    clock: t('Begins by the clock'),
    called: t('Begins when its address is called from outside'),
  }[does]
}

/** The schema as the reader reads it; a recipe brings both languages. */
export function inLanguage(schema: Schema): Schema {
  if (language.get() !== 'zh') return schema
  return {
    ...schema,
    properties: Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([name, field]) => [
        name,
        {
          ...field,
          ...(typeof field['x-zh'] === 'string' ? { title: field['x-zh'] } : {}),
          ...(typeof field['x-zh-about'] === 'string' ? { description: field['x-zh-about'] } : {}),
        },
      ]),
    ),
  }
}

/** What a value of a list of choices is called. */
export function optionIn(schema: Schema, name: string, value: string): string {
  const words = schema.properties?.[name]?.[language.get() === 'zh' ? 'x-options-zh' : 'x-options']
  return (words as Record<string, string> | undefined)?.[value] ?? value
}
