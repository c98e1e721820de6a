import { job } from '../job.ts'

export const removeFiles = job('files.remove', {
  prepare: ({ key }, { files }) => (key.startsWith('uploads/') ? files.delete(key) : files.deletePrefix(key)),
  handle: async () => {},
})
