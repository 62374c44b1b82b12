// Without a network nothing is sent: the browser would show its own page, and what was filled in might be gone.
for (const form of document.querySelectorAll('form[data-keeps]')) {
  const told = form.querySelector('[data-no-network]')
  form.addEventListener('submit', event => {
    if (navigator.onLine) return
    event.preventDefault()
    told.hidden = false
    told.scrollIntoView({ block: 'center' })
  })
  addEventListener('online', () => { told.hidden = true })
}
