import { useEffect, useState } from 'react'
import { type Crop, MAX_PHOTO_BYTES } from '#contract'
import { client, errorMessage } from '../client.ts'
import { showOwnPhoto } from '../state/own-photo.ts'
import { cropPreview } from './crop-preview.ts'
import { isPhoto } from './is-photo.ts'

/** A profile photo that is being chosen: the file, the part of it, how much of it is sent (0–1), what went wrong. */
export function useProfilePhoto() {
  const [file, setFile] = useState<File | null>(null)
  const [url, setUrl] = useState<string | null>(null)
  const [crop, setCrop] = useState<Crop | null>(null)
  const [sent, setSent] = useState<number | null>(null)
  const [failure, setFailure] = useState('')
  useEffect(() => {
    if (!file) return setUrl(null)
    const made = URL.createObjectURL(file)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [file])

  async function choose(chosen: File | null) {
    const problem = chosen && (await problemWith(chosen))
    setFailure(problem ?? '')
    setCrop(null)
    setFile(problem ? null : chosen)
  }
  /** Whether it was taken; the choice stays where it was not. */
  async function save(): Promise<boolean> {
    if (!file || sent !== null) return false
    setSent(0)
    setFailure('')
    try {
      await client.setPhoto(file, crop ? { crop } : {}, { onProgress: setSent })
      showOwnPhoto(url && crop ? await cropPreview(url, crop) : null)
      return true
    } catch (error) {
      setFailure(errorMessage(error))
      return false
    } finally {
      setSent(null)
    }
  }
  const unreadable = () => {
    setFile(null)
    setFailure('This picture cannot be opened. Try another, as a JPEG or PNG.')
  }
  return { url, choose, setCrop, save, sent, failure, unreadable }
}

async function problemWith(file: File): Promise<string | null> {
  if (!(await isPhoto(file))) return 'Choose a JPEG, PNG, WebP, GIF or AVIF picture.'
  return file.size > MAX_PHOTO_BYTES ? 'A photo may have up to 25 MB.' : null
}
