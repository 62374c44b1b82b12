// <inbox-keys for="ID">: arrows go from row to row; "t" takes the row that has the focus, "a" opens it to answer, "s" puts
// it off, "c" opens it to close, "/" finds. The letters act only while the focus is in a row, so that nothing happens by
// a slip of the hand.
customElements.define('inbox-keys', class extends HTMLElement {
  connectedCallback () {
    document.addEventListener('keydown', event => this.press(event))
  }

  press (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.target.closest('input, textarea, select, [contenteditable]')) return
    const list = document.getElementById(this.getAttribute('for'))
    const links = [...list.querySelectorAll('[data-row] td:first-child a')]
    const row = event.target.closest('[data-row]')
    const link = row?.querySelector('td:first-child a')
    const at = links.indexOf(link)
    const go = where => { if (link) location.assign(link.href + where) }
    const act = {
      ArrowDown: () => links[Math.min(at + 1, links.length - 1)]?.focus(),
      ArrowUp: () => links[Math.max(at - 1, 0)]?.focus(),
      t: () => row?.querySelector('form[data-take]')?.requestSubmit(),
      s: () => row?.querySelector('form[data-snooze]')?.requestSubmit(),
      a: () => go('#answer'),
      c: () => go('#close'),
      '/': () => document.getElementById('find')?.focus()
    }[event.key]
    if (!act || (event.key.startsWith('Arrow') && !row && event.target !== document.body)) return
    event.preventDefault()
    act()
  }
})
