import { createHash } from 'node:crypto'
import { Hono } from 'hono'
import { html, raw } from 'hono/html'
import { pageHeaders } from './page-headers.ts'

export type Message = {
  id: string
  channel: 'email' | 'sms'
  to: string
  subject: string
  text: string
  html: string
  at: string
}

/** The mailbox page: emails and text messages that were not sent, newest first. */
export function mailboxRoutes({ read }: { read(): Promise<Message[]> }) {
  return new Hono()
    .use('/dev/*', pageHeaders({ defaultSrc: ["'none'"], styleSrc: [styleHash], formAction: ["'none'"] }))
    .get('/dev/mailbox.json', async c => c.json({ items: await read() }, 200, { 'Cache-Control': 'no-store' }))
    .get('/dev/mailbox', async c => {
      const messages = await read()
      c.header('Cache-Control', 'no-store')
      return c.html(html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="5">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Mailbox · Heliograph</title><style>${raw(style)}</style></head>
<body><main><h1>Mailbox</h1><p>Emails and text messages appear here while no mail server is configured. The page reloads by itself.</p>
${messages.length === 0 ? html`<p class="empty">Nothing yet.</p>` : ''}
${messages.map(
  each => html`<article><header><b>${each.subject || 'Text message'}</b><span>${each.channel} to ${each.to}</span>
<time>${each.at}</time></header><pre>${each.text}</pre></article>`,
)}</main></body></html>`)
    })
}

const style = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{margin:0;background:Canvas;color:CanvasText}
main{max-width:42rem;margin:0 auto;padding:2rem 1rem}h1{margin:0}p{opacity:.7}
article{border:1px solid color-mix(in srgb,CanvasText 18%,transparent);border-radius:12px;padding:1rem;margin:1rem 0}
header{display:flex;flex-wrap:wrap;gap:.25rem .75rem;align-items:baseline}header span,time{opacity:.6;font-size:.85rem}
pre{white-space:pre-wrap;font:inherit;margin:.5rem 0 0}`

/** Allows the page's style sheet in its policy. */
const styleHash = `'sha256-${createHash('sha256').update(style).digest('base64')}'`
