import {
  QueryClient,
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useRef } from 'react'
import { Refusal, call, fetchAction, type Problem } from './client.ts'
import { uuid } from './uuid.ts'

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      gcTime: 5 * 60_000,
      refetchOnWindowFocus: false,
      retry: (count, error) =>
        count < 2 &&
        error instanceof Refusal &&
        ['offline', 'unavailable'].includes(error.problem.code),
    },
  },
})

export const problemOf = (error: unknown): Problem | undefined =>
  error instanceof Refusal ? error.problem : undefined

/** The answer of a query action, kept under the action's id. `undefined` input waits. */
export function useAction<T>(
  action: string,
  input: object | undefined = {},
  options: { keep?: boolean; enabled?: boolean } = {},
) {
  const result = useQuery({
    queryKey: [action, input],
    queryFn: ({ signal }) => fetchAction<T>(action, input, signal),
    enabled: input !== undefined && options.enabled !== false,
    ...(options.keep ? { placeholderData: keepPreviousData } : {}),
  })
  return { ...result, problem: problemOf(result.error) }
}

export interface Paged<R> {
  items: R[]
  next?: string
}

/** A keyset list, page after page, flattened. */
export function usePaged<R>(action: string, input: object, options: { enabled?: boolean } = {}) {
  const result = useInfiniteQuery({
    queryKey: [action, input, 'pages'],
    queryFn: ({ signal, pageParam }) =>
      fetchAction<Paged<R>>(action, pageParam ? { ...input, cursor: pageParam } : input, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    enabled: options.enabled !== false,
    placeholderData: keepPreviousData,
  })
  const items = result.data?.pages.flatMap((page) => page.items) ?? []
  return { ...result, items, problem: problemOf(result.error) }
}

/**
 * A command as a mutation. Trying again after a lost answer uses the same key; a new input, or a
 * try after a real answer, takes a new one. `refresh` names actions (or their prefixes) to fetch anew.
 */
export function useCommand<T = unknown, I extends object = Record<string, unknown>>(
  action: string,
  options: { refresh?: string[]; onDone?: (value: T, input: I) => void } = {},
) {
  const client = useQueryClient()
  const last = useRef<{ input: string; key: string }>(undefined)
  const mutation = useMutation<T, Refusal, I>({
    mutationFn: async (input) => {
      const text = JSON.stringify(input)
      if (last.current?.input !== text) last.current = { input: text, key: uuid() }
      const answer = await call<T>(action, input, { key: last.current.key })
      if (answer.ok || answer.problem.code !== 'offline') last.current = undefined
      if (!answer.ok) throw new Refusal(answer.problem)
      return answer.value
    },
    onSuccess: (value, input) => {
      refreshActions(options.refresh ?? [nounOf(action)], client)
      options.onDone?.(value, input)
    },
  })
  return { ...mutation, problem: mutation.error?.problem }
}

/** Fetches anew whatever is shown of these actions. */
export function refreshActions(prefixes: string[], client: QueryClient = queries) {
  void client.invalidateQueries({
    predicate: ({ queryKey }) => prefixes.some((prefix) => String(queryKey[0]).startsWith(prefix)),
  })
}

/** `approval.request.approve` → `approval.request`. */
export const nounOf = (action: string) => action.split('.').slice(0, -1).join('.')
