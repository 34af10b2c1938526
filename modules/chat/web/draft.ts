/** What was being written, per conversation, until it is sent. */
const keyOf = (id: string) => `tenon.writing.${id}`

export function draftOf(id: string): string {
  try {
    return sessionStorage.getItem(keyOf(id)) ?? ''
  } catch {
    return ''
  }
}

export function keepDraft(id: string, text: string) {
  try {
    if (text) sessionStorage.setItem(keyOf(id), text)
    else sessionStorage.removeItem(keyOf(id))
  } catch {
    // A full store only means that this draft is not kept.
  }
}
