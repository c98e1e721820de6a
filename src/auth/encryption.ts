import { createCipheriv, createDecipheriv } from 'node:crypto'

/** A key by what names it; the newest is first. */
export type EncryptionKeys = ReadonlyMap<string, Buffer>

/** Encrypts what has to be read again (AES-256-GCM), so that a copy of the database does not tell it. */
export function createEncryption(keys: EncryptionKeys, random: (size: number) => Buffer) {
  const [[newest, newestKey] = ['', Buffer.alloc(32)]] = keys

  return {
    seal(text: string) {
      const nonce = random(12)
      const cipher = createCipheriv('aes-256-gcm', newestKey, nonce)
      const bytes = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `${newest}.${bytes.toString('base64url')}`
    },
    /** Null where none of the live secrets sealed it. */
    open(sealed: string): string | null {
      const [name = '', text = ''] = sealed.split('.')
      const key = keys.get(name)
      if (key === undefined) return null
      const bytes = Buffer.from(text, 'base64url')
      try {
        const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
        cipher.setAuthTag(bytes.subarray(-16))
        return Buffer.concat([cipher.update(bytes.subarray(12, -16)), cipher.final()]).toString('utf8')
      } catch {
        return null
      }
    },
    /** What that begins with which older secrets have sealed: it is to be sealed anew before those are taken away. */
    olderEncryptions: [...keys.keys()].slice(1).map(name => `${name}.`),
  }
}
