// <filter-list for="ID" singular="# person" plural="# people">: hides the rows of a table or list that do not hold what is typed.
// Accents and capitals do not matter; every typed word must be found. A row may carry more to match in data-find.
// Without this script the form inside it asks the server, if the page gave it an address.
customElements.define('filter-list', class extends HTMLElement {
  connectedCallback () {
    this.input = this.querySelector('input')
    this.output = this.querySelector('output')
    this.list = document.getElementById(this.getAttribute('for'))
    this.input.addEventListener('input', () => this.filter())
    this.input.addEventListener('keydown', event => {
      if (event.key === 'Escape') {
        this.input.value = ''
        this.filter()
      }
    })
    document.addEventListener('keydown', event => this.jump(event))
    if (this.input.value) this.filter()
  }

  jump (event) {
    const typing = event.target.closest('input, textarea, select, [contenteditable]')
    if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    this.input.focus()
  }

  folded (text) { return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase() }

  filter () {
    if (!this.list) return
    const words = this.folded(this.input.value).split(/\s+/).filter(Boolean)
    let shown = 0
    for (const row of this.list.querySelectorAll('[data-row]')) {
      const text = this.folded(`${row.textContent} ${row.dataset.find ?? ''}`)
      row.hidden = !words.every(word => text.includes(word))
      if (!row.hidden) shown += 1
    }
    const sentence = this.getAttribute(shown === 1 ? 'singular' : 'plural') ?? '#'
    if (this.output) this.output.textContent = sentence.replace('#', String(shown))
  }
})
