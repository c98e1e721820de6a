import sharp from 'sharp'

// libvips opens some twenty kinds of file; strangers' bytes reach only these five decoders, and only from memory.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map(loader => `VipsForeignLoad${loader}Buffer`),
})
// No photo is opened twice, and the worker sets how many are rendered at a time.
sharp.cache(false)
sharp.concurrency(1)

export { sharp }
