import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The path of a Chromium, installed through apt when we may; undefined when there is none. */
export function bringBrowser() {
  if (process.env.TENON_CHROMIUM) return process.env.TENON_CHROMIUM
  const missing = [
    ...(findChromium() ? [] : ['chromium']),
    ...(hasFont() ? [] : ['fonts-noto-cjk']),
  ]
  if (missing.length > 0 && process.getuid?.() === 0 && onPath(['apt-get'])) aptInstall(missing)
  if (!hasFont()) console.log('fonts-noto-cjk is missing: Chinese will show as boxes in pictures.')
  return findChromium()
}

const findChromium = () => onPath(['chromium', 'chromium-browser', 'google-chrome'])

// Where Debian and Ubuntu put it; elsewhere any font that fontconfig knows to write Chinese.
const hasFont = () =>
  existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc') ||
  (spawnSync('fc-list', [':lang=zh-cn'], { encoding: 'utf8' }).stdout ?? '') !== ''

function onPath(names) {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync)
}

export function aptInstall(packages) {
  console.log(`Installing ${packages.join(' and ')} …`)
  const apt = (...args) =>
    spawnSync('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=600', ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      timeout: INSTALL_LIMIT_MS,
    })
  // An old list of packages names files that the mirror no longer has.
  const update = apt('update')
  const done = apt('install', '-y', '--no-install-recommends', ...packages)
  if (done.status !== 0)
    console.log(`apt-get failed:\n${update.stderr ?? ''}${done.stdout ?? ''}${done.stderr ?? ''}`)
}

// 300 MB over a slow line.
const INSTALL_LIMIT_MS = 900_000
