{% comment %}
The service worker of one patient's link. Context: home (the path below which it lives), ended (the link works no more).
It keeps nothing but what the server marks with a day until which it may be kept, below this one link, on this device.
{% endcomment %}// Keeps the last Today and plan, with the emergency signs that stand in them, for when there is no network.
const HOME = '{{ home|escapejs }}'
const STORE = 'saphena ' + HOME
const PATIENCE = 4000 // ms that a slow network gets before the kept page is shown
let turn = 0 // goes up whenever everything is forgotten: what was asked for before that is not kept any more
const ENDED = {{ ended|yesno:"true,false" }}

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', event => event.waitUntil(ENDED ? goAway() : self.clients.claim()))
self.addEventListener('message', event => { if (event.data?.keep && !ENDED) event.waitUntil(keepAll(event.data.keep)) })

self.addEventListener('fetch', event => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (ENDED || origin !== location.origin) return
  if (request.method === 'POST' && pathname === `${HOME}leave/`) event.respondWith(forget().then(() => fetch(request)))
  else if (request.method !== 'GET') return
  else if (request.mode === 'navigate' && pathname.startsWith(HOME)) event.respondWith(page(request, pathname))
  else if (pathname.startsWith('/static/')) event.respondWith(part(request))
})

// A page comes from the network; without one, or when it is too slow, as it was kept.
async function page (request, pathname) {
  const begun = turn
  const fresh = fetch(request).then(async answer => { await look(answer, pathname, begun); return answer })
  const late = new Promise(resolve => { setTimeout(resolve, PATIENCE) })
  try {
    const answer = await Promise.race([fresh, late])
    return answer ?? await kept(pathname) ?? await fresh
  } catch {
    fresh.catch(() => {})
    return await kept(pathname) ?? await kept(`${HOME}today/`) ?? Response.error()
  }
}

// What the server says of a page decides: keep it, or forget everything.
async function look (answer, pathname, begun) {
  if (answer.type === 'opaqueredirect') return
  if (answer.status === 410) return goAway()
  if (answer.headers.has('X-Keep-Until')) return begun === turn && (await caches.open(STORE)).put(pathname, answer.clone())
  // The date of birth is asked for again: this device is nobody's that we know.
  if (answer.status === 200 && pathname === `${HOME}today/`) return forget()
}

async function kept (pathname) {
  const answer = await caches.match(pathname, { cacheName: STORE })
  if (!answer) return
  if (Date.now() > Number(answer.headers.get('X-Keep-Until'))) return forget()
  const headers = new Headers(answer.headers)
  for (const name of ['Content-Encoding', 'Content-Length']) headers.delete(name) // it is unpacked, and longer now
  const text = await answer.text()
  return new Response(text.replace('data-kept="no"', 'data-kept="yes"'), { headers })
}

// Style and script: at once as they were kept, and fresh for the next time.
async function part (request) {
  const store = await caches.open(STORE)
  const fresh = fetch(request).then(async answer => { if (answer.ok) await store.put(request, answer.clone()); return answer })
  const before = await store.match(request)
  if (!before) return fresh
  fresh.catch(() => {})
  return before
}

async function keepAll (addresses) {
  const begun = turn
  const store = await caches.open(STORE)
  for (const { url } of await store.keys()) { // of the version before: it has other names now
    if (new URL(url).pathname.startsWith('/static/') && !addresses.includes(url)) await store.delete(url)
  }
  await Promise.all(addresses.map(async address => {
    const { origin, pathname } = new URL(address, location.origin)
    if (origin !== location.origin) return
    if (pathname.startsWith('/static/')) { if (!await store.match(address)) await store.add(address) } else if (pathname.startsWith(HOME)) await look(await copy(address), pathname, begun)
  }))
}

// Read by nobody now: what the last act said stays for the page that is.
function copy (address) {
  return fetch(address, { credentials: 'same-origin', redirect: 'manual', headers: { 'X-For-Later': 'yes' } })
}

async function forget () {
  turn += 1
  await caches.delete(STORE)
}

async function goAway () {
  await forget()
  await self.registration.unregister()
}
