import { fail } from '#kernel'

/** Keys are our own making: segments of letters, digits, `_`, `-` and inner dots; nothing climbs out. */
const KEY = /^[A-Za-z0-9_-][A-Za-z0-9_.-]*(\/[A-Za-z0-9_-][A-Za-z0-9_.-]*){0,7}$/
/** As a file name, with room to spare. */
const KEY_LENGTH_MAX = 200

export function requireKey(key: string): string {
  if (key.length > KEY_LENGTH_MAX || !KEY.test(key) || key.includes('..'))
    throw fail('invalid', 'Not a storage key.')
  return key
}
