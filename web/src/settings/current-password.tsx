import { Field } from '../forms/field.tsx'

type CurrentProps = { value: string; onValue: (value: string) => void; error?: string | undefined }

/** Protects actions that having the user's unlocked phone must not allow. */
export const CurrentPassword = (props: CurrentProps) => (
  <Field label="Current password" name="current-password" type="password" autoComplete="current-password" {...props} />
)
