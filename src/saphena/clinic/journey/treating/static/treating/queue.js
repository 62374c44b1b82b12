// What was recorded and has not been answered by the server yet, in this browser's own database. An entry is written there
// before anything else is done with it: a reload, a shut lid or a flat battery loses nothing.
const STORES = { entries: 'key', kept: 'session' }

async function opened () {
  return await new Promise((resolve, reject) => {
    const asked = indexedDB.open('saphena-treating', 1)
    asked.onupgradeneeded = () => {
      for (const [name, keyPath] of Object.entries(STORES)) asked.result.createObjectStore(name, { keyPath })
    }
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error)
  })
}

// A browser that forbids its database (a private window, a strict setting) keeps what is tapped as long as the page is open.
class InMind {
  constructor () { this.stores = { entries: new Map(), kept: new Map() } }

  put (store, row) { this.stores[store].set(row[STORES[store]], structuredClone(row)) }

  delete (store, key) { this.stores[store].delete(key) }

  get (store, key) { return structuredClone(this.stores[store].get(key)) }

  getAll (store) { return structuredClone([...this.stores[store].values()]) }
}

export class Queue {
  constructor (database, session) {
    this.database = database
    this.session = session
    this.last = 0
  }

  // Whether it outlives the page.
  get lasts () { return !(this.database instanceof InMind) }

  static async open (session) {
    return new Queue(await opened().catch(() => new InMind()), session)
  }

  // One transaction; done when it lies on the disk.
  async _do (store, mode, act) {
    if (!this.lasts) return act({ put: row => this.database.put(store, row), delete: key => this.database.delete(store, key), get: key => this.database.get(store, key), getAll: () => this.database.getAll(store) })
    return await new Promise((resolve, reject) => {
      const transaction = this.database.transaction(store, mode, { durability: 'strict' })
      const asked = act(transaction.objectStore(store))
      transaction.oncomplete = () => resolve(asked?.result)
      transaction.onerror = transaction.onabort = () => reject(transaction.error)
    })
  }

  // Two taps in one millisecond keep their order.
  async add (entry) {
    this.last = Math.max(this.last + 1, Date.now())
    const row = { ...entry, key: crypto.randomUUID(), session: this.session, order: this.last, status: 'waiting' }
    await this.put(row)
    return row
  }

  put (row) { return this._do('entries', 'readwrite', store => store.put(row)) }

  drop (key) { return this._do('entries', 'readwrite', store => store.delete(key)) }

  async all () {
    const rows = await this._do('entries', 'readonly', store => store.getAll())
    return rows.filter(row => row.session === this.session).sort((a, b) => a.order - b.order)
  }

  // What was last heard of the session, so that the page opens without the network. Gone when the session is over.
  keep (fixed, state) { return this._do('kept', 'readwrite', store => store.put({ session: this.session, fixed, state })) }

  kept () { return this._do('kept', 'readonly', store => store.get(this.session)) }

  forget () { return this._do('kept', 'readwrite', store => store.delete(this.session)) }
}
