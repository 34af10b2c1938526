const ADDRESS = /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/

/** Addresses in whatever was pasted: lines, commas, semicolons, tabs, `Name <a@b.c>`. */
export function addressesIn(text: string): { good: string[]; bad: string[] } {
  const parts = text
    .split(/[\n,;，；、\t]+/)
    .map((part) => (/<([^<>]+)>/.exec(part)?.[1] ?? part).trim())
    .filter(Boolean)
  const pieces = parts.flatMap((part) =>
    part.includes('@') && /\s/.test(part) ? part.split(/\s+/) : [part],
  )
  return {
    good: [
      ...new Set(pieces.filter((piece) => ADDRESS.test(piece)).map((piece) => piece.toLowerCase())),
    ],
    bad: pieces.filter((piece) => !ADDRESS.test(piece)),
  }
}
