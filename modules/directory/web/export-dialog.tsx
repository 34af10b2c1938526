import { ExportDialog, exportPieces, numberText, t } from '#web'

/** The people of the list in sight, as a file that the import reads back. */
export function PeopleExport({
  where,
  name,
  onClose,
}: {
  where: object | undefined
  name: string
  onClose: () => void
}) {
  return (
    <ExportDialog
      title={t('Export “{name}”', { name })}
      text={t(
        'A CSV file with what you may see of these people. The import reads it back. The export is noted in the log.',
      )}
      soFar={(n) => t('{n} people so far', { n: numberText(n) })}
      done={(n) => t('{n} people exported.', { n })}
      run={exportPieces('directory.person.export', where ? { where } : {})}
      onClose={onClose}
    />
  )
}
