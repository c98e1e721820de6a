import { useState } from 'react'
import type { Account } from '#contract'
import { client } from '../client.ts'
import { Field } from '../forms/field.tsx'
import { Form } from '../forms/form.tsx'
import { TextArea } from '../forms/text-area.tsx'
import { useSubmit } from '../forms/use-submit.ts'
import { UsernameField } from '../forms/username-field.tsx'
import { About } from '../profile/about.tsx'
import { me, useMe } from '../state/session.ts'
import { toast } from '../state/toasts.ts'
import { ProfilePhoto } from './profile-photo.tsx'

const names = ['fullName', 'username', 'pronouns', 'bio', 'website'] as const
type Texts = Pick<Account, (typeof names)[number]>

/** Edits the user's public profile, with a live preview. */
export function EditProfile() {
  const account = useMe()!
  const [typed, setTyped] = useState<Partial<Texts>>({})
  const shown: Texts = { ...account, ...typed }
  const set = (name: keyof Texts) => (value: string) => setTyped(now => ({ ...now, [name]: value }))
  // The server finds the entities of a bio when it is saved.
  const entities = shown.bio === account.bio ? account.entities : []
  const changed = changesOf(account, shown)
  const form = useSubmit(async () => {
    me.set(await client.call('users.update', changed))
    setTyped({})
    toast('Profile saved.')
  }, names)
  const field = (name: keyof Texts) => ({ value: shown[name], onValue: set(name), error: form.fields[name] })
  return (
    <>
      <section aria-label="Preview" className="card mb-6 rounded-2xl border p-4">
        <ProfilePhoto username={shown.username} />
        <About profile={{ ...shown, entities, website: addressOf(shown.website) }} className="mt-3 empty:hidden" />
      </section>
      <Form {...form} action="Save" disabled={Object.keys(changed).length === 0}>
        <Field label="Name" name="fullName" autoComplete="name" maxLength={60} {...field('fullName')} />
        <UsernameField own={account.username} {...field('username')} />
        <Field label="Pronouns" name="pronouns" autoComplete="off" maxLength={40} {...field('pronouns')} />
        <TextArea label="Bio" maxLength={150} {...field('bio')} />
        <Field
          label="Website"
          name="website"
          type="url"
          inputMode="url"
          autoComplete="url"
          maxLength={200}
          placeholder="https://"
          {...field('website')}
        />
      </Form>
    </>
  )
}

function changesOf(account: Account, { website, ...shown }: Texts): Partial<Texts> {
  const wanted: Texts = { ...shown, website: addressOf(website) }
  const changed = names.filter(name => wanted[name].trim() !== account[name])
  return Object.fromEntries(changed.map(name => [name, wanted[name].trim()]))
}

/** Adds `https://` to a URL without a scheme. */
function addressOf(typed: string): string {
  const address = typed.trim()
  return address === '' || /^[a-z]+:/i.test(address) ? address : `https://${address}`
}
