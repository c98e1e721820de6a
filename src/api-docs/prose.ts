import { html, raw } from 'hono/html'
import type { Html } from './type-text.ts'

/** Renders the subset of Markdown that the descriptions use: paragraphs, `**strong**`, code and links. */
export const prose = (text: string): Html => html`${text.split(/\n{2,}/).map(part => html`<p>${inline(part)}</p>`)}`

export function inline(text: string): Html {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
  return html`${raw(
    escaped
      .replace(/`([^`]+)`/g, '<code>$1</code>')
      .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
      .replace(/\[([^\]]+)\]\(([^)]+)\)/g, '<a href="$2">$1</a>'),
  )}`
}
