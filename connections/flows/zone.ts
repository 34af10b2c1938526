import type { Program } from './program.ts'

export const ZONE = 'Asia/Shanghai'

/** What days and clock times mean in a flow that does not say. */
export const zoneOf = ({ flow }: Program): string => flow.zone ?? ZONE
