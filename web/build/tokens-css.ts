import type { Plugin } from 'vite'
import { cssOfTokens } from '../kit/tokens.ts'

const ID = 'virtual:tokens.css'

/** The token file as CSS variables, so that what antd and our own components draw with is one list. */
export function tokensCss(): Plugin {
  return {
    name: 'tenon-tokens',
    resolveId: (id) => (id === ID ? `\0${ID}` : undefined),
    load: (id) => (id === `\0${ID}` ? cssOfTokens() : undefined),
  }
}
