// The fields of an entry page, by their slots: what stands in them, what is wrong with them, and the keys that go from one
// to the next. Enter goes to the next number (diameter, reflux, then the next vein), the arrows up and down stay in the
// column, Tab goes as everywhere.
class EntryBoxes {
  constructor (page) {
    this.page = page
    this.told = 0
  }

  find (slot) {
    return this.page.querySelector(`[data-slot="${CSS.escape(slot)}"]`)
  }

  // Holds what its leaving has to save. `kept` is what the server has, `sent` what it was last told and has not taken yet.
  unsent (box) {
    const { kept, sent } = box.dataset
    return !this.moving && box.value !== sent && (box.value.trim() !== kept || sent !== undefined)
  }

  // The server has taken it. Whoever typed on meanwhile keeps that.
  arrived (box, typed) {
    if (typed !== (box.dataset.sent ?? typed)) return
    delete box.dataset.sent
    delete box.dataset.since
    if (box.value === typed && !box.matches('fieldset')) box.dataset.kept = typed
  }

  // What others have noted, or we. False where the page has no such field, or not the way back to its image.
  put (row, force) {
    const box = this.find(row.slot)
    if (!box) return /\|(state|diameter|reflux|depth)$/.test(row.slot) === false
    const origin = this.page.querySelector(`[data-origin="${CSS.escape(row.slot)}"]`)
    if (origin && !row.image) origin.remove()
    if (!origin && row.image && box.closest('table')) return false // the table again, with the way back to the image
    const untouched = box.value === box.dataset.kept
    box.dataset.kept = row.value
    if (box.matches('fieldset')) {
      for (const each of box.querySelectorAll('input')) each.checked = row.value.split(',').includes(each.value)
    } else if (force || untouched) {
      box.value = row.value
      delete box.dataset.sent
      delete box.dataset.since
    }
    return true
  }

  // The table as the server draws it now. Boxes that are being filled in, wait or were refused stay as they are, with
  // what is said of them: an answer on its way takes nothing that was typed meanwhile, nor the place where it is typed.
  again (place, html) {
    const focused = document.activeElement
    const held = [...place.querySelectorAll('.box')].filter(each => each === focused || each.value !== each.dataset.kept)
    const said = new Map(held.map(each => [each, document.getElementById(each.getAttribute('aria-describedby'))?.parentElement]))
    const marked = focused?.matches('input.box') ? [focused.selectionStart, focused.selectionEnd] : []
    this.moving = true
    place.innerHTML = html
    for (const box of held) this.hold(box, said.get(box))
    if (held.includes(focused) && focused.isConnected) {
      focused.focus({ preventScroll: true })
      if (marked.length) focused.setSelectionRange(...marked)
    }
    this.moving = false
  }

  hold (box, said) {
    const fresh = this.find(box.dataset.slot)
    if (!fresh) return
    if (box.value === box.dataset.kept) box.value = fresh.value
    box.dataset.kept = fresh.dataset.kept
    fresh.replaceWith(box)
    if (!said) return
    const row = box.closest('tr')
    row.classList.toggle('wrong', said.matches('.wrong'))
    row.after(said)
  }

  clear (box) {
    box.classList.remove('waiting')
    box.removeAttribute('aria-invalid')
    box.removeAttribute('aria-describedby')
    const row = box.closest('tr, label, fieldset')
    row.classList.remove('wrong')
    const after = row.nextElementSibling
    if (after?.matches('.entry-told')) after.remove()
  }

  // Below the row; gives back where more can be put, for one.
  problems (box, problems, kind) {
    if (!box || !problems.length) return null
    const row = box.closest('tr, label, fieldset')
    row.classList.toggle('wrong', kind === 'wrong')
    const told = document.createElement(row.matches('tr') ? 'tr' : 'p')
    told.className = `entry-told ${kind}`
    const place = row.matches('tr') ? told.appendChild(document.createElement('td')) : told
    if (row.matches('tr')) place.colSpan = 6
    place.setAttribute('role', 'alert')
    place.id = `told-${++this.told}`
    place.textContent = problems.map(each => each.text).join(' ')
    row.after(told)
    box.setAttribute('aria-describedby', place.id)
    if (kind === 'wrong') box.setAttribute('aria-invalid', 'true')
    return place
  }

  key (event) {
    const box = event.target
    if (!box.matches?.('input.box') || event.altKey || event.ctrlKey || event.metaKey) return
    const rows = { ArrowDown: 1, ArrowUp: -1 }
    if (event.key === 'Enter') { event.preventDefault(); this.onward(box, event.shiftKey ? -1 : 1) }
    else if (rows[event.key]) { event.preventDefault(); this.beside(box, rows[event.key]) }
  }

  // Diameter, reflux, then the diameter of the next vein.
  onward (box, step) {
    const all = [...box.closest('table, .more-boxes').querySelectorAll('input.box')]
      .filter(each => each === box || ['diameter', 'reflux'].includes(each.dataset.quantity) || !each.closest('table'))
    this.go(all[all.indexOf(box) + step] ?? box, box)
  }

  beside (box, step) {
    const all = [...box.closest('table, .more-boxes').querySelectorAll(`input.box[data-quantity="${box.dataset.quantity}"]`)]
    this.go(all[all.indexOf(box) + step] ?? box, box)
  }

  go (next, box) {
    if (next === box) return box.blur()
    next.focus()
    next.select()
  }
}
