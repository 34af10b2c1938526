import { Button, Check, IconButton, SelectField, TextField, t } from '#web'
import { VERB } from '../types.ts'
import { TYPES, type InputField } from './types.ts'

/** What whoever uses the action is asked for. */
export function FieldsEditor({
  fields,
  onChange,
}: {
  fields: readonly InputField[]
  onChange: (fields: InputField[]) => void
}) {
  const put = (index: number, more: Partial<InputField>) =>
    onChange(fields.map((field, at) => (at === index ? { ...field, ...more } : field)))
  return (
    <fieldset className="nested">
      <legend>{t('Input')}</legend>
      {fields.map((field, index) => (
        <div key={index} className="imports-field">
          <TextField
            label={t('Field {n}', { n: index + 1 })}
            hideLabel
            placeholder="name"
            spellCheck={false}
            error={
              field.name !== '' && !VERB.test(field.name)
                ? t('Small letters, digits and _, beginning with a letter.')
                : undefined
            }
            value={field.name}
            onChange={(name) => put(index, { name })}
          />
          <SelectField
            label={t('Type of field {n}', { n: index + 1 })}
            hideLabel
            value={field.type}
            onChange={(type) =>
              put(index, { type: TYPES.find((each) => each === type) ?? 'string' })
            }
            options={TYPES.map((value) => ({ value, label: typeTitle(value) }))}
          />
          <Check
            label={t('needed')}
            checked={field.required}
            onChange={(required) => put(index, { required })}
          />
          <Check
            label={t('in the query')}
            checked={field.inQuery}
            onChange={(inQuery) => put(index, { inQuery })}
          />
          <IconButton
            icon="close"
            label={t('Leave out {name}', { name: field.name || t('Field {n}', { n: index + 1 }) })}
            onClick={() => onChange(fields.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <div>
        <Button
          small
          icon="plus"
          onClick={() =>
            onChange([...fields, { name: '', type: 'string', required: false, inQuery: false }])
          }
        >
          {t('A field')}
        </Button>
      </div>
    </fieldset>
  )
}

const typeTitle = (type: InputField['type']): string =>
  ({
    string: t('text'),
    integer: t('whole number'),
    number: t('number'),
    boolean: t('yes or no'),
    object: t('object'),
    array: t('list'),
  })[type]
