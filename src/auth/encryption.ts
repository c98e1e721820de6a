import { createCipheriv, createDecipheriv } from 'node:crypto'

/** Keys by name, newest first. */
export type EncryptionKeys = ReadonlyMap<string, Buffer>

/** Encrypts stored secrets (AES-256-GCM), so that a copy of the database does not reveal them. */
export function createEncryption(keys: EncryptionKeys, random: (size: number) => Buffer) {
  const [[newest, newestKey] = ['', Buffer.alloc(32)]] = keys

  return {
    encrypt(text: string) {
      const nonce = random(12)
      const cipher = createCipheriv('aes-256-gcm', newestKey, nonce)
      const bytes = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `${newest}.${bytes.toString('base64url')}`
    },
    /** Null if it was encrypted under none of the live secrets. */
    decrypt(encrypted: string): string | null {
      const [name = '', text = ''] = encrypted.split('.')
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
    /** The prefixes of texts encrypted under older secrets: they are re-encrypted before those secrets are removed. */
    olderEncryptions: [...keys.keys()].slice(1).map(name => `${name}.`),
  }
}
