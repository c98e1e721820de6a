import { client } from '../client.ts'

/** Downloads the export file with the user's token and saves it. */
export async function downloadExport(url: string) {
  let response = await request(url)
  if (response.status === 401) {
    // The token has expired; any call renews it.
    await client.call('users.me', {}, { transport: 'http' })
    response = await request(url)
  }
  if (!response.ok) throw new Error(`The export responded with ${response.status}`)
  const address = URL.createObjectURL(await response.blob())
  const link = Object.assign(document.createElement('a'), { href: address, download: 'heliograph.zip' })
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

const request = (url: string) => fetch(url, { headers: { authorization: `Bearer ${client.tokens?.accessToken}` } })
