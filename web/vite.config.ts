import react from '@vitejs/plugin-react'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { brotli } from './build/brotli.ts'
import { icons } from './build/icons.ts'
import { tokensCss } from './build/tokens-css.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  root: here('.'),
  cacheDir: here('../node_modules/.vite-web'),
  plugins: [react(), tokensCss(), icons(), brotli()],
  resolve: { alias: { '#web': here('./kit/index.ts') } },
  build: {
    outDir: here('../dist/web'),
    emptyOutDir: true,
    target: 'es2023',
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      treeshake: { moduleSideEffects: (id) => id.endsWith('.css') || id.includes('main.tsx') },
    },
  },
})
