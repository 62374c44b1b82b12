// <keep-plan worker="..." home="..." pages="... ...">: keeps this page, the plan and what they need for when there is no
// network. The page that is shown without one says from when it is: the worker turns data-kept into "yes".
customElements.define('keep-plan', class extends HTMLElement {
  async connectedCallback () {
    this.hidden = this.dataset.kept !== 'yes'
    if (!('serviceWorker' in navigator)) return
    try {
      await navigator.serviceWorker.register(this.getAttribute('worker'), { scope: this.getAttribute('home') })
      const { active } = await navigator.serviceWorker.ready
      const parts = performance.getEntriesByType('resource').map(entry => entry.name)
      const linked = [...document.querySelectorAll('link[rel="stylesheet"], script[src]')].map(each => each.href ?? each.src)
      active.postMessage({ keep: [...new Set([...this.getAttribute('pages').split(' '), ...linked, ...parts])] })
    } catch { /* a private window keeps nothing; the page works without */ }
  }
})

// <now-cards>: the cards of the hours to come, so that "now" stays true in an open page, with a network or without.
customElements.define('now-cards', class extends HTMLElement {
  connectedCallback () {
    this.cards = [...this.querySelectorAll('template')].map(each => ({ from: Date.parse(each.dataset.from), each }))
    this.shown = undefined
    this.show()
    this.timer = setInterval(() => this.show(), 15_000)
    this.wake = () => { if (!document.hidden) this.show() }
    document.addEventListener('visibilitychange', this.wake)
  }

  disconnectedCallback () {
    clearInterval(this.timer)
    document.removeEventListener('visibilitychange', this.wake)
  }

  show () {
    const now = Date.now()
    const due = this.cards.filter(card => card.from <= now).at(-1)
    if (!due || due === this.shown) return
    this.shown = due
    document.querySelector('.now-card')?.replaceWith(due.each.content.cloneNode(true))
  }
})
