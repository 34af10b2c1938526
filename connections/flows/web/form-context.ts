import { createContext, use } from 'react'
import { t } from '#web'
import type { Definition, Fault } from './types.ts'

/** What fields of a step's form share: the data they may use, what they are worth, where faults are. */
export interface FormContextValue {
  /** What a run or test gave; fields show what they would be with it. */
  scope: Readonly<Record<string, unknown>> | undefined
  zone: string | undefined
  faults: readonly Fault[]
  readOnly: boolean
  /** Without a switch to an expression: a trigger is not computed. */
  fixed?: boolean
  /** Linked accounts by alias, as the flow names them, and naming another. */
  accounts?: Definition['accounts']
  addAccount?: (connector: string, title: string) => string
  /** Who has the cursor takes what is picked. */
  aim: (target: ((path: string) => void) | undefined) => void
}

export const FormContext = createContext<FormContextValue>({
  scope: undefined,
  zone: undefined,
  faults: [],
  readOnly: false,
  aim: () => undefined,
})
export const useFormContext = () => use(FormContext)

export const hasExpression = (value: unknown): value is string =>
  typeof value === 'string' && value.includes('{{')

export function faultAt(faults: readonly { path: string; message: string }[], path: string) {
  const fault = faults.find((one) => one.path === path)
  return fault ? t(fault.message) : undefined
}
