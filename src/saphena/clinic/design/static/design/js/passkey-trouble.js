// The sign-in library announces a failed or cancelled passkey; we say it on the page.
document.addEventListener('allauth.error', event => {
  const notice = document.querySelector('[data-passkey-trouble]')
  if (!notice) return
  event.preventDefault()
  notice.hidden = false
})
