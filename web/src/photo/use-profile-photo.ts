import { useEffect, useState } from 'react'
import { type Crop, MAX_PHOTO_BYTES } from '#contract'
import { client, errorMessage } from '../client.ts'
import { showOwnPhoto } from '../state/own-photo.ts'
import { cropPreview } from './crop-preview.ts'
import { isPhoto } from './is-photo.ts'

/** The state of choosing a profile photo: its file and crop, the fraction uploaded (0–1), and what went wrong. */
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
  /** Uploads the photo. Returns whether that succeeded; otherwise the choice stays. */
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
    setFailure('This photo can’t be opened. Try another JPEG or PNG.')
  }
  return { url, choose, setCrop, save, sent, failure, unreadable }
}

async function problemWith(file: File): Promise<string | null> {
  if (!(await isPhoto(file))) return 'Choose a JPEG, PNG, WebP, GIF or AVIF photo.'
  return file.size > MAX_PHOTO_BYTES ? 'Photos can be up to 25 MB.' : null
}
