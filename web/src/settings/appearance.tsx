import { useState } from 'react'
import { chooseTheme, chosenTheme, type Theme, themes } from '../state/theme.ts'

/** The theme, saved on this device. */
export function Appearance() {
  const [theme, setTheme] = useState(chosenTheme)
  const choose = (chosen: Theme) => {
    setTheme(chosen)
    chooseTheme(chosen)
  }
  return (
    <fieldset className="card rounded-2xl border px-5 py-2">
      <legend className="sr-only">Theme</legend>
      {Object.entries(themes).map(([name, title]) => (
        <label
          key={name}
          className="flex cursor-pointer items-center justify-between border-t border-line py-3.5 first-of-type:border-t-0"
        >
          {title}
          <input
            type="radio"
            name="theme"
            checked={theme === name}
            onChange={() => choose(name as Theme)}
            className="size-5 accent-sun"
          />
        </label>
      ))}
    </fieldset>
  )
}
