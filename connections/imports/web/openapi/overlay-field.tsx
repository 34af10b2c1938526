import { Field, t } from '#web'

/** An overlay that somebody has written already, for many operations at once. */
export function OverlayField({
  value,
  onChange,
}: {
  value: string
  onChange: (value: string) => void
}) {
  return (
    <details className="imports-more">
      <summary>{t('I have an overlay for this document')}</summary>
      <Field
        label={t('OpenAPI Overlay 1.0, as JSON')}
        error={overlayOf(value).ok ? undefined : t('This is no JSON.')}
        help={t('“x-tenon” beside an operation says how it pages, what key it takes, and more.')}
      >
        {(wires) => (
          <textarea
            {...wires}
            className="input area code"
            rows={8}
            spellCheck={false}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        )}
      </Field>
    </details>
  )
}

export function overlayOf(text: string): { ok: boolean; value: object | undefined } {
  if (text.trim() === '') return { ok: true, value: undefined }
  try {
    const value: unknown = JSON.parse(text)
    const ok = typeof value === 'object' && value !== null && !Array.isArray(value)
    return { ok, value: ok ? value : undefined }
  } catch {
    return { ok: false, value: undefined }
  }
}
