import { SelectField, TextField, t } from '#web'
import type { Paging } from './types.ts'

/** How the service cuts its list into pages; here it is then one list like every other. */
export function PagingFields({
  value,
  onChange,
}: {
  value: Paging | undefined
  onChange: (paging: Paging | undefined) => void
}) {
  const set = (name: keyof Paging, text: string) => {
    if (!value) return
    const { [name]: _before, ...rest } = value
    onChange((text === '' ? rest : { ...rest, [name]: text }) as Paging)
  }
  const field = (name: 'items' | 'limit' | 'cursor' | 'next', label: string, hint: string) => (
    <TextField
      key={name}
      label={label}
      placeholder={hint}
      spellCheck={false}
      value={value?.[name] ?? ''}
      onChange={(text) => set(name, text)}
    />
  )
  return (
    <fieldset className="nested">
      <legend>{t('Pages')}</legend>
      <SelectField
        label={t('Its list comes')}
        value={value?.style ?? ''}
        empty={t('Whole')}
        onChange={(style) =>
          onChange(style ? { ...value, style: style as Paging['style'] } : undefined)
        }
        options={[
          { value: 'cursor', label: t('with a mark for the next page in the answer') },
          { value: 'page', label: t('by page numbers') },
          { value: 'offset', label: t('by how many are left out') },
          { value: 'link', label: t('with a Link header') },
        ]}
      />
      {value && (
        <div className="imports-pairs">
          {field('items', t('Where the items are'), '/items')}
          {field('limit', t('Parameter: how many'), 'limit')}
          {value.style !== 'link' && field('cursor', t('Parameter: from where'), 'cursor')}
          {value.style === 'cursor' && field('next', t('Where the mark stands'), '/next')}
        </div>
      )}
    </fieldset>
  )
}

export const isPagingReady = (paging: Paging | undefined): boolean =>
  !paging ||
  paging.style === 'link' ||
  (Boolean(paging.cursor) && (paging.style !== 'cursor' || Boolean(paging.next)))
