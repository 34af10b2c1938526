import 'virtual:tokens.css'
import './css/base.css'
import './css/form.css'
import './css/parts.css'
import './css/records.css'
import './css/shell.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { addWords, applyLanguage, queries } from '#web'
import { App } from './shell/app.tsx'
import zh from './zh.json'

addWords(zh)
applyLanguage()
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
)
