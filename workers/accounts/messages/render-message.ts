/** A paragraph, a code, or a link. */
export type Part = string | { code: string } | { label: string; url: string }

/** A message to an address; `short` is the whole text of an SMS. */
export type Message = { messageId: string; to: string; subject: string; parts: Part[]; short: string }

/** The two bodies of a mail, with the same content. All of it is escaped: names and devices are user input. */
export const renderMessage = ({ subject, parts }: Pick<Message, 'subject' | 'parts'>) => ({
  text: `${parts.map(textOf).join('\n\n')}\n\nHeliograph\n`,
  html: `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${escapeHtml(subject)}</title></head>
<body style="margin:0;padding:24px 16px;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif">
<div style="max-width:32rem;margin:0 auto">
<h1 style="font-size:20px;line-height:1.3;margin:0 0 16px">${escapeHtml(subject)}</h1>
${parts.map(htmlOf).join('\n')}
<p style="margin:24px 0 0;font-size:14px;opacity:.7">Heliograph</p>
</div>
</body>
</html>
`,
})

function textOf(part: Part) {
  if (typeof part === 'string') return part
  return 'code' in part ? part.code : `${part.label}: ${part.url}`
}

function htmlOf(part: Part) {
  if (typeof part === 'string') return `<p style="margin:0 0 16px">${escapeHtml(part)}</p>`
  if ('code' in part) {
    return `<p style="margin:0 0 16px;font-size:32px;font-weight:600;letter-spacing:6px">${escapeHtml(part.code)}</p>`
  }
  return `<p style="margin:0 0 16px"><a href="${escapeHtml(part.url)}">${escapeHtml(part.label)}</a></p>`
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escapeHtml = (text: string) => text.replaceAll(/[&<>"']/g, character => entities[character] ?? '')
