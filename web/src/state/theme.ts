export const themes = { system: 'As the device', light: 'Light', dark: 'Dark' }
export type Theme = keyof typeof themes

const KEY = 'heliograph.theme'
const papers = { light: '#fcfbf9', dark: '#0f0f10' }

/** What was chosen on this device. */
export function chosenTheme(): Theme {
  try {
    const kept = localStorage.getItem(KEY) ?? 'system'
    return kept in themes ? (kept as Theme) : 'system'
  } catch {
    return 'system'
  }
}

export function chooseTheme(theme: Theme) {
  showTheme(theme)
  try {
    localStorage.setItem(KEY, theme)
  } catch {
    // Without storage it lasts as long as the page.
  }
}

/** Puts the page, and what a phone shows around it, into these colours. */
export function showTheme(theme: Theme) {
  document.documentElement.dataset.theme = theme
  for (const around of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    const own = around.media.includes('dark') ? 'dark' : 'light'
    around.content = papers[theme === 'system' ? own : theme]
  }
}
