import { signal } from './signal.ts'

/** Numbers on the rail, by page path; modules set them from their background parts. */
export const badges = signal<Readonly<Record<string, number>>>({})

export function setBadge(path: string, count: number) {
  if ((badges.get()[path] ?? 0) !== count) badges.set({ ...badges.get(), [path]: count })
}
