// <button data-opens="ID"> opens the <dialog id="ID"> as a modal. Inside, <form method="dialog"> closes it.
document.addEventListener('click', event => {
  const opener = event.target.closest('[data-opens]')
  const dialog = opener && document.getElementById(opener.dataset.opens)
  if (dialog instanceof HTMLDialogElement) {
    event.preventDefault()
    dialog.showModal()
  }
})
