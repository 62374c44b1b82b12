// The last lines that were typed on an entry page: waiting, kept with what was understood, or wrong with what to do.
class EntryLog {
  constructor (list, page) {
    this.list = list
    this.page = page
    this.count = 0
  }

  // Gives back the id of the line, by which it is found when the answer comes.
  add (text) {
    const entry = this.made('li', text)
    entry.id = `log-${this.page}-${++this.count}`
    entry.className = 'waiting'
    this.list.prepend(entry)
    while (this.list.children.length > 6) this.list.lastElementChild.remove()
    return entry.id
  }

  find (id) {
    return id ? document.getElementById(id) : null
  }

  kept (entry, said, warnings, ...buttons) {
    entry.className = ''
    entry.replaceChildren(this.made('span', said), ...warnings.map(each => this.made('p', each.text)), ...buttons)
  }

  wrong (entry, text, ...buttons) {
    entry.className = 'wrong'
    entry.append(this.made('p', text), ...buttons)
  }

  made (tag, text) {
    const made = document.createElement(tag)
    made.textContent = text
    return made
  }

  button (label, act) {
    const button = this.made('button', label)
    button.type = 'button'
    button.className = 'button small quiet'
    button.addEventListener('click', act)
    return button
  }
}
