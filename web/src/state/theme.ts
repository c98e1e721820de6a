export const themes = { system: 'Same as device', light: 'Light', dark: 'Dark' }
export type Theme = keyof typeof themes

const KEY = 'heliograph.theme'
const papers = { light: '#fcfbf9', dark: '#0f0f10' }

/** The theme saved on this device. */
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
    // Without storage, it lasts as long as the page.
  }
}

/** Applies a theme to the page and to the browser's bars. */
export function showTheme(theme: Theme) {
  document.documentElement.dataset.theme = theme
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    const own = meta.media.includes('dark') ? 'dark' : 'light'
    meta.content = papers[theme === 'system' ? own : theme]
  }
}
