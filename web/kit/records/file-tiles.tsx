import { isObject } from '../card-data.ts'
import { FileLink } from '../card-view.tsx'
import type { FileInfo } from '../file-field.tsx'
import { t } from '../language.ts'
import { useAction } from '../query.ts'

/** Pictures as pictures, other files by name and size. */
export function FileTiles({ value }: { value: unknown }) {
  const files = (Array.isArray(value) ? value : [value]).filter(Boolean)
  if (files.length === 0)
    return (
      <span className="faint" aria-label={t('None')}>
        –
      </span>
    )
  return (
    <span className="file-tiles">
      {files.map((file) => {
        const id = isObject(file) ? String(file.id) : String(file)
        return <FileTile key={id} id={id} />
      })}
    </span>
  )
}

function FileTile({ id }: { id: string }) {
  const { data } = useAction<FileInfo>('files.file.get', { file: id })
  if (!data?.width) return <FileLink value={data ?? { id }} />
  return (
    <a className="file-tile" href={`/files/${id}`} download title={data.name}>
      <img src={`/files/${id}?inline&size=480`} alt={data.name} loading="lazy" />
    </a>
  )
}
