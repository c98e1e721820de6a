import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { client, errorMessage, fieldErrors } from '../client.ts'
import { Dialog, DialogTitle } from '../components/dialog.tsx'
import { Field } from '../forms/field.tsx'
import { Form } from '../forms/form.tsx'
import { reloadCollections } from './collections.ts'

type FormProps = {
  /** The collection to rename; without one, another is created. */
  collection?: { id: string; title: string }
  onDone?: (collectionId: string) => unknown
  onClose: () => void
}

/** Creates or renames a collection. */
export function CollectionForm({ collection, onDone, onClose }: FormProps) {
  const [title, setTitle] = useState(collection?.title ?? '')
  const save = useMutation({
    mutationFn: () =>
      collection
        ? client.call('collections.update', { collectionId: collection.id, title })
        : client.call('collections.create', { title }),
    async onSuccess({ id }) {
      await onDone?.(id)
      await reloadCollections()
      onClose()
    },
  })
  const fields = fieldErrors(save.error)
  const heading = collection ? 'Rename collection' : 'New collection'
  return (
    <Dialog label={heading} onClose={onClose}>
      <DialogTitle title={heading} onClose={onClose} />
      <div className="px-5 py-4">
        <Form
          action={collection ? 'Save' : 'Create'}
          busy={save.isPending}
          disabled={title.trim() === ''}
          fields={fields}
          message={save.error && !fields.title ? errorMessage(save.error) : ''}
          submit={event => {
            event.preventDefault()
            if (!save.isPending) save.mutate()
          }}
        >
          <Field label="Name" value={title} onValue={setTitle} maxLength={100} error={fields.title} data-first />
        </Form>
      </div>
    </Dialog>
  )
}
