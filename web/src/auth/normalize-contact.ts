/** An email address or phone number as the server accepts it, without spaces, brackets and dashes in numbers. */
export function normalizeContact(typed: string): string {
  const contact = typed.trim()
  return contact.includes('@') ? contact : contact.replace(/[\s().-]/g, '').replace(/^00/, '+')
}
