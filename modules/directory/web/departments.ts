import { useAction, type Row } from '#web'

export interface Department {
  id: string
  name: string
  parent?: string
  leader?: { id: string; name: string }
  depth: number
  people: number
  people_below: number
}

/** The tree as the server orders it, and what is asked of it at every turn. */
export interface Departments {
  all: readonly Department[]
  get(id: string | undefined): Department | undefined
  /** Departments right under one, or at the top. */
  under(id: string | undefined): readonly Department[]
  /** A department and everything below it. */
  within(id: string): string[]
  /** From the top down to the department itself. */
  line(id: string | undefined): Department[]
}

const NONE: Department[] = []

export function departmentsOf(all: readonly Department[]): Departments {
  const byId = new Map(all.map((one) => [one.id, one]))
  const below = Map.groupBy(all, ({ parent }) => parent)
  const within = (id: string): string[] => [
    id,
    ...(below.get(id) ?? NONE).flatMap((one) => within(one.id)),
  ]
  const line = (id: string | undefined): Department[] => {
    const one = byId.get(id ?? '')
    return one ? [...line(one.parent), one] : []
  }
  return {
    all,
    get: (id) => byId.get(id ?? ''),
    under: (id) => below.get(id) ?? NONE,
    within,
    line,
  }
}

export function useDepartments() {
  const { data, problem, refetch } = useAction<{ items: Department[] }>('directory.department.tree')
  return { departments: data && departmentsOf(data.items), problem, refetch }
}

export interface CustomField extends Row {
  key: string
  title: string
  kind: 'text' | 'number' | 'boolean' | 'date' | 'choice'
  choices?: string[]
  required: boolean
}

const FIELDS_MAX = 100

export function useCustomFields() {
  return useAction<{ items: CustomField[] }>('directory.field.list', {
    sort: ['sort'],
    limit: FIELDS_MAX,
  }).data?.items
}

/** Whatever shows people or departments is fetched anew after a change. */
export const AFTER_CHANGE = ['directory.']
