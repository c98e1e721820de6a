/** `id` says which text it is: one that is posted again carries the same, so that the gateway sends it once. */
export type TextMessage = { id: string; to: string; text: string }

export type SmsGateway = {
  /** Resolves when the gateway took the text. Rejects with its status and nothing of what was sent. */
  send(message: TextMessage): Promise<void>
}

/** Posts text messages to an HTTP gateway as JSON; `token` goes along as a bearer token. `seconds` is the time it has. */
export function openSms(options: { url: string; token?: string; from?: string; seconds?: number }): SmsGateway {
  const { url, token, from, seconds = 10 } = options
  return {
    async send({ id, to, text }) {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'Idempotency-Key': id,
          ...(token && { Authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({ id, to, ...(from && { from }), text }),
        // Another address would be given the text and the token.
        redirect: 'manual',
        signal: AbortSignal.timeout(seconds * 1000),
      }).catch(error => {
        throw new Error(`The SMS gateway cannot be reached: ${reasonOf(error)}`)
      })
      await response.body?.cancel()
      if (!response.ok) throw new Error(`The SMS gateway returned ${response.status}`)
    },
  }
}

// An error of `fetch` may name the address, and with it what the address holds.
function reasonOf(error: unknown) {
  const { name, cause } = error as { name?: string; cause?: { code?: string } }
  return cause?.code ?? name ?? 'unknown'
}
