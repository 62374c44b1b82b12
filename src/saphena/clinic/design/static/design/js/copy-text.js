// <copy-text for="ID" done="Copied">: its button copies the text (or value) of the element. Hidden where copying is not possible.
customElements.define('copy-text', class extends HTMLElement {
  connectedCallback () {
    const button = this.querySelector('button')
    const label = this.querySelector('[data-label]')
    this.hidden = !navigator.clipboard
    button.addEventListener('click', async () => {
      const source = document.getElementById(this.getAttribute('for'))
      await navigator.clipboard.writeText(source.value ?? source.textContent.trim())
      const before = label.textContent
      label.textContent = this.getAttribute('done')
      setTimeout(() => { label.textContent = before }, 3000)
    })
  }
})
