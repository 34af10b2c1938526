import type { Answer } from '#web'
export const signInWithPasskey = async (): Promise<Answer<unknown> | undefined> => undefined
