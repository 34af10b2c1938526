import { ExportDialog, exportPieces, numberText, t } from '#web'

/** The entries that the filters leave, as a file. */
export function LogExport({
  input,
  onClose,
}: {
  input: Record<string, string>
  onClose: () => void
}) {
  return (
    <ExportDialog
      title={t('Export the log')}
      text={
        Object.keys(input).length > 0
          ? t(
              'A CSV file with the entries that match the filters, background work included. The export itself is noted in the log.',
            )
          : t(
              'A CSV file with all entries, background work included. The export itself is noted in the log.',
            )
      }
      soFar={(n) => t('{n} entries so far', { n: numberText(n) })}
      done={(n) => t('{n} entries exported.', { n })}
      run={exportPieces('audit.entry.export', input)}
      onClose={onClose}
    />
  )
}
