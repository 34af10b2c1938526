/**
 * The one list of colours and measures. Ours are CSS variables made at build (`virtual:tokens.css`);
 * antd's theme is made from the same values in `antd-theme.ts`.
 */
export const light = {
  ink: '#1c1f23',
  muted: '#62666d',
  faint: '#8b8f96',
  paper: '#fbfaf8',
  panel: '#ffffff',
  sunk: '#f4f2ee',
  line: '#e7e4df',
  'line-strong': '#8d8a84',
  hover: '#f1efeb',
  accent: '#3451b2',
  'accent-hover': '#2b4497',
  'accent-soft': '#e9edf9',
  'accent-ink': '#ffffff',
  success: '#2f7d4f',
  'success-soft': '#eef7f1',
  warning: '#8a5a10',
  'warning-soft': '#faf0dc',
  danger: '#b3372f',
  'danger-soft': '#fbeae8',
  bubble: '#ffffff',
  'bubble-own': '#e3e9fa',
  shade: 'rgb(28 31 35 / 0.36)',
  shadow: '0 1px 2px rgb(28 31 35 / 0.06), 0 8px 28px rgb(28 31 35 / 0.14)',
} as const

export const dark: Record<keyof typeof light, string> = {
  ink: '#e8e6e3',
  muted: '#a5a7ab',
  faint: '#7f8287',
  paper: '#161719',
  panel: '#1e2022',
  sunk: '#121315',
  line: '#303336',
  'line-strong': '#74787d',
  hover: '#26282b',
  accent: '#7c93e8',
  'accent-hover': '#93a6ee',
  'accent-soft': '#272d44',
  'accent-ink': '#161719',
  success: '#5fb384',
  'success-soft': '#1d2f25',
  warning: '#d9a441',
  'warning-soft': '#332a17',
  danger: '#e5847c',
  'danger-soft': '#3a2321',
  bubble: '#25272a',
  'bubble-own': '#2a3150',
  shade: 'rgb(0 0 0 / 0.55)',
  shadow: '0 1px 2px rgb(0 0 0 / 0.4), 0 8px 28px rgb(0 0 0 / 0.5)',
}

export const measure = {
  text: 14,
  line: 22,
  radius: 8,
  'radius-card': 12,
  control: 34,
  rail: 64,
  list: 280,
  side: 360,
} as const

export const FONT =
  'system-ui, -apple-system, "Segoe UI", Roboto, "PingFang SC", "HarmonyOS Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif'

const block = (values: Record<string, string>) =>
  Object.entries(values)
    .map(([name, value]) => `--${name}:${value};`)
    .join('')

export function cssOfTokens(): string {
  const sizes = Object.fromEntries(
    Object.entries(measure).map(([name, value]) => [name, `${value}px`]),
  )
  return [
    `:root{color-scheme:light;--font:${FONT};${block(sizes)}${block(light)}}`,
    `@media (prefers-color-scheme:dark){:root:not([data-theme]){color-scheme:dark;${block(dark)}}}`,
    `:root[data-theme=dark]{color-scheme:dark;${block(dark)}}`,
  ].join('\n')
}
