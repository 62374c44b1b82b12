// What was noted and is not yet known to be saved: sent one after the other, in order, and kept on this device until
// then. The server keeps each act once, by its key, so sending twice does no harm.
class NoteQueue {
  constructor (name, page, send, changed) {
    this.prefix = `saphena.note.${name}.`
    this.name = this.prefix + page
    this.send = send
    this.changed = changed
    this.items = []
    this.busy = false
    this.pause = 0
    this.trouble = ''
    this.adopt()
    addEventListener('online', () => { this.pause = 0; this.run() })
  }

  // What an earlier page of this examination could not send any more.
  adopt () {
    const left = Object.keys(localStorage).filter(name => name.startsWith(this.prefix) && name !== this.name)
    for (const name of left) {
      try { this.items.push(...JSON.parse(localStorage.getItem(name))) } catch { /* not ours to read */ }
    }
    this.keep()
    for (const name of left) localStorage.removeItem(name)
  }

  keep () {
    try {
      if (this.items.length) localStorage.setItem(this.name, JSON.stringify(this.items))
      else localStorage.removeItem(this.name)
    } catch { /* a device that keeps nothing still sends */ }
    this.changed(this.items.length, this.trouble)
  }

  push (item) {
    this.items.push(item)
    this.keep()
    this.run()
  }

  async run () {
    if (this.busy || !this.items.length) return
    this.busy = true
    clearTimeout(this.timer)
    while (this.items.length) {
      this.trouble = await this.send(this.items[0])
      if (this.trouble) break
      this.pause = 0
      this.items.shift()
      this.keep()
    }
    this.busy = false
    if (this.trouble) {
      this.keep()
      this.pause = Math.min(30000, (this.pause || 1000) * 2)
      this.timer = setTimeout(() => this.run(), this.pause)
    }
  }
}
