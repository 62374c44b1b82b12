// <board-keys for="ID"> holds the search field of the board. Arrows go from visit to visit, "n" makes the next step of
// the visit that has the focus, "/" finds, Escape leaves. What is found stays, the rest steps back; also after the
// board has been fetched again.
customElements.define('board-keys', class extends HTMLElement {
  connectedCallback () {
    this.field = this.querySelector('input')
    this.field.addEventListener('input', () => this.find())
    this.field.addEventListener('keydown', event => this.leave(event))
    document.addEventListener('keydown', event => this.press(event))
    document.addEventListener('htmx:afterSettle', () => this.find())
    // Whoever is about to press a button must not have it taken away under the finger.
    document.addEventListener('htmx:beforeRequest', event => {
      const polling = event.detail.requestConfig?.verb === 'get'
      if (polling && document.getElementById('board')?.querySelector(':active')) event.preventDefault()
    })
  }

  get cards () {
    return [...document.querySelectorAll(`#${this.getAttribute('for')} [data-card]`)].filter(card => !card.classList.contains('not-found'))
  }

  find () {
    const words = this.field.value.toLowerCase().split(/\s+/).filter(Boolean)
    for (const card of document.querySelectorAll(`#${this.getAttribute('for')} [data-card]`)) {
      card.classList.toggle('not-found', !words.every(word => card.dataset.find.includes(word)))
    }
  }

  leave (event) {
    if (event.key === 'Escape') {
      this.field.value = ''
      this.find()
      this.field.blur()
    } else if (event.key === 'Enter') {
      event.preventDefault()
      this.focus(this.cards[0])
    }
  }

  focus (card) {
    card?.querySelector('a')?.focus()
  }

  press (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.target.closest('input, textarea, select, [contenteditable]')) return
    if (event.key === '/') {
      event.preventDefault()
      this.field.focus()
      return
    }
    const card = event.target.closest('[data-card]')
    if (event.key === 'n' && card) {
      event.preventDefault()
      card.querySelector('button[name=move]')?.click()
      return
    }
    const way = { ArrowDown: [0, 1], ArrowUp: [0, -1], ArrowRight: [1, 0], ArrowLeft: [-1, 0] }[event.key]
    if (!way) return
    if (!card) {
      if (event.target !== document.body && !event.target.closest('.board-scroll')) return
      event.preventDefault()
      this.focus(this.cards[0])
      return
    }
    event.preventDefault()
    this.focus(this.next(card, way))
  }

  // The nearest card in that direction: in the same column up and down, in another one left and right.
  next (card, [across, down]) {
    const from = card.getBoundingClientRect()
    const middle = from.top + from.height / 2
    let best = null
    let least = Infinity
    for (const other of this.cards) {
      if (other === card) continue
      const to = other.getBoundingClientRect()
      const sideways = to.left - from.left
      const along = to.top - from.top
      if (down && (Math.abs(sideways) > from.width * 0.9 || along * down <= 0)) continue
      if (across && sideways * across < from.width * 0.5) continue
      const far = down ? Math.abs(along) : Math.abs(sideways) * 4 + Math.abs(to.top + to.height / 2 - middle)
      if (far < least) {
        least = far
        best = other
      }
    }
    return best
  }
})
