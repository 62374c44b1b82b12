// A photo is made smaller on the telephone before it is sent: quicker on a slow network, and without place and time.
// What cannot be read here is sent as it is; the clinic's side looks at it again in any case.
const SIDE = 2048
for (const field of document.querySelectorAll('input[type="file"][name="photo"]')) {
  field.addEventListener('change', async () => {
    const [file] = field.files
    if (!file || file.size < 1_000_000) return
    try {
      const picture = await createImageBitmap(file)
      const share = Math.min(1, SIDE / Math.max(picture.width, picture.height))
      const canvas = document.createElement('canvas')
      canvas.width = Math.round(picture.width * share)
      canvas.height = Math.round(picture.height * share)
      canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height)
      const smaller = await new Promise(resolve => { canvas.toBlob(resolve, 'image/jpeg', 0.85) })
      if (!smaller || smaller.size >= file.size || field.files[0] !== file) return
      const chosen = new DataTransfer()
      chosen.items.add(new File([smaller], 'leg.jpg', { type: 'image/jpeg' }))
      field.files = chosen.files
    } catch { /* sent as it is */ }
  })
}
