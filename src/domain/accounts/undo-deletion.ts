/** Days in which the deletion of an account can be undone, before the account is erased. */
export const undoDays = 30
