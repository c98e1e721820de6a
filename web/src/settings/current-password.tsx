import { Field } from '../forms/field.tsx'

type CurrentProps = { value: string; onValue: (value: string) => void; error?: string | undefined }

/** Asked before what a borrowed phone should not be enough for. */
export const CurrentPassword = (props: CurrentProps) => (
  <Field label="Current password" name="current-password" type="password" autoComplete="current-password" {...props} />
)
