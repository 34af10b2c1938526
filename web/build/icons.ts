import sharp from 'sharp'
import type { Plugin } from 'vite'
import { markSvg } from '../kit/mark-svg.ts'

const SIZES = [
  { name: 'icon-192.png', size: 192 },
  { name: 'icon-512.png', size: 512 },
  { name: 'apple-touch-icon.png', size: 180 },
]

const MANIFEST = {
  name: 'Tenon',
  short_name: 'Tenon',
  start_url: '/',
  display: 'standalone',
  background_color: '#fbfaf8',
  theme_color: '#fbfaf8',
  icons: [
    { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
    { src: '/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any maskable' },
    { src: '/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any maskable' },
  ],
}

/** Favicon, PWA icons and web manifest, all drawn from the one mark. */
export function icons(): Plugin {
  const files = async () => {
    const pngs = SIZES.map(async ({ name, size }) => {
      const source = await sharp(Buffer.from(markSvg({ tile: true, size })))
        .png()
        .toBuffer()
      return { fileName: name, source: new Uint8Array(source) }
    })
    return [
      { fileName: 'icon.svg', source: markSvg({ tile: true, size: 64 }) },
      { fileName: 'manifest.webmanifest', source: JSON.stringify(MANIFEST) },
      ...(await Promise.all(pngs)),
    ]
  }
  return {
    name: 'tenon-icons',
    apply: 'build',
    async generateBundle() {
      for (const file of await files()) this.emitFile({ type: 'asset', ...file })
    },
  }
}
