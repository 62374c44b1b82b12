// <desk-keys for="ID">: arrows go from row to row, "t" takes the request of the row that has the focus, "/" finds.
// "t" acts only while the focus is in a row, so that nobody takes anything by speaking or by a slip of the hand.
customElements.define('desk-keys', class extends HTMLElement {
  connectedCallback () {
    document.addEventListener('keydown', event => this.press(event))
  }

  press (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.target.closest('input, textarea, select, [contenteditable]')) return
    const list = document.getElementById(this.getAttribute('for'))
    const links = [...list.querySelectorAll('[data-row] td:first-child a')]
    const row = event.target.closest('[data-row]')
    const at = links.findIndex(link => row?.contains(link))
    const act = {
      ArrowDown: () => links[Math.min(at + 1, links.length - 1)]?.focus(),
      ArrowUp: () => links[Math.max(at - 1, 0)]?.focus(),
      t: () => row?.querySelector('form[data-take]')?.requestSubmit(),
      '/': () => document.getElementById('find')?.focus()
    }[event.key]
    if (!act || (event.key.startsWith('Arrow') && !row && event.target !== document.body)) return
    event.preventDefault()
    act()
  }
})
