import { MARK_PATHS } from './mark-svg.ts'

/** Two beams joined by a tenon. */
export function Mark({ size = 32 }: { size?: number }) {
  return (
    <svg className="mark" width={size} height={size} viewBox="0 0 32 32" aria-hidden>
      {MARK_PATHS.map((d) => (
        <path key={d} d={d} transform="translate(0 2)" />
      ))}
    </svg>
  )
}
