// <row-keys for="ID">: a list by keyboard. Arrows go from row to row and "/" finds. `submits="t:take s:snooze"` sends the
// form[data-take] of the row that has the focus, `opens="c:close"` opens its page at #close. The letters act only while
// the focus is in a row, so that nothing happens by speaking or by a slip of the hand.
customElements.define('row-keys', class extends HTMLElement {
  connectedCallback () {
    this.submits = this.letters('submits')
    this.opens = this.letters('opens')
    document.addEventListener('keydown', event => this.press(event))
  }

  letters (name) {
    return Object.fromEntries((this.getAttribute(name) ?? '').split(' ').map(each => each.split(':')))
  }

  press (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.target.closest('input, textarea, select, [contenteditable]')) return
    const act = this.act(event.key, event.target.closest('[data-row]'), event.target === document.body)
    if (!act) return
    event.preventDefault()
    act()
  }

  act (key, row, free) {
    const list = document.getElementById(this.getAttribute('for'))
    const links = [...list.querySelectorAll('[data-row] td:first-child a')]
    const link = row?.querySelector('td:first-child a')
    const step = { ArrowDown: 1, ArrowUp: -1 }[key]
    const { submits, opens } = this
    if (step && (row || free)) return () => links[Math.min(Math.max(links.indexOf(link) + step, 0), links.length - 1)]?.focus()
    if (Object.hasOwn(submits, key)) return () => row?.querySelector(`form[data-${submits[key]}]`)?.requestSubmit()
    if (Object.hasOwn(opens, key)) return () => { if (link) location.assign(`${link.href}#${opens[key]}`) }
    return key === '/' ? () => document.getElementById('find')?.focus() : null
  }
})
