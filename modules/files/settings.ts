import { T, type Static } from '#kernel'

export const Settings = T.Object({
  max_file_mb: T.Integer({ title: 'Largest file (MB)', minimum: 1, maximum: 2000, default: 200 }),
  quota_gb: T.Integer({ title: 'Room for files (GB)', minimum: 1, maximum: 100_000, default: 100 }),
})

/** In bytes. */
export function limitsOf(settings: Readonly<Record<string, unknown>>) {
  const { max_file_mb = 200, quota_gb = 100 } = settings as Partial<Static<typeof Settings>>
  return { file: max_file_mb * 1024 ** 2, quota: quota_gb * 1024 ** 3 }
}
