import { useEffect, useState } from 'react'

/** On a machine without a mail server, mail lands on a page of its own. */
export function MailboxLink() {
  const [exists, setExists] = useState(false)
  useEffect(() => {
    fetch('/dev/mailbox.json').then(
      response => setExists(response.ok && (response.headers.get('content-type') ?? '').includes('json')),
      () => undefined,
    )
  }, [])
  if (!exists) return null
  return (
    <a href="/dev/mailbox" target="_blank" rel="noreferrer" className="link">
      Open the mailbox
    </a>
  )
}
