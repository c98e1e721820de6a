/** An address as the server takes it: a phone number may be typed with spaces, brackets and dashes. */
export function normalizeContact(typed: string): string {
  const contact = typed.trim()
  return contact.includes('@') ? contact : contact.replace(/[\s().-]/g, '').replace(/^00/, '+')
}
