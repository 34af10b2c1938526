import { Icon } from './icon.tsx'

/** A calm hue per person, the same everywhere. */
const HUES = 8

export function hueOf(id: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < id.length; index++)
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193)
  return ((hash ^ (hash >>> 15)) >>> 0) % HUES
}

/** Chinese people are known by the last two characters, groups by their first two, others by initials. */
export function initialsOf(name: string): string {
  const chinese = [...name].filter((sign) => /[\u3400-\u9fff]/.test(sign))
  if (chinese.length > 0)
    return (chinese.length <= 3 ? chinese.slice(-2) : chinese.slice(0, 2)).join('')
  const words = name.trim().split(/\s+/)
  return `${words[0]?.[0] ?? ''}${words.length > 1 ? words.at(-1)![0] : ''}`.toUpperCase()
}

export function Avatar({
  name,
  id,
  file,
  size = 36,
  icon,
}: {
  name: string
  id?: string | undefined
  file?: string | undefined
  size?: number
  icon?: string
}) {
  const style = {
    width: size,
    height: size,
    fontSize: Math.round(size * 0.36),
    borderRadius: Math.round(size * 0.28),
  }
  if (file)
    return (
      <img
        className="avatar"
        src={`/files/${file}?inline&size=${size * 2}`}
        alt=""
        width={size}
        height={size}
        style={style}
      />
    )
  return (
    <span
      className={`avatar hue-${hueOf(id ?? name)}`}
      style={style}
      aria-hidden
      {...(icon ? {} : { 'data-initials': initialsOf(name) })}
    >
      {icon && <Icon name={icon} size={Math.round(size * 0.55)} />}
    </span>
  )
}
