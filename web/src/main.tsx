import './no-eval.ts'
import './style.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { startLive } from './state/live.ts'
import { chosenTheme, showTheme } from './state/theme.ts'

showTheme(chosenTheme())
startLive()
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
