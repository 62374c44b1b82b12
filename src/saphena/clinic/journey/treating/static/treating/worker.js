// Keeps the open page of a session, so that it opens again without the network. Only the page itself and its scripts and
// styles: they hold nobody's name. What is asked of the server goes to the server, or fails and is sent again by the page.
const CACHE = 'saphena-treating-1'
const PAGE = /\/treating\/\d+\/$/

self.addEventListener('install', () => self.skipWaiting())

self.addEventListener('activate', event => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith('saphena-treating-') && name !== CACHE) await caches.delete(name)
  await self.clients.claim()
})()))

// The page says what it is made of.
self.addEventListener('message', event => {
  if (event.data?.keep) {
    event.waitUntil(caches.open(CACHE).then(cache => Promise.all(event.data.keep.map(url =>
      fetch(url, { credentials: 'same-origin', headers: { 'X-For-Later': 'yes' } }).then(answer => answer.ok && !answer.redirected ? cache.put(url, answer) : null).catch(() => null)
    ))))
  }
  if (event.data?.forget) event.waitUntil(caches.delete(CACHE))
})

self.addEventListener('fetch', event => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== location.origin) return
  const isPage = request.mode === 'navigate' && PAGE.test(url.pathname)
  if (isPage || ['script', 'style', 'image'].includes(request.destination)) event.respondWith(fromNetworkElseKept(request))
})

const PATIENCE = 5000 // a network that hangs is none

async function fromNetworkElseKept (request) {
  try {
    const late = new Promise((resolve, reject) => setTimeout(() => reject(new Error('no answer')), PATIENCE))
    return await Promise.race([fetch(request), late])
  } catch {
    const kept = await (await caches.open(CACHE)).match(request, { ignoreSearch: request.mode !== 'navigate', ignoreVary: true })
    return kept ?? fetch(request)
  }
}
